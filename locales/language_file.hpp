#pragma once

#include "locales/catalogue.hpp"

#include <string_view>
#include <vector>

namespace haatline {

/// Reads one `language.toml`. Faults go to `problems`; what could be read is given back.
Language read_language(std::string_view file, std::string_view content,
                       std::vector<Problem>& problems);

} // namespace haatline
