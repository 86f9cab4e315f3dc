#include "storage/sqlite/frail_vfs.hpp"

#include <algorithm>
#include <cstring>

namespace haatline::storage::frail {
namespace {

FrailDisk::Vfs::Handle& handle_of(sqlite3_file* file) {
    return *reinterpret_cast<FrailDisk::Vfs::Handle*>(file);
}

} // namespace

// Levels as in SQLite's documentation "File Locking And Concurrency": many shared, one reserved
// beside them, exclusive alone.
int lock(sqlite3_file* raw, int level) {
    auto& handle = handle_of(raw);
    auto& file = **handle.file;
    auto const taken = [&](void const* holder) { return holder && holder != &handle; };
    if (handle.level >= level) return SQLITE_OK;
    if (handle.level == SQLITE_LOCK_NONE) {
        if (taken(file.exclusive) || taken(file.pending)) return SQLITE_BUSY;
        ++file.shared;
        handle.level = SQLITE_LOCK_SHARED;
    }
    if (level == SQLITE_LOCK_SHARED) return SQLITE_OK;
    if (taken(file.reserved) || taken(file.pending)) return SQLITE_BUSY;
    file.reserved = &handle;
    handle.level = std::max(handle.level, SQLITE_LOCK_RESERVED);
    if (level == SQLITE_LOCK_RESERVED) return SQLITE_OK;
    file.pending = &handle;
    handle.level = SQLITE_LOCK_PENDING;
    if (file.shared > 1) return SQLITE_BUSY;
    file.exclusive = &handle;
    handle.level = SQLITE_LOCK_EXCLUSIVE;
    return SQLITE_OK;
}

int unlock(sqlite3_file* raw, int level) {
    auto& handle = handle_of(raw);
    auto& file = **handle.file;
    if (handle.level <= level) return SQLITE_OK;
    for (auto** holder : {&file.reserved, &file.pending, &file.exclusive})
        if (*holder == &handle) *holder = nullptr;
    if (level == SQLITE_LOCK_NONE) --file.shared;
    handle.level = level;
    return SQLITE_OK;
}

int is_reserved(sqlite3_file* raw, int* out) {
    *out = (*handle_of(raw).file)->reserved != nullptr;
    return SQLITE_OK;
}

int shm_map(sqlite3_file* raw, int region, int size, int extend, void volatile** out) {
    auto& regions = (*handle_of(raw).file)->regions;
    auto const index = static_cast<std::size_t>(region);
    *out = nullptr;
    if (index >= regions.size()) {
        if (!extend) return SQLITE_OK;
        regions.resize(index + 1);
    }
    if (!regions[index]) regions[index] = std::make_unique<char[]>(static_cast<std::size_t>(size));
    *out = regions[index].get();
    return SQLITE_OK;
}

int shm_lock(sqlite3_file* raw, int first, int count, int flags) {
    auto& handle = handle_of(raw);
    auto& file = **handle.file;
    for (int slot = first; slot < first + count; ++slot) {
        auto const at = static_cast<std::size_t>(slot);
        unsigned const bit = 1U << at;
        if (flags & SQLITE_SHM_UNLOCK) {
            if (handle.shared & bit) --file.slot_shared[at];
            if (handle.exclusive & bit) file.slot_exclusive[at] = nullptr;
            handle.shared &= ~bit;
            handle.exclusive &= ~bit;
            continue;
        }
        bool const other_writes = file.slot_exclusive[at] && file.slot_exclusive[at] != &handle;
        int const others_read = file.slot_shared[at] - ((handle.shared & bit) ? 1 : 0);
        if (other_writes || ((flags & SQLITE_SHM_EXCLUSIVE) && others_read > 0)) return SQLITE_BUSY;
    }
    if (flags & SQLITE_SHM_UNLOCK) return SQLITE_OK;
    for (int slot = first; slot < first + count; ++slot) {
        auto const at = static_cast<std::size_t>(slot);
        unsigned const bit = 1U << at;
        if (flags & SQLITE_SHM_EXCLUSIVE) {
            file.slot_exclusive[at] = &handle;
            handle.exclusive |= bit;
        } else if (!(handle.shared & bit)) {
            ++file.slot_shared[at];
            handle.shared |= bit;
        }
    }
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {} // one thread

int shm_unmap(sqlite3_file* raw, int remove) {
    auto& handle = handle_of(raw);
    shm_lock(raw, 0, FrailDisk::File::slots, SQLITE_SHM_UNLOCK);
    if (remove) (*handle.file)->regions.clear();
    return SQLITE_OK;
}

} // namespace haatline::storage::frail
