#pragma once

#include "base/result.hpp"

#include <memory>
#include <string>
#include <vector>

namespace haatline::gateway {

/// Waits until somebody saves a file in one of some folders or the folders in them (inotify).
class FolderWatch {
  public:
    /// Empty names are left out. @fails Errc::invalid_config when none is left or one cannot be
    /// watched.
    static Result<std::unique_ptr<FolderWatch>> open(std::vector<std::string> const& folders);
    ~FolderWatch();
    FolderWatch(FolderWatch const&) = delete;
    FolderWatch& operator=(FolderWatch const&) = delete;

    /// Blocks until something changed and then kept still for a moment: an editor's save is several
    /// changes. False when waiting failed.
    bool wait();

  private:
    explicit FolderWatch(int notes) : notes_(notes) {}
    Result<void> add(std::string const& folder);
    int notes_;
};

} // namespace haatline::gateway
