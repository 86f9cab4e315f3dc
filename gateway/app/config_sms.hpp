#pragma once

#include "gateway/app/config.hpp"
#include "gateway/app/toml_table.hpp"

namespace haatline::gateway {

/// `sms = true` and what goes with it, of one [[route]] whose mapping is known.
void read_sms_side(TomlTable& table, RouteConfig& out);

} // namespace haatline::gateway
