#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <string_view>

namespace haatline::gateway {

/// Hours of the Indian day in which a provider takes messages: "10:00-21:00", also over midnight.
class SendHours {
  public:
    SendHours() = default; ///< always
    /// @fails Errc::invalid_config for anything but HH:MM-HH:MM; an empty text is always.
    static Result<SendHours> parse(std::string_view text);

    /// How long until messages may go; 0: now.
    Millis wait(TimePoint now) const;

  private:
    int from_min_ = 0, to_min_ = 0; ///< of the day; equal: always
};

} // namespace haatline::gateway
