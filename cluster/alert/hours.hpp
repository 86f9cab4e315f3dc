#pragma once

#include "base/world.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace haatline::alerts {

/// From when to when messages may leave, every day, by the clock in India. The end is not part of it.
struct Hours {
    std::chrono::minutes from{10 * 60}, to{18 * 60};
    bool operator==(Hours const&) const = default;

    bool whole() const;
    bool hold(TimePoint at) const;
    /// The next moment in which they hold; `at` itself when they do.
    TimePoint next(TimePoint at) const;
};

/// "10:00-18:00".
std::string hours_text(Hours hours);
std::optional<Hours> hours_named(std::string_view text);

} // namespace haatline::alerts
