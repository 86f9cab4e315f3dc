#include "storage/sqlite/frail_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <new>

namespace haatline::storage {
namespace {

FrailDisk::Vfs::Handle& handle_of(sqlite3_file* file) {
    return *reinterpret_cast<FrailDisk::Vfs::Handle*>(file);
}

FrailDisk& disk_of(sqlite3_vfs* vfs) { return *static_cast<FrailDisk*>(vfs->pAppData); }

int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
// As SQLite's own on Linux: a torn write does not touch bytes beside it.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

} // namespace

sqlite3_io_methods const FrailDisk::Vfs::methods = {
    2, // with shared memory, without mapped files
    &Vfs::close,
    &Vfs::read,
    &Vfs::write,
    &Vfs::truncate,
    &Vfs::sync,
    &Vfs::size,
    &frail::lock,
    &frail::unlock,
    &frail::is_reserved,
    &control,
    &sector_size,
    &characteristics,
    &frail::shm_map,
    &frail::shm_lock,
    &frail::shm_barrier,
    &frail::shm_unmap,
    nullptr,
    nullptr,
};

FrailDisk::Vfs::Vfs(FrailDisk& disk) {
    vfs_.iVersion = 2;
    vfs_.szOsFile = sizeof(Handle);
    vfs_.mxPathname = 512;
    vfs_.zName = "frail";
    vfs_.pAppData = &disk;
    vfs_.xOpen = &open;
    vfs_.xDelete = &remove;
    vfs_.xAccess = &access;
    vfs_.xFullPathname = &full_path;
    vfs_.xRandomness = &randomness;
    vfs_.xSleep = &sleep;
    vfs_.xGetLastError = &last_error;
    vfs_.xCurrentTimeInt64 = &current_time;
    sqlite3_vfs_register(&vfs_, 1);
}

FrailDisk::Vfs::~Vfs() { sqlite3_vfs_unregister(&vfs_); }

int FrailDisk::Vfs::open(sqlite3_vfs* vfs, char const* name, sqlite3_file* raw, int flags,
                         int* out) {
    auto& disk = disk_of(vfs);
    auto& handle = handle_of(raw);
    raw->pMethods = nullptr;
    if (disk.dead_) return SQLITE_CANTOPEN;
    auto const found = name ? disk.files_.find(name) : disk.files_.end();
    std::shared_ptr<File> file;
    if (found != disk.files_.end()) {
        file = found->second;
    } else {
        if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
        file = std::make_shared<File>();
        if (name) disk.files_.emplace(name, file);
    }
    handle.disk = &disk;
    handle.file = new std::shared_ptr<File>(std::move(file));
    handle.level = SQLITE_LOCK_NONE;
    handle.shared = handle.exclusive = 0;
    handle.goes_on_close = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    handle.name = name;
    raw->pMethods = &methods;
    if (out) *out = flags;
    return SQLITE_OK;
}

int FrailDisk::Vfs::remove(sqlite3_vfs* vfs, char const* name, int) {
    auto& disk = disk_of(vfs);
    if (disk.dead_ || disk.last_gasp()) return SQLITE_IOERR_DELETE;
    return disk.files_.erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int FrailDisk::Vfs::access(sqlite3_vfs* vfs, char const* name, int, int* out) {
    auto& disk = disk_of(vfs);
    if (disk.dead_) return SQLITE_IOERR_ACCESS;
    auto const found = disk.files_.find(name);
    // An empty file counts as none, as on Linux: a log that was never written.
    *out = found != disk.files_.end() && found->second->now.size() > 0;
    return SQLITE_OK;
}

int FrailDisk::Vfs::full_path(sqlite3_vfs*, char const* name, int size, char* out) {
    std::strncpy(out, name, static_cast<std::size_t>(size));
    out[size - 1] = '\0';
    return SQLITE_OK;
}

int FrailDisk::Vfs::randomness(sqlite3_vfs* vfs, int size, char* out) {
    for (int i = 0; i < size; ++i) out[i] = static_cast<char>(disk_of(vfs).chance());
    return size;
}

int FrailDisk::Vfs::sleep(sqlite3_vfs*, int micros) { return micros; } // nobody else would move

int FrailDisk::Vfs::current_time(sqlite3_vfs*, sqlite3_int64* out) {
    *out = 212'661'590'400'000; // a day of 2026: no statement asks, times come in by the door
    return SQLITE_OK;
}

int FrailDisk::Vfs::last_error(sqlite3_vfs*, int, char*) { return 0; }

int FrailDisk::Vfs::close(sqlite3_file* raw) {
    auto& handle = handle_of(raw);
    frail::unlock(raw, SQLITE_LOCK_NONE);
    if (handle.goes_on_close && handle.name) handle.disk->files_.erase(handle.name);
    delete handle.file;
    return SQLITE_OK;
}

int FrailDisk::Vfs::read(sqlite3_file* raw, void* out, int count, sqlite3_int64 at) {
    auto& handle = handle_of(raw);
    ++handle.disk->reads_;
    if (handle.disk->dead_ || handle.disk->strikes(Fault::read)) return SQLITE_IOERR_READ;
    auto const size = static_cast<std::size_t>(count);
    auto const there = (*handle.file)->now.read(at, static_cast<char*>(out), size);
    return there == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int FrailDisk::Vfs::write(sqlite3_file* raw, void const* data, int count, sqlite3_int64 at) {
    auto& handle = handle_of(raw);
    auto& disk = *handle.disk;
    if (disk.dead_) return SQLITE_IOERR_WRITE;
    ++disk.writes_;
    std::string bytes(static_cast<char const*>(data), static_cast<std::size_t>(count));
    bool const full = disk.strikes(Fault::full);
    bool const fails = disk.strikes(Fault::write) || disk.last_gasp();
    if (full || fails) bytes.resize(disk.chance() % bytes.size());
    if (!bytes.empty()) (*handle.file)->apply({at, std::move(bytes)});
    if (full) return SQLITE_FULL;
    return fails ? SQLITE_IOERR_WRITE : SQLITE_OK;
}

int FrailDisk::Vfs::truncate(sqlite3_file* raw, sqlite3_int64 size) {
    auto& handle = handle_of(raw);
    if (handle.disk->dead_ || handle.disk->last_gasp()) return SQLITE_IOERR_TRUNCATE;
    (*handle.file)->apply({size, {}});
    return SQLITE_OK;
}

int FrailDisk::Vfs::sync(sqlite3_file* raw, int) {
    auto& handle = handle_of(raw);
    auto& disk = *handle.disk;
    if (disk.dead_) return SQLITE_IOERR_FSYNC;
    ++disk.syncs_;
    bool const fails = disk.strikes(Fault::sync) || disk.last_gasp();
    if (!disk.lies_ && (!fails || disk.chance() % 2 == 0)) (*handle.file)->synced();
    return fails ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

int FrailDisk::Vfs::size(sqlite3_file* raw, sqlite3_int64* out) {
    *out = (*handle_of(raw).file)->now.size();
    return SQLITE_OK;
}

} // namespace haatline::storage
