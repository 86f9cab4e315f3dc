#include "base/folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace haatline {
namespace {

namespace fs = std::filesystem;

bool wanted(fs::directory_entry const& entry, std::vector<std::string_view> const& endings) {
    std::string const name = entry.path().filename().string();
    std::error_code ignored;
    return entry.is_regular_file(ignored) &&
           std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
               return name.size() > ending.size() && name.ends_with(ending);
           });
}

tl::unexpected<Error> unreadable(fs::path const& path, std::error_code const& why) {
    return fail(Errc::invalid_config,
                fmt::format("cannot read {}: {}", path.string(), why.message()));
}

Result<std::vector<std::string>> paths_below(fs::path const& folder,
                                             std::vector<std::string_view> const& endings,
                                             std::size_t most) {
    std::error_code error;
    fs::recursive_directory_iterator entries(folder, error);
    if (error) return unreadable(folder, error);
    std::vector<std::string> paths;
    while (entries != fs::recursive_directory_iterator{}) {
        if (entries->path().filename().string().starts_with('.'))
            entries.disable_recursion_pending();
        else if (wanted(*entries, endings))
            paths.push_back(entries->path().string());
        if (paths.size() > most)
            return fail(Errc::limit,
                        fmt::format("{} holds more than {} files: is it the right folder?",
                                    folder.string(), most));
        entries.increment(error);
        if (error) return unreadable(folder, error);
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

Result<std::string> content_of(std::string const& path, std::size_t most) {
    std::error_code error;
    auto const size = fs::file_size(path, error);
    if (error) return unreadable(path, error);
    if (size > most)
        return fail(Errc::limit, fmt::format("{} has {} bytes, more than {}: is it the right file?",
                                             path, size, most));
    std::string content(static_cast<std::size_t>(size), '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (!file) return unreadable(path, std::make_error_code(std::errc::io_error));
    return content;
}

} // namespace

Result<std::vector<OwnedFile>> read_folder(std::string_view folder,
                                           std::vector<std::string_view> const& endings,
                                           FolderLimits limits) {
    auto const paths = paths_below(fs::path(folder), endings, limits.files);
    if (!paths) return fail(paths.error());
    std::vector<OwnedFile> files;
    std::size_t total = 0;
    for (std::string const& path : *paths) {
        auto content = content_of(path, limits.file_bytes);
        if (!content) return fail(content.error());
        total += content->size();
        if (total > limits.total_bytes)
            return fail(Errc::limit,
                        fmt::format("{} holds more than {} bytes: is it the right folder?", folder,
                                    limits.total_bytes));
        files.push_back({path, std::move(*content)});
    }
    return files;
}

std::vector<Embedded> as_embedded(std::span<OwnedFile const> files) {
    std::vector<Embedded> embedded;
    embedded.reserve(files.size());
    for (OwnedFile const& file : files) embedded.push_back({file.path, file.content});
    return embedded;
}

} // namespace haatline
