#pragma once

#include "storage/frail_disk.hpp"

#include <array>
#include <cstddef>

namespace haatline::storage {

/// A file's bytes in blocks that copies share until one of them writes.
class Bytes {
  public:
    std::int64_t size() const { return size_; }
    void write(std::int64_t at, char const* data, std::size_t count);
    /// What is there; the rest of `out` is zero. Gives how many bytes there were.
    std::size_t read(std::int64_t at, char* out, std::size_t count) const;
    void resize(std::int64_t size);

  private:
    static constexpr std::size_t block_bytes = 4096;
    using Block = std::array<char, block_bytes>;
    Block& own(std::size_t index);

    std::vector<std::shared_ptr<Block>> blocks_;
    std::int64_t size_ = 0;
};

struct FrailDisk::Image {
    std::map<std::string, Bytes> files;
};

/// A file of the frail disk: as programs see it, as it would be after a power cut, and what is
/// between the two. Its locks and its shared memory are SQLite's.
struct FrailDisk::File {
    struct Change {
        std::int64_t at; ///< or the new size, when `data` is empty
        std::string data;
    };
    Bytes now, safe;
    std::vector<Change> unsynced;

    void apply(Change change);
    void synced();
    /// Power fails: each change since the last sync stays, goes, or is torn between two sectors.
    template <class Chance>
    void lose(Chance chance) {
        now = safe;
        for (auto& change : unsynced) {
            auto const fate = chance() % 4;
            if (fate == 0) continue;
            if (fate == 1 && change.data.size() > sector_bytes)
                change.data.resize(chance() % (change.data.size() / sector_bytes) * sector_bytes +
                                   sector_bytes);
            put(change);
        }
        synced();
    }

    int shared = 0; ///< holders of SQLite's lock levels
    void const* reserved = nullptr;
    void const* pending = nullptr;
    void const* exclusive = nullptr;

    static constexpr int slots = 8; ///< SQLITE_SHM_NLOCK
    std::vector<std::unique_ptr<char[]>> regions;
    std::array<int, slots> slot_shared{};
    std::array<void const*, slots> slot_exclusive{};

  private:
    static constexpr std::size_t sector_bytes = 512;
    void put(Change const& change);
};

} // namespace haatline::storage
