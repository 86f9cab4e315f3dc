#pragma once

#include "gateway/app/toml_table.hpp"
#include "gateway/channels/sms/smpp_options.hpp"

#include <string>

namespace haatline::gateway {

/// One `[[smpp]]`: an account at an SMSC. Relative files are taken from `folder`.
SmppOptions read_smpp(TomlTable table, std::string const& folder);

} // namespace haatline::gateway
