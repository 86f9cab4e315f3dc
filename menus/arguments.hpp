#pragma once

#include "menus/menu.hpp"

#include <span>
#include <string_view>

namespace haatline::menus {

constexpr std::string_view other_command = "OTHER"; ///< stands for what is no command
constexpr std::string_view who_command =
    "WHO"; ///< not a way of its own: who of those on this phone

/// Shapes that a command may take, beside the words of the menu's own table.
///   word      what is left over: a product                         → word
///   row       a number of one or two digits: a row of the last list → row
///   ref       a reference with its check digit                     → ask; a wrong one → bad_ref
///   pin       six digits                                           → at_pin
///   quantity  "50 kg", "५०किलो", a number alone                     → amount qty unit
///   code      four digits                                          → said
///   language  by code, own name or Latin name                      → tongue
bool is_argument(Menu const& menu, std::string_view name);
/// Variables that read_arguments may set, for the checker.
std::span<std::string_view const> argument_names();

/// What stands behind a command, in any order and any script. What a command does not take is left
/// over, and goes to its `word`, if it takes one.
Values read_arguments(Menu const& menu, Catalogue const& words, CommandWay const& way,
                      std::string_view behind);

} // namespace haatline::menus
