#include "simulators/load/disk_probe.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace haatline::simulators {

Result<std::unique_ptr<DiskProbe>> DiskProbe::start(std::string const& folder, World& world,
                                                    std::chrono::milliseconds pause) {
    auto path = (std::filesystem::path(folder) / "haatline-probe-XXXXXX").string();
    int const file = ::mkostemp(path.data(), O_CLOEXEC);
    if (file < 0)
        return fail(Errc::unavailable,
                    fmt::format("{}: {}: name a folder on the gateway's disk that can be written",
                                folder, std::strerror(errno)));
    ::unlink(path.c_str());
    return std::unique_ptr<DiskProbe>(new DiskProbe(file, world, pause));
}

DiskProbe::DiskProbe(int file, World& world, std::chrono::milliseconds pause)
    : file_(file), world_(world), pause_(pause), thread_([this] { run(); }) {}

DiskProbe::~DiskProbe() {
    if (thread_.joinable()) (void)stop();
    ::close(file_);
}

Result<Latencies> DiskProbe::stop() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
    if (!fault_.empty()) return fail(Errc::unavailable, fault_);
    return latencies_;
}

void DiskProbe::run() {
    std::array<char, 4096> page{};
    // Starts again at the beginning of the file before it is large: growing is not what is measured.
    constexpr off_t file_bytes_max = 64 * 1024 * 1024;
    off_t at = 0;
    std::unique_lock lock(mutex_);
    do {
        lock.unlock();
        page.fill(static_cast<char>(at >> 12));
        auto const begun = world_.clock.steady();
        bool const written =
            ::pwrite(file_, page.data(), page.size(), at) == static_cast<ssize_t>(page.size()) &&
            ::fdatasync(file_) == 0;
        if (!written) fault_ = fmt::format("the disk's probe: {}", std::strerror(errno));
        latencies_.add(world_.clock.steady() - begun);
        at = at + static_cast<off_t>(page.size()) < file_bytes_max
                 ? at + static_cast<off_t>(page.size())
                 : 0;
        lock.lock();
    } while (fault_.empty() && !wake_.wait_for(lock, pause_, [this] { return stopping_; }));
}

} // namespace haatline::simulators
