#pragma once

#include <string>
#include <string_view>

namespace haatline::menus {

/// The first thing in `text` that reads like a code for diverting calls ("*21*", "**61*", "*401#");
/// empty when there is none. People are warned never to dial such codes, because frauds ask for
/// them; a menu must not teach them.
/// Source: 3GPP TS 22.030 annex B (21, 61, 62, 67, 002, 004); reference/menus.md §1 (401).
std::string forwarding_code(std::string_view text);

} // namespace haatline::menus
