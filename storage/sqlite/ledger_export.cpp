#include "base/csv.hpp"
#include "base/json_text.hpp"
#include "storage/ledger.hpp"
#include "storage/outbox.hpp"
#include "storage/sqlite/ledger_seal.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sql.hpp"

#include <array>
#include <filesystem>
#include <vector>

namespace haatline::storage {
namespace {

constexpr Sql kLast{"ledger.head",
                    "SELECT seq, hash, at FROM message_ledger ORDER BY seq DESC LIMIT 1"};
constexpr Sql kRows{
    "ledger.export",
    "SELECT m.seq, strftime('%Y-%m-%dT%H:%M:%fZ', m.at / 1000.0, 'unixepoch'), m.at, m.act, "
    "m.state, m.parcel, m.campaign, m.subject, m.class, m.category, m.language, m.purpose, "
    "m.consent, m.caused_by, t.entity, t.header, t.template, t.version, t.chain, m.variables, "
    "m.route, m.ids, m.segments, m.paise, m.reason, m.raw_code, lower(hex(m.hash)) FROM "
    "message_ledger m LEFT JOIN message_terms t ON t.id = m.terms WHERE m.at >= ?1 AND (?2 = 0 OR "
    "m.at < ?2) ORDER BY m.seq"};
constexpr std::array<std::string_view, 27> kColumns{
    "seq",     "at_utc",   "at",       "act",      "state",    "parcel",    "campaign",
    "subject", "class",    "category", "language", "purpose",  "consent",   "caused_by",
    "entity",  "header",   "template", "version",  "chain",    "variables", "route",
    "ids",     "segments", "paise",    "reason",   "raw_code", "hash"};
constexpr std::size_t kAct = 3, kState = 4, kClass = 8;
constexpr std::array<std::string_view, outbox::classes> kClasses{"caller", "service", "bulk"};

/// Numbers of ours as words; a number that nobody knows stays one.
std::string in_words(std::size_t column, std::string_view value, std::int64_t number) {
    auto const below = [&](std::size_t most) {
        return number >= 0 && number < static_cast<std::int64_t>(most);
    };
    if (column == kAct && below(ledger_acts))
        return std::string(name_of(static_cast<LedgerAct>(number)));
    if (column == kState && below(outbox::states))
        return std::string(name_of(static_cast<outbox::State>(number)));
    if (column == kClass && below(outbox::classes))
        return std::string(kClasses[static_cast<std::size_t>(number)]);
    return std::string(value);
}

std::string json_line(std::vector<std::string> const& fields) {
    std::string out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        out += out.empty() ? '{' : ',';
        append_json_text(out, kColumns[i]);
        out += ':';
        append_json_text(out, fields[i]);
    }
    return out + "}\n";
}

Result<Db> opened(std::string const& dir) {
    std::error_code ignored;
    if (!std::filesystem::exists(database_path(dir), ignored))
        return fail(Errc::not_found, fmt::format("{}: there is no database: give the gateway's "
                                                 "folder with --data",
                                                 database_path(dir)));
    auto db = open_reading(dir);
    if (!db) return db;
    if (auto ours = check_owner(*db); !ours) return fail(ours.error());
    return db;
}

} // namespace

Result<LedgerHead> ledger_head(std::string const& dir) {
    auto db = opened(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    Run run(sql[kLast]);
    LedgerHead out{0, ledger::in_hex(ledger::start()), {}};
    if (run->step())
        out = {static_cast<std::uint64_t>(run->integer(0)), ledger::in_hex(run->text(1)),
               TimePoint(Millis(run->integer(2)))};
    if (auto ended = sql.ended(*run, kLast); !ended) return fail(ended.error());
    return out;
}

Result<std::uint64_t> export_ledger(std::string const& dir, LedgerExport const& what,
                                    std::function<void(std::string_view)> const& write) {
    if (what.format != "csv" && what.format != "json")
        return fail(Errc::bad_request, "the format is csv or json");
    auto db = opened(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    std::vector<std::string> fields(kColumns.begin(), kColumns.end());
    if (what.format == "csv") write(csv_line(fields));
    std::uint64_t rows = 0;
    Run run(sql[kRows]);
    run->bind(1, what.since.time_since_epoch().count())
        .bind(2, what.until.time_since_epoch().count());
    while (run->step()) {
        for (std::size_t i = 0; i < kColumns.size(); ++i) {
            auto const column = static_cast<int>(i);
            fields[i] = in_words(i, run->text(column), run->integer(column));
        }
        write(what.format == "csv" ? csv_line(fields) : json_line(fields));
        ++rows;
    }
    if (auto ended = sql.ended(*run, kRows); !ended) return fail(ended.error());
    return rows;
}

} // namespace haatline::storage
