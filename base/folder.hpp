#pragma once

#include "base/embedded.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline {

/// A file read from disk: what an operator puts in place of the embedded ones.
struct OwnedFile {
    std::string path; ///< the folder as given, then the path below it
    std::string content;
};

/// A folder of texts is small; more is a wrong `--menus` or `--locales` argument, and must not fill
/// the memory.
struct FolderLimits {
    std::size_t files = 1000;
    std::size_t file_bytes = 2 * 1024 * 1024;
    std::size_t total_bytes = 32 * 1024 * 1024;
};

/// Every file below `folder` whose name ends in one of `endings`, sorted by path. Hidden files and
/// folders are left out, links to folders are not followed.
/// @fails Errc::invalid_config when the folder or a file cannot be read, Errc::limit past the
/// limits.
Result<std::vector<OwnedFile>> read_folder(std::string_view folder,
                                           std::vector<std::string_view> const& endings,
                                           FolderLimits limits = {});

/// The same files as those that travel inside the binary. Valid as long as `files`.
std::vector<Embedded> as_embedded(std::span<OwnedFile const> files);

} // namespace haatline
