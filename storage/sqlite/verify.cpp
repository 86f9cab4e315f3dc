#include "storage/verify.hpp"

#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/ledger.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sql.hpp"

#include <array>
#include <filesystem>

namespace haatline::storage {
namespace {

constexpr std::size_t kFaultsTold = 20;

/// What a statement counts must be nothing.
struct Count {
    std::string_view check;
    Sql sql;
    std::string_view fault; ///< {}: how many
};

// What the triggers write into the ledger for each consent, with how often it stands there.
#define CONSENTS                                                                                   \
    "SELECT *, count(*) FROM (SELECT given_at, person, purpose, 'given', notice, lang, channel, "  \
    "basis FROM consent UNION ALL SELECT withdrawn_at, person, purpose, 'withdrawn', notice, "     \
    "ifnull(withdrawn_lang, lang), ifnull(withdrawn_channel, channel), basis FROM consent WHERE "  \
    "withdrawn_at IS NOT NULL) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"
#define FACTS                                                                                      \
    "SELECT at, person, purpose, act, notice, lang, channel, basis, count(*) FROM consent_fact "   \
    "GROUP BY 1, 2, 3, 4, 5, 6, 7, 8"
constexpr std::array kCounts{
    Count{"every step has its subject",
          {"verify.steps", "SELECT count(*) FROM event e WHERE NOT EXISTS (SELECT 1 FROM subject s "
                           "WHERE s.id = e.subject)"},
          "{} steps belong to no subject: restore a backup from before"},
    Count{
        "every subject has a line and a key, or neither",
        {"verify.subjects",
         "SELECT count(*) FROM subject s WHERE length(s.key) <> 32 OR (s.phone < 0) <> (s.key = "
         "zeroblob(32)) OR (s.phone > 0) <> EXISTS (SELECT 1 FROM line_subject l WHERE l.subject = "
         "s.id AND l.phone = s.phone)"},
        "{} subjects are half erased or stand on no line: report this"},
    Count{"sealed names open",
          {"verify.names", "SELECT count(*) FROM enterprise WHERE typeof(name) = 'blob' AND "
                           "opened(name) = ''"},
          "{} names do not open: their keys were lost (restored with --without-words?)"},
    Count{
        "nothing is left of who was erased",
        {"verify.erased",
         "SELECT count(*) FROM tombstone t JOIN person p ON p.id = t.person WHERE p.name <> '' OR "
         "p.deleted_at IS NULL OR EXISTS (SELECT 1 FROM person_phone h WHERE h.person = p.id) OR "
         "EXISTS (SELECT 1 FROM ownership o WHERE o.person = p.id) OR EXISTS (SELECT 1 FROM "
         "line_subject l WHERE l.person = p.id)"},
        "{} erased people have traces left: erase them again with `haatline erase --person`"},
    Count{"erasures reached every copy of the keys",
          {"verify.copies", "SELECT count(*) FROM key_copy WHERE told = 0"},
          "{} files of keys were not told of an erasure: make their disk reachable (the gateway "
          "tries every hour), or destroy them"},
    Count{
        "who is found gave the consent `list`",
        {"verify.listed",
         "SELECT count(*) FROM enterprise e WHERE e.listed = 1 AND EXISTS (SELECT 1 FROM ownership "
         "o WHERE o.enterprise = e.id) AND NOT EXISTS (SELECT 1 FROM ownership o JOIN consent c ON "
         "c.person = o.person WHERE o.enterprise = e.id AND c.purpose = 'list' AND c.withdrawn_at "
         "IS NULL)"},
        "{} enterprises are listed without consent: hide them"},
    Count{"the search knows who is listed, and nobody else",
          {"verify.peers",
           "SELECT (SELECT count(*) FROM (SELECT DISTINCT enterprise FROM peer) p WHERE NOT EXISTS "
           "(SELECT 1 FROM enterprise e WHERE e.id = p.enterprise AND e.listed = 1)) + (SELECT "
           "count(*) FROM enterprise e WHERE e.listed = 1 AND e.status <> 'closed' AND EXISTS "
           "(SELECT "
           "1 FROM enterprise_product w WHERE w.enterprise = e.id) AND NOT EXISTS (SELECT 1 FROM "
           "peer "
           "x JOIN enterprise_product w ON w.enterprise = e.id AND x.product = w.product AND "
           "x.role = "
           "w.role WHERE x.lat_row = e.lat_e4 / 1000 AND x.lon_e4 = e.lon_e4 AND x.enterprise = "
           "e.id))"},
          "{} enterprises stand in the search wrongly: report this"},
    Count{"the chain of consents is whole",
          {"verify.consents",
           "SELECT (SELECT count(*) FROM consent_fact WHERE hash <> chained(prev_hash, at, person, "
           "purpose, act, notice, lang, channel, basis)) + (SELECT count(*) FROM consent_fact a "
           "WHERE "
           "prev_hash <> ifnull((SELECT hash FROM consent_fact b WHERE b.id = a.id - 1), ''))"},
          "{} facts were changed or taken out: compare with a backup"},
    Count{"every consent is in the ledger, word for word",
          {"verify.ledger",
           "SELECT (SELECT count(*) FROM (" CONSENTS " EXCEPT " FACTS ")) + (SELECT count(*) FROM "
           "(" FACTS " EXCEPT " CONSENTS "))"},
          "{} consents or facts of the ledger have no counterpart: compare with a backup"},
    Count{"every message in a carrier's hands was tried",
          {"verify.handed", "SELECT count(*) FROM parcel WHERE state = 2 AND tries < 1"},
          "{} messages would wait for a carrier's answer for ever: report this"},
    Count{"consents are guarded",
          {"verify.guards",
           "SELECT 7 - count(*) FROM sqlite_master WHERE type = 'trigger' AND ((tbl_name = "
           "'consent' AND name IN ('consent_given', 'consent_given_and_withdrawn', "
           "'consent_withdrawn', 'consent_stays_withdrawn', 'consent_keeps_its_words')) OR "
           "(tbl_name = 'consent_fact' AND name IN ('consent_fact_keeps_rows', "
           "'consent_fact_keeps_words')))"},
          "{} triggers that keep the consents and their ledger are gone: restore a backup, or find "
          "out who took them away and what was changed since"},
    Count{
        "the log is ahead of what is covered",
        {"verify.covered",
         "SELECT count(*) FROM meta WHERE key IN ('covered_seq', 'screens_seq') AND CAST(value AS "
         "INTEGER) > (SELECT ifnull(max(seq), 0) FROM event)"},
        "steps would be passed over at the next start: restore a backup"},
};
#undef CONSENTS
#undef FACTS

constexpr Sql kLedgerEnd{"verify.ledger_end",
                         "SELECT count(*), ifnull((SELECT hash FROM consent_fact ORDER BY id DESC "
                         "LIMIT 1), ?1), ?2 = '' OR ?2 = ?1 OR EXISTS (SELECT 1 FROM consent_fact "
                         "WHERE hash = ?2) FROM consent_fact"};

/// How far the ledger of consents goes, for who keeps its head elsewhere.
Verdict ledger_end(Db& db, std::string const& known_head) {
    Verdict out{"the end of the ledger of consents", {}};
    auto const nothing = nothing_yet(); // outlives the statement it is bound to
    Prepared sql(db);
    Run run(sql[kLedgerEnd]);
    if (run->bind(1, nothing).bind(2, known_head).step()) {
        out.check += fmt::format(" (facts {}, head {})", run->integer(0), run->text(1));
        if (run->integer(2) == 0)
            out.faults.emplace_back("the head given with --consents is in no fact: the end was cut "
                                    "off, or facts were written anew");
    } else if (auto ended = sql.ended(*run, kLedgerEnd); !ended) {
        out.faults.push_back(ended.error().detail);
    }
    return out;
}

Verdict messages(Db& db, std::string const& known_head) {
    Verdict out{"the ledger of messages", {}};
    auto proof = verify_ledger(db, known_head);
    if (!proof) {
        out.faults.push_back(fmt::format("{}: restore a backup", proof.error().detail));
        return out;
    }
    out.faults = std::move(proof->faults);
    out.check += fmt::format(" (rows {}, head {})", proof->head.rows, proof->head.hash);
    return out;
}

/// What is gone or cannot be read is a finding, told with the others.
Verdict staff_acts(Db& db, std::string const& known_head) {
    Verdict out{"the chain of staff acts", {}};
    auto chain = verify_audit(db, known_head);
    if (!chain) {
        out.faults.push_back(fmt::format("{}: restore a backup", chain.error().detail));
        return out;
    }
    out.faults = std::move(chain->faults);
    out.check += fmt::format(" (rows {}, head {})", chain->rows, chain->head);
    return out;
}

Result<void> add_rows(Db& db, std::string_view sql, std::string_view good, Verdict& verdict) {
    auto statement = db.prepare(sql);
    if (!statement) return fail(statement.error());
    while (statement->step()) {
        if (statement->text(0) == good && !good.empty()) continue;
        if (verdict.faults.size() < kFaultsTold)
            verdict.faults.push_back(good.empty()
                                         ? fmt::format("{}: a row points to no row of {}",
                                                       statement->text(0), statement->text(2))
                                         : fmt::format("{}: restore a backup", statement->text(0)));
    }
    // A page that cannot be read is the finding, not a failure to look.
    if (statement->last() != SQLITE_DONE)
        verdict.faults.push_back(db.fault(statement->last(), "reading").detail);
    return {};
}

} // namespace

Result<std::vector<Verdict>> verify(std::string const& dir, Heads const& heads) {
    for (auto const& head : {heads.acts, heads.consents, heads.messages})
        if (!head.empty() && !is_hash(head))
            return fail(Errc::bad_request, "--head, --consents and --messages take the 64 "
                                           "hexadecimal digits that an earlier verify printed");
    std::error_code ignored;
    if (!std::filesystem::exists(database_path(dir), ignored))
        return fail(Errc::not_found, fmt::format("{}: there is no database: give the gateway's "
                                                 "folder with --data",
                                                 database_path(dir)));
    auto db = open_reading(dir);
    if (!db) return fail(db.error());
    if (auto ours = check_owner(*db); !ours) return fail(ours.error());
    auto const version = db->integer("PRAGMA user_version");
    if (!version) return fail(version.error());
    if (*version != newest_schema())
        return fail(Errc::invalid_data,
                    fmt::format("its schema is version {}, this binary knows {}: use the binary "
                                "that serves it",
                                *version, newest_schema()));
    std::vector<Verdict> out;
    out.push_back({"the file", {}});
    if (auto read = add_rows(*db, "PRAGMA integrity_check(20)", "ok", out.back()); !read)
        return fail(read.error());
    out.push_back({"references", {}});
    if (auto read = add_rows(*db, "PRAGMA foreign_key_check", "", out.back()); !read)
        return fail(read.error());
    for (auto const& row : kCounts) {
        out.push_back({std::string(row.check), {}});
        auto const count = db->integer(row.sql.text);
        if (!count)
            out.back().faults.push_back(count.error().detail);
        else if (*count != 0)
            out.back().faults.push_back(fmt::format(fmt::runtime(row.fault), *count));
    }
    out.push_back(ledger_end(*db, heads.consents));
    out.push_back(messages(*db, heads.messages));
    out.push_back(staff_acts(*db, heads.acts));
    return out;
}

} // namespace haatline::storage
