#include "gateway/mapping/presets.hpp"

namespace haatline::presets {
std::span<Embedded const> embedded_files();
}

namespace haatline::gateway::mapping {

std::span<Embedded const> presets() { return haatline::presets::embedded_files(); }

std::string_view provider_of(Embedded const& preset) {
    auto name = preset.path.substr(preset.path.rfind('/') + 1);
    return name.substr(0, name.rfind('.'));
}

std::optional<Embedded> preset_named(std::string_view provider) {
    for (auto const& preset : presets())
        if (provider_of(preset) == provider) return preset;
    return std::nullopt;
}

} // namespace haatline::gateway::mapping
