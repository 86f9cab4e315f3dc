#include "gateway/app/provider_files.hpp"

#include <fmt/format.h>

namespace haatline::gateway {

std::vector<ProviderFile> provider_files(std::span<RouteConfig const> routes) {
    std::vector<ProviderFile> out;
    for (auto const& route : routes)
        if (!route.mapping_file.empty())
            out.push_back({route.name, route.mapping_file, route.mapping});
    return out;
}

Result<std::vector<ProviderFile>> read_again(std::vector<ProviderFile> files) {
    std::string problems;
    for (auto& each : files) {
        auto read = read_mapping({}, each.file);
        if (read)
            each.mapping = std::move(*read);
        else
            problems += read.error().detail + '\n';
    }
    if (!problems.empty()) return fail(Errc::invalid_config, std::move(problems));
    return files;
}

std::string told_of(std::span<ProviderFile const> files) {
    std::string routes;
    for (auto const& each : files) (routes += routes.empty() ? "" : ", ") += each.route;
    if (routes.empty()) return {};
    return fmt::format("mappings read again: {}; settings and secrets are those of the start\n",
                       routes);
}

} // namespace haatline::gateway
