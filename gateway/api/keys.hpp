#pragma once

#include "base/masked.hpp"
#include "gateway/net/headers.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace haatline::gateway {

/// What a key opens. Bits.
enum class May : std::uint8_t {
    nothing = 0,
    read = 1,     ///< look at everything
    alerts = 2,   ///< write, submit, approve, stop; reading with it
    messages = 4, ///< send; looking at one's own with it
};
constexpr May operator|(May a, May b) {
    return static_cast<May>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool any(May held, May wanted) {
    return (static_cast<unsigned>(held) & static_cast<unsigned>(wanted)) != 0;
}

/// A program that calls us. Its name stands in the audit as "api:NAME": two keys are two people.
struct ApiKey {
    std::string name;
    Secret key;
    May may = May::nothing;
};

/// The key of `Authorization: Bearer KEY`, or null. All are compared, so that the time tells nothing.
ApiKey const* key_of(std::vector<ApiKey> const& keys, Headers const& headers);

} // namespace haatline::gateway
