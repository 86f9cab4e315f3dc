#include "cluster/dlt/refusal.hpp"

#include <array>

namespace haatline::dlt {
namespace {

constexpr std::array<std::string_view, 9> kNames{"entity",   "header",  "template",
                                                 "variable", "consent", "preference",
                                                 "chain",    "url",     "time_band"};
static_assert(kNames.size() == static_cast<std::size_t>(Reason::time_band) + 1);

} // namespace

std::string_view name(Reason reason) { return kNames[static_cast<std::size_t>(reason)]; }

} // namespace haatline::dlt
