#pragma once

#include "storage/audit.hpp"

#include <string>

namespace haatline::gateway {

/// `haatline reload`: asks the gateway that serves `data_dir` to read menus and words again, and
/// records in the audit who asked and what came of it.
/// @returns 0 when they are in use, 1 when they were refused (the report is on standard output), 2
/// when nobody could be asked or the audit takes no row.
int command_reload(std::string const& data_dir, storage::Staff const& staff,
                   std::string const& reason);

} // namespace haatline::gateway
