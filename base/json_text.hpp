#pragma once

#include <string>
#include <string_view>

namespace haatline {

/// Appends `text` as a JSON string, quotes included (RFC 8259 §7). Bytes from 0x80 stand as they are:
/// well-formed UTF-8 gives well-formed JSON.
void append_json_text(std::string& out, std::string_view text);

} // namespace haatline
