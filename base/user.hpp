#pragma once

#include <string>

namespace haatline {

/// The name of whoever runs this process, or of whoever became root with sudo; its number where it
/// has no name.
std::string system_user();

} // namespace haatline
