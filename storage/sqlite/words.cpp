#include "storage/sqlite/words.hpp"

#include <algorithm>

namespace haatline::storage {
namespace {

constexpr Sql kVersion{"facts.version",
                       "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'facts_version'"};
constexpr Sql kProducts{"facts.products", "SELECT id, code, kind, rank FROM product ORDER BY rank"};
constexpr Sql kDistricts{"facts.districts", "SELECT id, state, name FROM district ORDER BY id"};
constexpr Sql kLabels{"facts.labels",
                      "SELECT object, id, lang, text FROM label WHERE kind = 'short'"};
template <class Each>
Result<void> each_row(Prepared& prepared, Sql const& sql, Each each) {
    Run run(prepared[sql]);
    while (run->step()) each(*run);
    return prepared.ended(*run, sql);
}

} // namespace

std::string_view label_in(Labels const& labels, std::string_view lang) {
    std::string_view english;
    for (auto const& [code, text] : labels) {
        if (code == lang) return text;
        if (code == "en") english = text;
    }
    return english;
}

Result<void> Words::refresh(Prepared& prepared) {
    Run version(prepared[kVersion]);
    std::int64_t const now = version->step() ? version->integer(0) : 0;
    if (auto ended = prepared.ended(*version, kVersion); !ended) return ended;
    if (now == version_) return {};
    if (auto loaded = load(prepared); !loaded) return loaded;
    version_ = now;
    return {};
}

Result<void> Words::load(Prepared& prepared) {
    products_.clear();
    districts_.clear();
    auto done = each_row(prepared, kProducts, [&](Statement& row) {
        products_.push_back({row.integer(0),
                             std::string(row.text(1)),
                             kind_named(row.text(2)).value_or(ProductKind::food),
                             row.integer(3),
                             {}});
    });
    if (done) {
        done = each_row(prepared, kDistricts, [&](Statement& row) {
            districts_.push_back({row.integer(0), row.integer(1), std::string(row.text(2)), {}});
        });
    }
    if (done) {
        done = each_row(prepared, kLabels, [&](Statement& row) {
            auto* const labels = labels_of(row.text(0) == "product", row.integer(1));
            if (labels) labels->emplace_back(row.text(2), row.text(3));
        });
    }
    return done;
}

Labels* Words::labels_of(bool product, std::int64_t id) {
    if (product) {
        for (auto& row : products_)
            if (row.id == id) return &row.labels;
        return nullptr;
    }
    auto const it = std::lower_bound(
        districts_.begin(), districts_.end(), id,
        [](DistrictFacts const& row, std::int64_t wanted) { return row.id < wanted; });
    return it != districts_.end() && it->id == id ? &it->labels : nullptr;
}

ProductFacts const* Words::product(std::string_view code) const {
    for (auto const& row : products_)
        if (row.code == code) return &row;
    return nullptr;
}

ProductFacts const* Words::product(std::int64_t id) const {
    for (auto const& row : products_)
        if (row.id == id) return &row;
    return nullptr;
}

DistrictFacts const* Words::district(std::int64_t id) const {
    auto const it = std::lower_bound(
        districts_.begin(), districts_.end(), id,
        [](DistrictFacts const& row, std::int64_t wanted) { return row.id < wanted; });
    return it != districts_.end() && it->id == id ? &*it : nullptr;
}

std::string_view Words::district_label(std::int64_t id, std::string_view lang) const {
    auto const* row = district(id);
    if (!row) return {};
    auto const label = label_in(row->labels, lang);
    return label.empty() ? std::string_view(row->name) : label;
}

std::string_view Words::product_label(std::int64_t id, std::string_view lang) const {
    auto const* row = product(id);
    return row ? label_in(row->labels, lang) : std::string_view();
}

} // namespace haatline::storage
