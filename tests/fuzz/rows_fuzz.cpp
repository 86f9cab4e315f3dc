// Files of `haatline import`: rows of CSV and JSON, every kind, into a real database that forgets them again.
#include "base/csv.hpp"
#include "storage/sqlite/importer.hpp"
#include "storage/sqlite/migrate.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/support/temp_dir.hpp"

#include <string>
#include <vector>

using namespace haatline;
using fuzz::expect;

namespace {

storage::Db& database() {
    static tests::TempDir const folder;
    static storage::Db db = [] {
        auto opened = storage::open_database(folder.path());
        expect(opened.has_value(), "a fresh database opens");
        expect(opened->execute("PRAGMA synchronous=OFF").has_value(), "nothing here is kept");
        return std::move(*opened);
    }();
    return db;
}

void write_and_read(std::vector<std::string> const& fields) {
    auto const file =
        csv_line({"header"}) + csv_line(fields); // a mark at a file's begin is no text
    CsvReader again(file);
    std::vector<std::string> copy;
    again.next(copy);
    bool const there = again.next(copy);
    bool const blank = fields.size() == 1 && fields[0].empty();
    expect(there ? copy == fields : blank, "a row reads back as it was written");
}

void read_rows(std::string_view content) {
    CsvReader csv(content);
    std::vector<std::string> fields;
    int before = 0;
    while (csv.next(fields)) {
        expect(!fields.empty() && csv.line() > before, "rows have fields and lines that rise");
        before = csv.line();
        if (!csv.torn()) write_and_read(fields);
    }
}

void import(storage::ImporterFacts const& kind, std::string_view content) {
    auto& db = database();
    expect(db.execute("BEGIN IMMEDIATE").has_value(), "the database is free");
    auto const report = storage::import_rows(db, kind, content);
    if (report)
        for (auto const& row : report->rejected)
            expect(!row.reason.empty() && row.line > 0, "a rejected row has its line and reason");
    else
        expect(report.error().code != Errc::internal, "a bad file is never our own fault");
    if (db.in_transaction()) expect(db.execute("ROLLBACK").has_value(), "an import can be undone");
}

} // namespace

HAATLINE_FUZZ_TARGET(rows) {
    fuzz::Bytes bytes(input);
    auto const kinds = storage::importers();
    auto const& kind = kinds[bytes.below(kinds.size())];
    read_rows(bytes.rest());
    import(kind, bytes.rest());
}
