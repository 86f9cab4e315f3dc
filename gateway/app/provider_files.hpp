#pragma once

#include "gateway/app/config.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace haatline::gateway {

/// A mapping that an operator wrote, and whose route speaks by it.
struct ProviderFile {
    std::string route;
    std::string file;
    std::shared_ptr<mapping::Mapping const> mapping; ///< as it was read last
};

/// Those of the routes whose mapping stands in a file: what is inside the binary cannot change.
std::vector<ProviderFile> provider_files(std::span<RouteConfig const> routes);

/// Reads all of them again; off the loop's thread, since a disk may be slow.
/// @fails Errc::invalid_config with every problem of every file, each with its line.
Result<std::vector<ProviderFile>> read_again(std::vector<ProviderFile> files);

/// What whoever asked for it reads; empty without files.
std::string told_of(std::span<ProviderFile const> files);

} // namespace haatline::gateway
