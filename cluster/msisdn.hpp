#pragma once

#include "base/result.hpp"

#include <fmt/format.h>

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace haatline {

/// A mobile number of the Indian plan, as E.164 digits without the plus (919876543210). Prints
/// masked.
class Msisdn {
  public:
    Msisdn() = default;

    /// Accepts 9876543210, 09876543210, 919876543210, +91…, 0091…, a blank where a plus was
    /// decoded, digits of any script.
    /// @fails Errc::bad_request when ten digits starting with 6-9 do not remain (national plan as
    /// of 2026, kept as one rule).
    static Result<Msisdn> parse(std::string_view raw);
    static Msisdn from_number(std::uint64_t e164) { return Msisdn(e164); }

    std::uint64_t number() const { return e164_; }
    std::string full() const;   ///< "+919876543210": for the wire and the store, never for a log
    std::string masked() const; ///< "+91…3210"
    auto operator<=>(Msisdn const&) const = default;

  private:
    explicit Msisdn(std::uint64_t e164) : e164_(e164) {}
    std::uint64_t e164_ = 0;
};

} // namespace haatline

template <>
struct fmt::formatter<haatline::Msisdn> : fmt::formatter<std::string> {
    template <class Context>
    auto format(haatline::Msisdn const& value, Context& ctx) const {
        return fmt::formatter<std::string>::format(value.masked(), ctx);
    }
};
