#include "storage/sqlite/folder_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace haatline::storage {

Result<FolderLock> FolderLock::take(std::string const& dir) {
    auto const path = (std::filesystem::path(dir) / "haatline.lock").string();
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        return fail(Errc::unavailable, fmt::format("{}: {}: check the folder and its rights", path,
                                                   std::strerror(errno)));
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return FolderLock(file);
    ::close(file);
    return fail(
        Errc::unavailable,
        fmt::format("{}: another haatline serves this folder: stop it first, or choose another "
                    "folder",
                    dir));
}

FolderLock::~FolderLock() {
    if (file_ >= 0) ::close(file_);
}

} // namespace haatline::storage
