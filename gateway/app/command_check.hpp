#pragma once

#include <string>

namespace haatline::gateway {

/// `haatline check`: proves menus and translations and prints what it found on standard output.
/// Empty folders mean the files in the binary. `format`: "text" or "json".
/// @returns 0, 1 when anything is wrong, 2 when the folders or the format are.
int command_check(std::string const& menus_dir, std::string const& locales_dir,
                  std::string const& format);

} // namespace haatline::gateway
