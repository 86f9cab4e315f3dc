#pragma once

#include <string>

namespace haatline::gateway {

/// `haatline reload`: asks the gateway that serves `data_dir` to read menus and words again.
/// @returns 0 when they are in use, 1 when they were refused (the report is on standard output), 2
/// when nobody could be asked.
int command_reload(std::string const& data_dir);

} // namespace haatline::gateway
