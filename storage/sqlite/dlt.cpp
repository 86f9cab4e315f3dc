#include "storage/dlt.hpp"

#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/dlt_rows.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/transaction.hpp"

#include <algorithm>

namespace haatline::storage {
namespace {

constexpr Sql kUsed{"dlt.used", "UPDATE dlt_header SET last_used_at = ?2 WHERE header = ?1 AND "
                                "ifnull(last_used_at, 0) < ?2"};

/// Turns of a gateway wait while a transaction of ours writes: 5,000 rows take about 20 ms.
constexpr std::size_t kRowsATransaction = 5'000;

class DltWriter {
  public:
    DltWriter(Db& db, Staff const& staff) : sql_(db), staff_(staff) {}

    Result<void> take(dlt::ExportFile const& file, DltImport& report) {
        auto const& rows = file.rows;
        auto const with_time = [&](dlt::Template const& row) {
            return put_row(sql_, row, staff_.now);
        };
        auto const plain = [&](auto const& row) { return put_row(sql_, row); };
        Result<void> done = put(rows.entities, plain, report);
        if (done) done = put(rows.headers, plain, report);
        if (done) done = put(rows.templates, with_time, report);
        if (done) done = put(rows.targets, plain, report);
        if (done) done = put(rows.chains, plain, report);
        if (done) done = put(rows.preferences, plain, report);
        return done;
    }

  private:
    template <class Rows, class Put>
    Result<void> put(Rows const& rows, Put put_one, DltImport& report) {
        for (std::size_t from = 0; from < rows.size(); from += kRowsATransaction) {
            auto const to = std::min(rows.size(), from + kRowsATransaction);
            Transaction transaction(sql_);
            if (auto begun = transaction.begin(); !begun) return begun;
            DltImport slice;
            for (auto i = from; i < to; ++i) {
                auto const changed = put_one(rows[i]);
                if (!changed) return fail(changed.error());
                ++(*changed ? slice.kept : slice.unchanged);
            }
            if (auto fits = within_bounds(sql_); !fits) return fits;
            if (slice.kept > 0)
                if (auto noted = note(report.kind, slice); !noted) return noted;
            if (auto kept = transaction.commit(); !kept) return kept;
            report.kept += slice.kept;
            report.unchanged += slice.unchanged;
        }
        return {};
    }

    Result<void> note(dlt::FileKind kind, DltImport const& slice) {
        return audit(sql_.db(),
                     {staff_.name, "dlt.import", std::string(dlt::name(kind)), "", "",
                      fmt::format("{} kept, {} unchanged", slice.kept, slice.unchanged)},
                     staff_.now);
    }

    Prepared sql_;
    Staff const& staff_;
};

} // namespace

Result<DltImport> import_dlt(std::string const& dir, std::string_view content,
                             dlt::ReadAs const& as, Staff const& staff) {
    auto const file = dlt::read_export(content, as);
    if (!file) return fail(file.error());
    auto db = open_database(dir);
    if (!db) return fail(db.error());
    DltImport report;
    report.kind = file->kind;
    report.rejected_rows = file->bad_rows;
    for (auto const& row : file->bad) report.rejected.push_back({row.line, row.reason});
    if (auto taken = DltWriter(*db, staff).take(*file, report); !taken) return fail(taken.error());
    return report;
}

Result<dlt::Register> read_register(std::string const& dir) {
    auto db = open_reading(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    // One look: what is read of one table belongs to what is read of the next.
    if (auto begun = db->execute("BEGIN"); !begun) return fail(begun.error());
    return all_rows(sql);
}

Result<void> note_header_use(std::string const& dir, std::span<std::string const> headers,
                             std::chrono::sys_days day) {
    auto db = open_beside(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    Transaction transaction(sql);
    if (auto begun = transaction.begin(); !begun) return begun;
    auto const at = TimePoint(day.time_since_epoch()).time_since_epoch().count();
    for (auto const& header : headers)
        if (auto moved = change(sql, kUsed, header, at); !moved) return fail(moved.error());
    return transaction.commit();
}

} // namespace haatline::storage
