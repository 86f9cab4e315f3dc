#pragma once

#include "cluster/role.hpp"
#include "storage/sqlite/sql.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::storage {

/// Short labels of one thing, by language.
using Labels = std::vector<std::pair<std::string, std::string>>;

/// The label in a language, else in English. Hindi in Latin letters falls to English, never to
/// another script.
std::string_view label_in(Labels const& labels, std::string_view lang);

struct ProductFacts {
    std::int64_t id;
    std::string code;
    ProductKind kind;
    std::int64_t rank;
    Labels labels;
};
struct DistrictFacts {
    std::int64_t id, state;
    std::string name;
    Labels labels;
};

/// What places and products are called on screens, held in memory by each reader: about 700
/// districts and 50 products. Read again when `meta.facts_version` changes. What callers may type for
/// them is in the sound index (sound_search.hpp).
class Words {
  public:
    Result<void> refresh(Prepared& prepared);

    ProductFacts const* product(std::string_view code) const;
    ProductFacts const* product(std::int64_t id) const;
    DistrictFacts const* district(std::int64_t id) const;
    std::vector<ProductFacts> const& products() const {
        return products_;
    } ///< in the pilot's order

    std::string_view district_label(std::int64_t id, std::string_view lang) const;
    std::string_view product_label(std::int64_t id, std::string_view lang) const;

  private:
    Result<void> load(Prepared& prepared);
    Labels* labels_of(bool product, std::int64_t id);

    std::int64_t version_ = -1;
    std::vector<ProductFacts> products_;
    std::vector<DistrictFacts> districts_; ///< by id
};

} // namespace haatline::storage
