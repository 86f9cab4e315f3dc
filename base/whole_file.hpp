#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace haatline {

/// Puts `content` in place of the file, whole or not at all: written beside it, synced, then named.
/// Who may read it stays as it was; a link stays a link; a pipe or a device is written to.
/// @fails Errc::unavailable when the disk or its rights refuse; the old file is untouched then.
Result<void> write_whole_file(std::string const& path, std::string_view content);

/// A file from outside, at most `bytes_max` long.
/// @fails Errc::unavailable when it cannot be read, Errc::limit when it is longer.
Result<std::string> read_whole_file(std::string const& path, std::size_t bytes_max);

} // namespace haatline
