#include "cluster/dlt/variable.hpp"

#include "cluster/dlt/word.hpp"

namespace haatline::dlt {
namespace {

constexpr std::array<VarFacts, var_types> kFacts{{
    {VarType::plain, "var", false},
    {VarType::numeric, "numeric", false},
    {VarType::alphanumeric, "alphanumeric", false},
    {VarType::url, "url", true},
    {VarType::urlott, "urlott", true},
    {VarType::cbn, "cbn", true},
    {VarType::email, "email", false},
}};
constexpr std::array<std::string_view, var_types> kSpelled{
    "{#var#}", "{#numeric#}", "{#alphanumeric#}", "{#url#}", "{#urlott#}", "{#cbn#}", "{#email#}"};

constexpr bool complete() {
    for (std::size_t i = 0; i < kFacts.size(); ++i)
        if (static_cast<std::size_t>(kFacts[i].type) != i ||
            kSpelled[i].substr(2, kSpelled[i].size() - 4) != kFacts[i].tag)
            return false;
    return true;
}
static_assert(complete());

struct Spelling {
    std::string_view word;
    VarType type;
};
constexpr std::array kSpellings{
    Spelling{"number", VarType::numeric},
    Spelling{"numbers", VarType::numeric},
    Spelling{"text", VarType::alphanumeric},
    Spelling{"link", VarType::url},
    Spelling{"ott", VarType::urlott},
    Spelling{"ottlink", VarType::urlott},
    Spelling{"callbacknumber", VarType::cbn},
    Spelling{"phone", VarType::cbn},
    Spelling{"emailid", VarType::email},
    Spelling{"mail", VarType::email},
    Spelling{"alphanumerical", VarType::alphanumeric},
};

} // namespace

VarFacts const& facts(VarType type) { return kFacts[static_cast<std::size_t>(type)]; }

std::string_view spelled(VarType type) { return kSpelled[static_cast<std::size_t>(type)]; }

std::optional<VarType> var_type_named(std::string_view word) {
    auto const wanted = bare(word);
    for (auto const& row : kFacts)
        if (row.tag == wanted) return row.type;
    for (auto const& row : kSpellings)
        if (row.word == wanted) return row.type;
    return {};
}

} // namespace haatline::dlt
