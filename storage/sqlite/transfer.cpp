#include "storage/transfer.hpp"

#include "base/csv.hpp"
#include "cluster/questions.hpp"
#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/facts.hpp"
#include "storage/sqlite/importer.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sound_index.hpp"
#include "storage/sqlite/transaction.hpp"

namespace haatline::storage {
namespace {

std::string known_kinds() {
    std::string out;
    for (auto const& row : importers())
        out += fmt::format("{}{}", out.empty() ? "" : ", ", row.kind);
    return out;
}

Result<ImporterFacts const*> kind_of(std::string_view kind) {
    if (auto const* facts = find_importer(kind)) return facts;
    return fail(Errc::bad_request,
                fmt::format("{} is no kind of file; known: {}", kind, known_kinds()));
}

/// The few characters JSON does not take as they are.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            out.push_back(c);
    }
    return out + "\"";
}

std::string json_line(std::vector<std::string> const& columns,
                      std::vector<std::string> const& fields) {
    std::string out = "{";
    for (std::size_t i = 0; i < columns.size(); ++i)
        out += fmt::format("{}{}:{}", i ? "," : "", quoted(columns[i]), quoted(fields[i]));
    return out + "}\n";
}

Result<void> record_import(Db& db, std::string_view kind, ImportReport const& report,
                           Staff const& staff) {
    return audit(db,
                 {staff.name, "import", std::string(kind), "", "",
                  fmt::format("{} kept, {} unchanged, {} rejected", report.kept, report.unchanged,
                              report.rejected.size())},
                 staff.now);
}

} // namespace

Result<ImportReport> import_file(std::string const& dir, std::string_view kind,
                                 std::string_view content, Staff const& staff) {
    auto const facts = kind_of(kind);
    if (!facts) return fail(facts.error());
    auto db = open_database(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    Transaction transaction(sql);
    if (auto begun = transaction.begin(); !begun) return fail(begun.error());
    auto report = import_rows(*db, **facts, content);
    Result<void> ended;
    bool const facts_moved = report && report->kept > 0 && (*facts)->facts;
    if (facts_moved) ended = rebuild_sounds(*db);
    if (facts_moved && ended) ended = facts_changed(*db);
    if (report && report->kept > 0 && ended) ended = record_import(*db, kind, *report, staff);
    if (report && ended) ended = transaction.commit();
    if (!ended) return fail(ended.error());
    return report;
}

Result<std::string> export_kind(std::string const& dir, std::string_view kind,
                                std::string_view format) {
    auto const facts = kind_of(kind);
    if (!facts) return fail(facts.error());
    if (format != "csv" && format != "json")
        return fail(Errc::bad_request, "the format is csv or json");
    if (!(*facts)->out)
        return fail(Errc::bad_request,
                    fmt::format("{} are numbers of people: they are read, never given out", kind));
    auto db = open_reading(dir);
    if (!db) return fail(db.error());
    auto statement = db->prepare((*facts)->out->text);
    if (!statement) return fail(statement.error());

    std::vector<std::string> columns, fields;
    for_each_name((*facts)->out_columns,
                  [&](std::string_view name) { columns.emplace_back(name); });
    std::string out = format == "csv" ? csv_line(columns) : std::string();
    while (statement->step()) {
        fields.clear();
        for (std::size_t i = 0; i < columns.size(); ++i)
            fields.emplace_back(statement->text(static_cast<int>(i)));
        out += format == "csv" ? csv_line(fields) : json_line(columns, fields);
    }
    if (statement->last() != SQLITE_DONE) return fail(db->fault(statement->last(), "exporting"));
    return out;
}

} // namespace haatline::storage
