#pragma once

#include <array>
#include <string_view>

namespace haatline::menus {

/// What may stand behind the service code beside a language's suffix and a PIN code, and the
/// variable that says so to the flows: `*code*3#`. Source: reference/menus.md §1.
struct DialCode {
    std::string_view part, variable;
};
constexpr std::array<DialCode, 2> dial_codes{{
    {"0", "dial_who"},   ///< somebody else than the phone's owner is calling
    {"3", "dial_inbox"}, ///< straight to the messages
}};

} // namespace haatline::menus
