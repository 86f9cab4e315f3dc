#pragma once

#include "base/world.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// A phone is not a person: several people share one, one has several, and a number that fell
/// silent may be a stranger's tomorrow (reference/domain.md §4).
namespace haatline::people {

/// Ours: a household or a group's phone; more members than this on one number is an agent's list or
/// an attack, and the screen `who` has six digits for rows.
constexpr int per_number_max = 6;
/// Ours: registrations that one number may make in a day. An officer who enrols a village does it
/// through the desk.
constexpr int registrations_a_day = 4;

/// Numbers are reissued from 90 days after disconnection (TRAI to the Supreme Court); both periods
/// are settings (`[people]` in haatline.toml).
struct Ages {
    std::chrono::days verify_after{60};
    std::chrono::days detach_after{90};
};

enum class Standing : std::uint8_t {
    fresh,  ///< called lately: the people behind it may be shown to whoever has it
    silent, ///< must prove who it is before anything is shown
    lapsed, ///< whoever calls is new; the people behind it are detached
};

/// @param last_seen  nothing for a number that came by import, or from before this was written down:
///                   it may turn silent, but it never lapses, since nobody ever answered from it.
Standing standing(std::optional<TimePoint> last_seen, TimePoint first_seen, TimePoint now,
                  Ages ages);

/// Whether a call is to be written down as the number's last: once a day is enough for rules that
/// count days, and costs no write a turn.
bool seen_today(std::optional<TimePoint> last_seen, TimePoint now);

/// "Type the first word of the name you gave us": the same word, once both are written alike
/// (text::match_key). Near misses do not count.
bool same_first_word(std::string_view given, std::string_view typed);

/// The rows of `verify.prod`: the true product among two of `others` (fewer where there are no
/// more). The same for a person whenever she is asked: what changed from call to call would tell
/// which row is true.
std::vector<std::int64_t> with_decoys(std::int64_t person, std::int64_t truth,
                                      std::span<std::int64_t const> others);

} // namespace haatline::people
