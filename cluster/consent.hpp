#pragma once

#include <array>
#include <string_view>

namespace haatline {

/// Each purpose is asked for, given and withdrawn by itself (reference/domain.md §4).
namespace consent {
constexpr std::string_view core = "core"; ///< keep number, work and place
constexpr std::string_view list = "list"; ///< be found by others
constexpr std::array<std::string_view, 7> purposes{
    core, list, "alerts", "share_assoc", "share_bank", "voice_record", "research"};

/// Version of the notice on the screen `reg.consent`, as long as no longer one goes out by SMS or
/// voice before it.
constexpr std::string_view notice_short = "ussd-short";
/// Versions of the notices on the screens `acc.show` and `al.menu`: what is agreed to there.
constexpr std::string_view notice_list = "ussd-list-1";
constexpr std::string_view notice_alerts = "ussd-alerts-1";
constexpr std::string_view alerts = "alerts"; ///< be told of schemes, buyers, prices, training

constexpr bool is_purpose(std::string_view name) {
    for (auto const& purpose : purposes)
        if (purpose == name) return true;
    return false;
}
} // namespace consent

} // namespace haatline
