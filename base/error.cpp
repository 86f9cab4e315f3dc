#include "base/error.hpp"

#include <array>

namespace haatline {
namespace {

constexpr std::array kFacts{
    ErrorFacts{Errc::bad_request, "bad_request", 400, false, false, "err.input"},
    ErrorFacts{Errc::unauthenticated, "unauthenticated", 403, false, false, "err.busy"},
    ErrorFacts{Errc::not_found, "not_found", 404, false, false, "err.busy"},
    ErrorFacts{Errc::conflict, "conflict", 409, false, false, "err.expired"},
    ErrorFacts{Errc::limit, "limit", 413, false, false, "err.busy"},
    ErrorFacts{Errc::timeout, "timeout", 408, true, false, "err.busy"},
    ErrorFacts{Errc::unavailable, "unavailable", 503, true, true, "err.busy"},
    ErrorFacts{Errc::unsupported, "unsupported", 405, false, false, "err.busy"},
    ErrorFacts{Errc::invalid_config, "invalid_config", 500, false, true, "err.busy"},
    ErrorFacts{Errc::invalid_data, "invalid_data", 422, false, false, "err.busy"},
    ErrorFacts{Errc::internal, "internal", 500, true, true, "err.busy"},
};

// One row a code, in the order of the enum, so that a code is its own index.
constexpr bool complete() {
    for (std::size_t i = 0; i < kFacts.size(); ++i)
        if (static_cast<std::size_t>(kFacts[i].code) != i) return false;
    return kFacts.size() == static_cast<std::size_t>(Errc::internal) + 1;
}
static_assert(complete());

} // namespace

ErrorFacts const& facts(Errc code) { return kFacts[static_cast<std::size_t>(code)]; }

} // namespace haatline
