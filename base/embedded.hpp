#pragma once

#include <span>
#include <string_view>

namespace haatline {

/// A file that travels inside the binary. `path` is relative to the source tree, e.g.
/// "menus/flows/find.yaml".
struct Embedded {
    std::string_view path;
    std::string_view content;
};

} // namespace haatline
