#include "storage/sqlite/erasure.hpp"

#include "storage/sqlite/peer_index.hpp"
#include "storage/sqlite/transaction.hpp"

#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kThere{"erase.there", "SELECT 1 FROM person WHERE id = ?"};

// What is hers, gathered once into tables of this connection alone. `alone`: nobody living shares it.
constexpr char const* kGather =
    "CREATE TEMP TABLE IF NOT EXISTS erased_line (phone INTEGER PRIMARY KEY, alone INTEGER);"
    "CREATE TEMP TABLE IF NOT EXISTS erased_subject (id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS erased_enterprise (id INTEGER PRIMARY KEY, alone INTEGER);"
    "DELETE FROM temp.erased_line; DELETE FROM temp.erased_subject;"
    "DELETE FROM temp.erased_enterprise";
constexpr Sql kLines{
    "erase.lines",
    "INSERT INTO temp.erased_line SELECT phone, NOT EXISTS (SELECT 1 FROM person_phone o WHERE "
    "o.phone = p.phone AND o.person <> ?1 AND o.until_at IS NULL) FROM (SELECT phone FROM "
    "person_phone WHERE person = ?1 UNION SELECT phone FROM line_subject WHERE person = ?1) p"};
constexpr Sql kSubjects{"erase.subjects",
                        "INSERT INTO temp.erased_subject SELECT subject FROM line_subject WHERE "
                        "person = ?1 UNION SELECT l.subject FROM temp.erased_line e JOIN "
                        "line_subject l ON l.phone = e.phone AND l.person = 0 WHERE e.alone"};
constexpr Sql kEnterprises{
    "erase.enterprises",
    "INSERT INTO temp.erased_enterprise SELECT enterprise, NOT EXISTS (SELECT 1 FROM ownership o "
    "JOIN person q ON q.id = o.person WHERE o.enterprise = w.enterprise AND o.person <> ?1 AND "
    "q.deleted_at IS NULL) FROM ownership w WHERE person = ?1"};
constexpr Sql kHerLines{"erase.her_lines", "SELECT phone FROM temp.erased_line"};

// Steps after `screens_seq` still have a state and a reply (upkeep.cpp).
constexpr Sql kYoungEnd{"erase.young_end",
                        "SELECT ifnull(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = "
                        "'screens_seq'"};
constexpr Sql kNewest{"erase.newest", "SELECT ifnull(max(seq), 0) FROM event"};
constexpr Sql kScreens{"erase.screens",
                       "SELECT seq FROM event WHERE seq > ?1 AND seq <= ?2 AND subject IN (SELECT "
                       "id FROM temp.erased_subject)"};
constexpr Sql kBlank{"erase.blank",
                     "UPDATE event SET state = '', reply = '', identity = '' WHERE seq = ?"};

// An enterprise that stays with others keeps its name and its numbers, under the key of one of them.
#define HER_KEY "IN (SELECT id FROM temp.erased_subject)"
constexpr Sql kOthers{
    "erase.others",
    "SELECT g.id, (SELECT o.person FROM ownership o JOIN person q ON q.id = o.person WHERE "
    "o.enterprise = g.id AND o.person <> ?1 AND q.deleted_at IS NULL ORDER BY o.person LIMIT 1) "
    "FROM temp.erased_enterprise g JOIN enterprise e ON e.id = g.id WHERE NOT g.alone AND "
    "(sealer(e.name) " HER_KEY " OR EXISTS (SELECT 1 FROM enterprise_id i WHERE i.enterprise = "
    "e.id AND sealer(i.value) " HER_KEY "))"};
constexpr Sql kLineOf{"erase.line_of",
                      "SELECT phone FROM person_phone WHERE person = ? ORDER BY until_at IS NULL "
                      "DESC LIMIT 1"};
constexpr Sql kReseal{"erase.reseal", "UPDATE enterprise SET name = sealed(opened(name), ?2) WHERE "
                                      "id = ?1 AND sealer(name) " HER_KEY};
constexpr Sql kResealIds{"erase.reseal_ids",
                         "UPDATE enterprise_id SET value = sealed(opened(value), ?2) WHERE "
                         "enterprise = ?1 AND sealer(value) " HER_KEY};
#undef HER_KEY
constexpr Sql kClosed{"erase.closed", "SELECT id FROM temp.erased_enterprise WHERE alone"};
constexpr Sql kUncount{
    "erase.uncount",
    "UPDATE district_product SET n = max(n - 1, 0) WHERE (district, role, product) IN (SELECT "
    "e.district, p.role, p.product FROM enterprise e JOIN enterprise_product p ON p.enterprise = "
    "e.id WHERE e.id = ?)"};
constexpr Sql kCode{"erase.code",
                    "UPDATE enterprise SET status = 'closed', code = ?2 WHERE id = ?1"};
constexpr Sql kCodeMark{"erase.code_mark",
                        "SELECT '#' || hex(word_mark('code', code)) FROM enterprise WHERE id = ? "
                        "AND code IS NOT NULL"};

struct Rule {
    std::string_view table; ///< passed over where there is no such table
    Sql sql;                ///< ?1: the person, ?2: now
};

#define LINE "(SELECT phone FROM temp.erased_line)"
#define OWN_LINE "(SELECT phone FROM temp.erased_line WHERE alone)"
#define FIRM "(SELECT id FROM temp.erased_enterprise WHERE alone)"
/// Rows of hers, or of her line while nobody living shares it.
#define HERS "(person = ?1 OR (person IS NULL AND phone IN " OWN_LINE "))"

// In this order: what leans on a row goes before the row. Where a serial was printed, the next one
// must not be given twice, so `kept_serial_…` remembers the highest.
constexpr std::array kRules{
    Rule{
        "meta",
        {"erase.floors",
         "INSERT INTO meta (key, value) SELECT 'kept_serial_' || k, n FROM (SELECT 'listing' AS k, "
         "(SELECT max(serial) FROM listing) AS n UNION ALL SELECT 'enquiry', (SELECT max(serial) "
         "FROM enquiry) UNION ALL SELECT 'ticket', (SELECT max(serial) FROM ticket)) WHERE n IS "
         "NOT NULL ON CONFLICT DO UPDATE SET value = max(CAST(value AS INTEGER), "
         "CAST(excluded.value AS INTEGER))"}},
    // Whoever gets the number next imports her own wish.
    Rule{"dlt_preference",
         {"erase.preference", "DELETE FROM dlt_preference WHERE phone IN " OWN_LINE}},
    Rule{"snapshot", {"erase.snapshot", "DELETE FROM snapshot WHERE phone IN " LINE}},
    Rule{"listing", {"erase.listing", "DELETE FROM listing WHERE phone IN " LINE " AND " HERS}},
    Rule{"listing", {"erase.listing_of", "DELETE FROM listing WHERE enterprise IN " FIRM}},
    Rule{"watch", {"erase.watch", "DELETE FROM watch WHERE phone IN " LINE " AND " HERS}},
    Rule{"report",
         {"erase.report",
          "DELETE FROM report WHERE by_person = ?1 OR against = ?1 OR enterprise IN " FIRM
          " OR enquiry IN (SELECT serial FROM enquiry WHERE from_person = ?1 OR to_enterprise "
          "IN " FIRM ")"}},
    Rule{"enquiry",
         {"erase.enquiry", "DELETE FROM enquiry WHERE from_person = ?1 OR (from_person IS NULL AND "
                           "from_phone IN " OWN_LINE ") OR to_enterprise IN " FIRM}},
    Rule{"enquiry",
         {"erase.enquiry_from",
          "UPDATE enquiry SET from_enterprise = NULL WHERE from_enterprise IN " FIRM}},
    Rule{"report", // both came with schema 0005
         {"erase.enquiry_answered",
          "UPDATE enquiry SET answered_by = NULL, answered_phone = NULL, answered_session = NULL "
          "WHERE answered_by = ?1"}},
    Rule{"block", {"erase.block", "DELETE FROM block WHERE by_person = ?1 OR against = ?1"}},
    Rule{"ticket", {"erase.ticket_open", "DELETE FROM ticket WHERE state <> 'done' AND " HERS}},
    Rule{"ticket", {"erase.ticket", "UPDATE ticket SET phone = NULL, person = NULL WHERE " HERS}},
    Rule{"ticket",
         {"erase.ticket_other",
          "UPDATE ticket SET other_phone = NULL WHERE other_phone IN " OWN_LINE}},
    Rule{"unmet_word",
         {"erase.unmet_word",
          "DELETE FROM unmet_word WHERE only_by IN (SELECT id FROM temp.erased_subject)"}},
    Rule{"enterprise_product",
         {"erase.product", "DELETE FROM enterprise_product WHERE enterprise IN " FIRM}},
    Rule{"membership", {"erase.membership", "DELETE FROM membership WHERE enterprise IN " FIRM}},
    Rule{"vouch", {"erase.vouch", "DELETE FROM vouch WHERE enterprise IN " FIRM}},
    Rule{"enterprise_id",
         {"erase.enterprise_id", "DELETE FROM enterprise_id WHERE enterprise IN " FIRM}},
    Rule{"ownership", {"erase.ownership", "DELETE FROM ownership WHERE person = ?1"}},
    // What still waits never leaves; what left keeps its number of ours, and its words go with the key.
    Rule{"parcel",
         {"erase.parcel",
          "UPDATE parcel SET phone = 0, body = NULL, reason = '', raw_code = '', state = CASE WHEN "
          "state < 2 THEN 9 ELSE state END WHERE phone IN " LINE " AND (person = ?1 OR (person IS "
          "NULL AND phone IN " OWN_LINE "))"}},
    Rule{"campaign_trial",
         {"erase.campaign_trial", "DELETE FROM campaign_trial WHERE phone IN " OWN_LINE}},
    Rule{"subscription", {"erase.subscription", "DELETE FROM subscription WHERE person = ?1"}},
    // Her STOP was for the numbers she has now; without her it stands as that of numbers that are nobody's.
    Rule{"number_stop",
         {"erase.number_stop",
          "INSERT INTO number_stop (mark, channel, from_at) SELECT number_mark(phone, (SELECT key "
          "FROM number_stop_key)), 'erasure', ?2 FROM temp.erased_line WHERE alone AND phone IN "
          "(SELECT phone FROM person_phone WHERE person = ?1 AND until_at IS NULL) AND EXISTS "
          "(SELECT 1 FROM message_stop WHERE person = ?1 AND until_at IS NULL) ON CONFLICT DO "
          "NOTHING"}},
    Rule{"message_stop", {"erase.message_stop", "DELETE FROM message_stop WHERE person = ?1"}},
    Rule{"erasure", {"erase.wish_drop", "DELETE FROM erasure WHERE person = ?1"}},
    Rule{"phone_ask",
         {"erase.phone_ask", "DELETE FROM phone_ask WHERE person = ?1 OR phone IN " OWN_LINE
                             " OR from_phone IN " OWN_LINE}},
    Rule{"person_act",
         {"erase.person_act", "DELETE FROM person_act WHERE person = ?1 OR phone IN " OWN_LINE}},
    // Both came with schema 0009. That somebody acted stays told to whom it was done for.
    Rule{"person_helper",
         {"erase.person_helper", "DELETE FROM person_helper WHERE person = ?1 OR helper = ?1"}},
    Rule{"person_helper",
         {"erase.helped", "UPDATE person_act SET helper = NULL WHERE helper = ?1"}},
    // The ledger keeps that a consent was given and withdrawn; the proof of it, a session, goes.
    Rule{"consent",
         {"erase.consent_end",
          "UPDATE consent SET withdrawn_at = ?2 WHERE person = ?1 AND withdrawn_at IS NULL"}},
    Rule{"consent", {"erase.evidence", "UPDATE consent SET evidence = '' WHERE person = ?1"}},
    Rule{"message_stop", // both came with schema 0008
         {"erase.withdrawn_evidence",
          "UPDATE consent SET withdrawn_evidence = NULL WHERE person = ?1"}},
    Rule{"person_phone", {"erase.person_phone", "DELETE FROM person_phone WHERE person = ?1"}},
    // Somebody who had this number before may get it back from the desk, so her row keeps it.
    Rule{"phone",
         {"erase.phone", "DELETE FROM phone WHERE e164 IN " OWN_LINE " AND NOT EXISTS (SELECT 1 "
                         "FROM person_phone h WHERE h.phone = e164)"}},
    Rule{"line_subject",
         {"erase.line_subject",
          "DELETE FROM line_subject WHERE subject IN (SELECT id FROM temp.erased_subject)"}},
    // Last, and in its own place: as many octets as before (schema 0004).
    Rule{"subject",
         {"erase.key",
          "UPDATE subject SET key = zeroblob(32), phone = -1099511627776 - id WHERE id IN (SELECT "
          "id FROM temp.erased_subject)"}},
    Rule{"key_due",
         {"erase.copies",
          "INSERT OR IGNORE INTO key_due (person, subject) SELECT ?1, id FROM (SELECT id FROM "
          "temp.erased_subject UNION ALL SELECT 0) WHERE EXISTS (SELECT 1 FROM key_copy)"}},
};
#undef LINE
#undef OWN_LINE
#undef FIRM
#undef HERS

constexpr Sql kTable{"erase.table",
                     "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"};
constexpr Sql kColumns{"erase.columns", "SELECT name, upper(type), \"notnull\", dflt_value FROM "
                                        "pragma_table_info(?) WHERE pk = 0"};
constexpr Sql kTombstone{"erase.tombstone",
                         "INSERT INTO tombstone (person, erased_at, cause) VALUES (?, ?, ?) ON "
                         "CONFLICT DO NOTHING"};
constexpr Sql kDeletedAt{"erase.deleted_at", "UPDATE person SET deleted_at = ?2 WHERE id = ?1"};

/// About 10 ms of reading (measured: a warm step is read in half a microsecond).
constexpr std::int64_t kStepsASlice = 20'000;
/// Rewritten screens of one person in a slice; a long day has some hundreds.
constexpr std::size_t kScreensASlice = 200;

Result<void> done(Result<int> const& changed) {
    if (!changed) return fail(changed.error());
    return {};
}

Result<std::vector<std::int64_t>> column(Prepared& sql, Sql const& which) {
    std::vector<std::int64_t> out;
    Run run(sql[which]);
    while (run->step()) out.push_back(run->integer(0));
    if (auto ended = sql.ended(*run, which); !ended) return fail(ended.error());
    return out;
}

} // namespace

Result<void> Erasure::gather() {
    if (auto made = sql_.db().execute(kGather); !made) return made;
    for (auto const* each : {&kLines, &kSubjects, &kEnterprises})
        if (auto gathered = change(sql_, *each, person_); !gathered) return fail(gathered.error());
    return {};
}

Result<void> Erasure::begin() {
    if (auto gathered = gather(); !gathered) return gathered;
    Run run(sql_[kYoungEnd]);
    if (run->step()) read_to_ = run->integer(0);
    return sql_.ended(*run, kYoungEnd);
}

Result<bool> Erasure::slice(TimePoint now) {
    auto const work = [&]() -> Result<bool> {
        Transaction transaction(sql_);
        if (auto begun = transaction.begin(); !begun) return fail(begun.error());
        if (!begun_)
            if (auto ready = begin(); !ready) return fail(ready.error());
        auto const more = blank_screens(kStepsASlice);
        if (!more) return more;
        if (!*more)
            if (auto gone = last_slice(now); !gone) return fail(gone.error());
        if (auto kept = transaction.commit(); !kept) return fail(kept.error());
        return more;
    };
    auto const more = work();
    if (more) begun_ = true;
    if (!more || !*more) subjects_.forget();
    return more;
}

/// What she read and typed in her last day, so far as it is not blanked yet. Steps that come while
/// this runs are read by the last slice, whose transaction lets none in.
Result<bool> Erasure::blank_screens(std::int64_t steps_max) {
    std::int64_t newest = 0;
    {
        Run run(sql_[kNewest]);
        if (run->step()) newest = run->integer(0);
        if (auto ended = sql_.ended(*run, kNewest); !ended) return fail(ended.error());
    }
    if (seqs_.empty()) {
        auto const to = std::min(newest, read_to_ + steps_max);
        Run run(sql_[kScreens]);
        run->bind(1, read_to_).bind(2, to);
        while (run->step()) seqs_.push_back(run->integer(0));
        if (auto ended = sql_.ended(*run, kScreens); !ended) return fail(ended.error());
        read_to_ = to;
    }
    for (std::size_t left = kScreensASlice; left > 0 && !seqs_.empty(); --left) {
        if (auto blanked = change(sql_, kBlank, seqs_.back()); !blanked)
            return fail(blanked.error());
        seqs_.pop_back();
    }
    return !seqs_.empty() || read_to_ < newest;
}

Result<void> Erasure::hand_names_on() {
    std::vector<std::pair<std::int64_t, std::int64_t>> staying;
    {
        Run run(sql_[kOthers]);
        run->bind(1, person_);
        while (run->step()) staying.emplace_back(run->integer(0), run->integer(1));
        if (auto ended = sql_.ended(*run, kOthers); !ended) return ended;
    }
    for (auto const& [enterprise, other] : staying) {
        std::int64_t phone = 0;
        {
            Run run(sql_[kLineOf]);
            if (run->bind(1, other).step()) phone = run->integer(0);
            if (auto ended = sql_.ended(*run, kLineOf); !ended) return ended;
        }
        auto const subject = subjects_.of(phone, other);
        if (!subject) return fail(subject.error());
        for (auto const* each : {&kReseal, &kResealIds})
            if (auto sealed = change(sql_, *each, enterprise, subject->id); !sealed)
                return fail(sealed.error());
    }
    return {};
}

/// The row stays, empty: references to it were printed, and an importer must know its code again.
Result<void> Erasure::close_enterprises() {
    auto const closing = column(sql_, kClosed);
    if (!closing) return fail(closing.error());
    for (auto const id : *closing) {
        if (auto out = unindex_peer(sql_, id); !out) return out;
        if (auto out = done(change(sql_, kUncount, id)); !out) return out;
        std::string mark;
        {
            Run run(sql_[kCodeMark]);
            if (run->bind(1, id).step()) mark = run->text(0);
            if (auto ended = sql_.ended(*run, kCodeMark); !ended) return ended;
        }
        if (auto emptied = empty_row("enterprise", id, " serial district created_at demo ");
            !emptied)
            return emptied;
        auto const closed = mark.empty() ? change(sql_, kCode, id, nullptr)
                                         : change(sql_, kCode, id, std::string_view(mark));
        if (!closed) return fail(closed.error());
    }
    return {};
}

/// Every column but the key and those named goes back to nothing, so that a column of a later
/// version is emptied without anybody thinking of it here.
Result<void> Erasure::empty_row(std::string_view table, std::int64_t id, std::string_view keep) {
    std::string set;
    {
        Run run(sql_[kColumns]);
        run->bind(1, table);
        while (run->step()) {
            auto const name = run->text(0);
            if (keep.find(" " + std::string(name) + " ") != std::string_view::npos) continue;
            std::string const nothing = !run->is_null(3)         ? std::string(run->text(3))
                                        : run->integer(2) == 0   ? "NULL"
                                        : run->text(1) == "TEXT" ? "''"
                                                                 : "0";
            set += fmt::format("{}\"{}\" = {}", set.empty() ? "" : ", ", name, nothing);
        }
        if (auto ended = sql_.ended(*run, kColumns); !ended) return ended;
    }
    return sql_.db().execute(fmt::format("UPDATE {} SET {} WHERE id = {}", table, set, id));
}

Result<void> Erasure::last_slice(TimePoint now) {
    auto const at = now.time_since_epoch().count();
    // Again, since somebody may have joined a line or left it while the log was read.
    if (auto again = gather(); !again) return again;
    if (auto named = hand_names_on(); !named) return named;
    if (auto closed = close_enterprises(); !closed) return closed;
    auto const lines = column(sql_, kHerLines);
    if (!lines) return fail(lines.error());
    for (auto const& rule : kRules) {
        {
            Run run(sql_[kTable]);
            bool const there = run->bind(1, rule.table).step();
            // Passing a table over because it could not be read would leave what is in it.
            if (auto ended = sql_.ended(*run, kTable); !ended) return ended;
            if (!there) continue;
        }
        Statement& statement = sql_[rule.sql];
        statement.bind(1, person_);
        if (rule.sql.text.find("?2") != std::string_view::npos) statement.bind(2, at);
        if (auto ran = sql_.db().finish(statement); !ran) return ran;
    }
    if (auto emptied = empty_row("person", person_, " created_at "); !emptied) return emptied;
    if (auto marked = done(change(sql_, kDeletedAt, person_, at)); !marked) return marked;
    for (auto const line : *lines) lines_.push_back(static_cast<std::uint64_t>(line));
    return done(change(sql_, kTombstone, person_, at, cause_));
}

Result<void> erase_now(Db& db, std::int64_t person, std::string_view cause, TimePoint now,
                       Key const& seed) {
    Prepared sql(db);
    Subjects subjects(sql, KeySource(seed));
    {
        Run run(sql[kThere]);
        bool const there = run->bind(1, person).step();
        if (auto ended = sql.ended(*run, kThere); !ended) return ended;
        if (!there)
            return fail(Errc::not_found, "there is no such person: `haatline export enterprises` "
                                         "lists who is there");
    }
    Erasure erasure(sql, subjects, person, cause);
    for (;;) {
        auto const more = erasure.slice(now);
        if (!more) return fail(more.error());
        if (!*more) return {};
    }
}

} // namespace haatline::storage
