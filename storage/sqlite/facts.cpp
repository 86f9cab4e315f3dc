#include "storage/sqlite/facts.hpp"

#include "storage/sqlite/importer.hpp"
#include "storage/sqlite/transaction.hpp"

#include <array>

namespace haatline::storage {
namespace {

struct FactFile {
    std::string_view path, kind; ///< every file whose path begins so
};
// In the order in which they lean on each other.
constexpr std::array kFiles{
    FactFile{"data/states.csv", "states"},     FactFile{"data/districts.csv", "districts"},
    FactFile{"data/products.csv", "products"}, FactFile{"data/labels_", "labels"},
    FactFile{"data/pins.csv", "places"},
};

Result<void> fill(Db& db, std::span<Embedded const> files) {
    for (auto const& wanted : kFiles) {
        for (auto const& file : files) {
            if (!file.path.starts_with(wanted.path)) continue;
            auto const report = import_rows(db, *find_importer(wanted.kind), file.content);
            if (!report) return fail(report.error());
            if (!report->rejected.empty())
                return fail(Errc::invalid_data,
                            fmt::format("{}:{}: {}", file.path, report->rejected.front().line,
                                        report->rejected.front().reason));
        }
    }
    return facts_changed(db);
}

} // namespace

Result<void> facts_changed(Db& db) {
    return db.execute(
        "INSERT INTO meta (key, value) VALUES ('facts_version', '1') ON CONFLICT DO UPDATE SET "
        "value = value + 1");
}

Result<void> fill_facts(Db& db, std::span<Embedded const> files) {
    auto const there = db.integer("SELECT count(*) FROM state");
    if (!there) return fail(there.error());
    if (*there > 0) return {};
    Prepared sql(db);
    Transaction transaction(sql);
    if (auto begun = transaction.begin(); !begun) return begun;
    if (auto filled = fill(db, files); !filled) return filled;
    return transaction.commit();
}

} // namespace haatline::storage
