#pragma once

#include "gateway/api/keys.hpp"
#include "gateway/app/toml_table.hpp"

#include <vector>

namespace haatline::gateway {

/// `[[api_key]]`: name, key_file or key_env, may = ["alerts", "messages", "read"].
void read_api_key(TomlTable table, std::vector<ApiKey>& keys);

} // namespace haatline::gateway
