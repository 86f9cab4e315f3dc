#pragma once

#include "base/world.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace haatline::gateway {

/// How much one number is answered. A producer who works through a menu sends a few messages a minute; a
/// machine that answers our answers would go on for ever, at our cost.
struct ReplyLimits {
    std::uint32_t replies_per_hour = 40;
    std::uint32_t replies_per_day = 120;
    std::uint32_t same_reply_in_a_row = 3;
    std::uint32_t same_text_in_a_row =
        4; ///< heard again and again, within an hour: a machine says it
    std::uint32_t texts_per_minute = 12; ///< past it a number is told to wait, once, then nothing
};

/// Why a message gets no answer; the order is the one of `silence_names`.
enum class Silence : std::uint8_t {
    none,
    wait,       ///< told once that this is too much
    flood,      ///< and told already
    machine,    ///< the same text again and again
    same_reply, ///< the same answer again and again
    hour,
    day,
    short_code, ///< who sent it can be sent nothing: letters, a short code
    own_number, ///< it came from a number of ours
    unreadable,
};
constexpr std::size_t silences = 10;
constexpr std::array<std::string_view, silences> silence_names{
    "",     "wait", "flood",      "machine",    "same_reply",
    "hour", "day",  "short_code", "own_number", "unreadable"};

/// Counts what numbers send and are sent. Pure; forgets who was quiet for a day, and when it is full
/// whoever was quiet for an hour. Not kept over a restart: a budget that begins anew costs an hour's replies.
class ReplyGuard {
  public:
    explicit ReplyGuard(ReplyLimits limits) : limits_(limits) {}

    /// A message came. `none`: work on it. `always`: so it is, whatever the number sent before; it counts all the same.
    Silence heard(std::uint64_t number, std::string_view text, TimePoint now, bool always = false);
    /// An answer is about to be written down. `none`: it may be, and counts.
    Silence answers(std::uint64_t number, std::string_view reply, TimePoint now);
    std::size_t size() const { return numbers_.size(); }
    static constexpr std::size_t numbers_max = 200'000;

  private:
    struct Span {
        TimePoint since{};
        std::uint32_t count = 0;
        std::uint32_t next(TimePoint now, Millis length);
    };
    struct Same {
        std::size_t mark = 0;
        std::uint32_t count = 0;
        std::uint32_t next(std::string_view text);
    };
    struct Seen {
        TimePoint last{};
        Span minute, hour, day;
        Same text, reply;
        bool told_to_wait = false;
    };
    Seen& of(std::uint64_t number, TimePoint now);

    ReplyLimits limits_;
    std::unordered_map<std::uint64_t, Seen> numbers_;
};

} // namespace haatline::gateway
