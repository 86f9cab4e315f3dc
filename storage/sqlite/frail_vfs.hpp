#pragma once

#include "storage/sqlite/frail_file.hpp"

#include <sqlite3.h>

namespace haatline::storage {

/// The frail disk as SQLite sees it: registered as the default while it lives.
struct FrailDisk::Vfs {
    explicit Vfs(FrailDisk& disk);
    ~Vfs();
    Vfs(Vfs const&) = delete;
    Vfs& operator=(Vfs const&) = delete;

    /// An open file; SQLite owns the memory.
    struct Handle {
        sqlite3_file base;
        FrailDisk* disk;
        std::shared_ptr<File>* file;
        int level;                  ///< SQLITE_LOCK_…
        unsigned shared, exclusive; ///< slots of the shared memory, as bits
        bool goes_on_close;
        char const* name;
    };

  private:
    static int open(sqlite3_vfs*, char const* name, sqlite3_file*, int flags, int* out);
    static int remove(sqlite3_vfs*, char const* name, int sync_folder);
    static int access(sqlite3_vfs*, char const* name, int flags, int* out);
    static int full_path(sqlite3_vfs*, char const* name, int size, char* out);
    static int randomness(sqlite3_vfs*, int size, char* out);
    static int sleep(sqlite3_vfs*, int micros);
    static int current_time(sqlite3_vfs*, sqlite3_int64* out);
    static int last_error(sqlite3_vfs*, int, char*);

    static int close(sqlite3_file*);
    static int read(sqlite3_file*, void* out, int count, sqlite3_int64 at);
    static int write(sqlite3_file*, void const* data, int count, sqlite3_int64 at);
    static int truncate(sqlite3_file*, sqlite3_int64 size);
    static int sync(sqlite3_file*, int flags);
    static int size(sqlite3_file*, sqlite3_int64* out);
    static sqlite3_io_methods const methods;

    sqlite3_vfs vfs_{};
};

/// SQLite's locks and shared memory among the connections of one process (`frail_locks.cpp`).
namespace frail {
int lock(sqlite3_file*, int level);
int unlock(sqlite3_file*, int level);
int is_reserved(sqlite3_file*, int* out);
int shm_map(sqlite3_file*, int region, int size, int extend, void volatile** out);
int shm_lock(sqlite3_file*, int first, int count, int flags);
void shm_barrier(sqlite3_file*);
int shm_unmap(sqlite3_file*, int remove);
} // namespace frail

} // namespace haatline::storage
