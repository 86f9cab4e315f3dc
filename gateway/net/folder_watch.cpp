#include "gateway/net/folder_watch.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace haatline::gateway {
namespace {

namespace fs = std::filesystem;

// Long enough for an editor's write, rename and rights; short enough not to be noticed.
constexpr int still_ms = 50;

} // namespace

Result<std::unique_ptr<FolderWatch>> FolderWatch::open(std::vector<std::string> const& folders) {
    int const notes = ::inotify_init1(IN_CLOEXEC);
    std::unique_ptr<FolderWatch> watch(new FolderWatch(notes));
    bool any = false;
    for (auto const& folder : folders) {
        if (folder.empty()) continue;
        any = true;
        if (auto added = watch->add(folder); !added) return fail(added.error());
        std::error_code ignored;
        for (auto const& entry : fs::recursive_directory_iterator(folder, ignored))
            if (entry.is_directory(ignored))
                if (auto added = watch->add(entry.path().string()); !added)
                    return fail(added.error());
    }
    if (!any)
        return fail(Errc::invalid_config,
                    "--watch looks at folders: give --menus DIR, --locales DIR or both");
    return watch;
}

FolderWatch::~FolderWatch() {
    if (notes_ >= 0) ::close(notes_);
}

Result<void> FolderWatch::add(std::string const& folder) {
    if (::inotify_add_watch(notes_, folder.c_str(),
                            IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE) >= 0)
        return {};
    return fail(Errc::invalid_config,
                fmt::format("cannot watch {}: {}", folder, std::strerror(errno)));
}

bool FolderWatch::wait() {
    std::array<char, 4096> room;
    for (int patience = -1;; patience = still_ms) {
        pollfd wanted{notes_, POLLIN, 0};
        int const ready = ::poll(&wanted, 1, patience);
        if (ready == 0) return true;
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0 || ::read(notes_, room.data(), room.size()) <= 0) return false;
    }
}

} // namespace haatline::gateway
