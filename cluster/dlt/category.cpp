#include "cluster/dlt/category.hpp"

#include "cluster/dlt/word.hpp"

namespace haatline::dlt {
namespace {

// Source: reference/telecom-india.md §2 (suffixes; -G only for exempted headers; reg. 2(z): a
// government message passes a full block).
constexpr std::array<CategoryFacts, categories> kFacts{{
    {Category::promotional, "promotional", 'P', true, false, false},
    {Category::service_implicit, "service_implicit", 'S', false, false, false},
    {Category::service_explicit, "service_explicit", 'S', true, true, false},
    {Category::transactional, "transactional", 'T', false, false, false},
    {Category::government, "government", 'G', false, false, true},
}};

constexpr bool complete() {
    for (std::size_t i = 0; i < kFacts.size(); ++i)
        if (static_cast<std::size_t>(kFacts[i].category) != i) return false;
    return true;
}
static_assert(complete());

struct Spelling {
    std::string_view word; ///< as `bare` gives it
    Category category;
};
constexpr std::array kSpellings{
    Spelling{"promotional", Category::promotional},
    Spelling{"promo", Category::promotional},
    Spelling{"p", Category::promotional},
    Spelling{"serviceimplicit", Category::service_implicit},
    Spelling{"implicit", Category::service_implicit},
    Spelling{"service", Category::service_implicit},
    Spelling{"si", Category::service_implicit},
    Spelling{"s", Category::service_implicit},
    Spelling{"serviceexplicit", Category::service_explicit},
    Spelling{"explicit", Category::service_explicit},
    Spelling{"se", Category::service_explicit},
    Spelling{"transactional", Category::transactional},
    Spelling{"transaction", Category::transactional},
    Spelling{"trans", Category::transactional},
    Spelling{"t", Category::transactional},
    Spelling{"government", Category::government},
    Spelling{"govt", Category::government},
    Spelling{"g", Category::government},
};

} // namespace

CategoryFacts const& facts(Category category) { return kFacts[static_cast<std::size_t>(category)]; }

std::string_view name(Category category) { return facts(category).name; }

std::optional<Category> category_named(std::string_view word) {
    auto const wanted = bare(word);
    for (auto const& row : kSpellings)
        if (row.word == wanted) return row.category;
    return {};
}

} // namespace haatline::dlt
