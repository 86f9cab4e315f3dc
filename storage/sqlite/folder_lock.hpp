#pragma once

#include "base/result.hpp"

#include <string>

namespace haatline::storage {

/// Two gateways on one folder would each answer from sessions the other has changed, and a restore
/// would pull the file from under one. The system drops the lock with the process, however it ends.
class FolderLock {
  public:
    /// @fails Errc::unavailable when another process holds the folder, or it cannot be written.
    static Result<FolderLock> take(std::string const& dir);

    FolderLock(FolderLock&& other) noexcept : file_(other.file_) { other.file_ = -1; }
    FolderLock& operator=(FolderLock&&) = delete;
    ~FolderLock();

  private:
    explicit FolderLock(int file) : file_(file) {}
    int file_;
};

} // namespace haatline::storage
