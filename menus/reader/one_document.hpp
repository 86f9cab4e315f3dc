#pragma once

#include <string>

namespace haatline::menus {

/// Whether a text is one YAML document, neither none nor more. Not by YAML::LoadAll: on a comma at the margin yaml-cpp 0.7
/// finds one empty document after the other, for ever.
/// @throws YAML::Exception for what is not YAML
bool is_one_document(std::string const& content);

} // namespace haatline::menus
