#include "storage/frail_disk.hpp"

#include "storage/sqlite/frail_vfs.hpp"

#include <algorithm>

namespace haatline::storage {

FrailDisk::FrailDisk(std::uint64_t seed) : state_(seed), vfs_(std::make_unique<Vfs>(*this)) {}

FrailDisk::~FrailDisk() = default;

std::shared_ptr<FrailDisk::Image const> FrailDisk::image() const {
    auto out = std::make_shared<Image>();
    for (auto const& [name, file] : files_) out->files.emplace(name, file->now);
    return out;
}

void FrailDisk::load(Image const& image, std::uint64_t seed) {
    state_ = seed;
    files_.clear();
    troubles_.clear();
    dying_ = dead_ = lies_ = calm_ = false;
    faults_ = reads_ = writes_ = syncs_ = 0;
    for (auto const& [name, bytes] : image.files) {
        auto file = std::make_shared<File>();
        file->now = file->safe = bytes;
        files_.emplace(name, std::move(file));
    }
}

void FrailDisk::fail(Fault fault, unsigned nth, unsigned times) {
    troubles_.push_back({fault, nth, times});
}

void FrailDisk::die_after(unsigned nth) {
    dying_ = true;
    left_ = nth;
    dead_ = dead_ || nth == 0;
}

void FrailDisk::heal() {
    troubles_.clear();
    dying_ = dead_;
}

bool FrailDisk::dead() const { return dead_; }

void FrailDisk::reboot(Loss loss) {
    dying_ = dead_ = false;
    troubles_.clear();
    for (auto& [name, file] : files_) {
        // A new file, since whoever still holds the old one must not disturb the new one's locks.
        auto fresh = std::make_shared<File>();
        fresh->now = std::move(file->now);
        fresh->safe = std::move(file->safe);
        fresh->unsynced = std::move(file->unsynced);
        if (loss == Loss::unsynced) fresh->lose([this] { return chance(); });
        file = std::move(fresh);
    }
}

/// Whether trouble of this kind strikes the operation that is to be done now.
bool FrailDisk::strikes(Fault fault) {
    if (calm_) return false;
    for (auto& trouble : troubles_) {
        if (trouble.fault != fault || trouble.times == 0) continue;
        if (trouble.after > 1) {
            --trouble.after;
            continue;
        }
        --trouble.times;
        ++faults_;
        return true;
    }
    return false;
}

/// Whether the operation that is to be done now is the last one.
bool FrailDisk::last_gasp() {
    if (!dying_ || dead_ || calm_) return false;
    if (--left_ > 0) return false;
    return dead_ = true;
}

/// SplitMix64 (public domain constants).
std::uint64_t FrailDisk::chance() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

} // namespace haatline::storage
