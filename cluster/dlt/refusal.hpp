#pragma once

#include "base/world.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace haatline::dlt {

/// The reasons of docs/failure-reasons.md for which a message is refused here, before it costs anything.
enum class Reason : std::uint8_t {
    entity,
    header,
    template_,
    variable,
    consent,
    preference,
    chain,
    url,
    time_band,
};
std::string_view name(Reason reason);

/// The template that comes nearest to a text, and where the two part.
struct Nearest {
    std::string template_id;
    std::size_t agree = 0; ///< characters of the text, blanks folded, that the template has too
    std::string expected;  ///< what the template says there: our own registered words, or a tag
    bool operator==(Nearest const&) const = default;
};

/// `why` says what is wrong and what to do about it, and holds nothing of the message.
struct Refusal {
    Reason reason = Reason::template_;
    std::string why;
    std::optional<Nearest> nearest{};
    std::optional<TimePoint> not_before{}; ///< of time_band alone: it may go then
    bool operator==(Refusal const&) const = default;
};

} // namespace haatline::dlt
