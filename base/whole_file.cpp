#include "base/whole_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace haatline {
namespace {

// What a new file is for its owner and everybody else; an old one keeps its own.
constexpr mode_t kNewFile = 0644;

tl::unexpected<Error> refused(std::string const& path) {
    return fail(Errc::unavailable,
                fmt::format("cannot write {}: {}; check the path, its rights and "
                            "the room on the disk",
                            path, std::strerror(errno)));
}

/// Removes what was begun and not finished.
struct Beside {
    std::string name;
    int descriptor = -1;
    bool done = false;
    ~Beside() {
        if (descriptor >= 0) ::close(descriptor);
        if (!done && !name.empty()) ::unlink(name.c_str());
    }
};

bool write_all(int descriptor, std::string_view content) {
    while (!content.empty()) {
        auto const written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// A pipe or a device is written to. Put in its place, a file would be all that is left of it.
Result<void> write_into(std::string const& path, std::string_view content) {
    Beside open;
    open.descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (open.descriptor < 0 || !write_all(open.descriptor, content)) return refused(path);
    return {};
}

} // namespace

Result<void> write_whole_file(std::string const& path, std::string_view content) {
    std::error_code none;
    auto const real = std::filesystem::weakly_canonical(path, none);
    std::string const target = none ? path : real.string();
    struct stat old {};
    bool const known = ::stat(target.c_str(), &old) == 0;
    if (known && !S_ISREG(old.st_mode) && !S_ISDIR(old.st_mode)) return write_into(path, content);
    Beside beside{target + ".XXXXXX"};
    beside.descriptor = ::mkstemp(beside.name.data());
    if (beside.descriptor < 0) {
        beside.name.clear();
        return refused(path);
    }
    if (::fchmod(beside.descriptor, known ? old.st_mode & 07777 : kNewFile) != 0 ||
        !write_all(beside.descriptor, content) || ::fsync(beside.descriptor) != 0 ||
        ::rename(beside.name.c_str(), target.c_str()) != 0)
        return refused(path);
    beside.done = true;
    // The name too: what was told to be written must be there after a power cut.
    Beside folder;
    auto const dir = std::filesystem::path(target).parent_path().string();
    folder.descriptor = ::open(dir.empty() ? "." : dir.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder.descriptor < 0 || ::fsync(folder.descriptor) != 0) return refused(path);
    return {};
}

Result<std::string> read_whole_file(std::string const& path, std::size_t bytes_max) {
    std::ifstream in(path, std::ios::binary);
    std::string content(bytes_max + 1, '\0');
    if (in) in.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (!in.eof() && !in.good())
        return fail(Errc::unavailable, fmt::format("{} cannot be read: check the path", path));
    content.resize(static_cast<std::size_t>(in.gcount()));
    if (content.size() > bytes_max)
        return fail(Errc::limit, fmt::format("{} is longer than {} bytes: that is no file of texts",
                                             path, bytes_max));
    return content;
}

} // namespace haatline
