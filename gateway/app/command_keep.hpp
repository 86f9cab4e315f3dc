#pragma once

#include "storage/backup.hpp"
#include "storage/erase.hpp"

#include <string>

namespace haatline::gateway {

/// @returns the exit status: 0 done, 1 found wrong or refused by the person asked, 2 could not.
int command_backup(std::string const& dir, std::string const& file);
int command_restore(std::string const& dir, std::string const& file,
                    storage::RestoreOptions const& options, storage::Staff const& staff);
int command_erase(std::string const& dir, storage::Whom const& whom, storage::Staff const& staff,
                  std::string const& reason, bool yes);

} // namespace haatline::gateway
