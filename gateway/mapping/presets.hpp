#pragma once

#include "base/embedded.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace haatline::gateway::mapping {

/// The mappings inside the binary (gateway/presets/*.yaml), by name of provider.
std::span<Embedded const> presets();
std::optional<Embedded> preset_named(std::string_view provider);
/// "gateway/presets/comviva.yaml" → "comviva".
std::string_view provider_of(Embedded const& preset);

} // namespace haatline::gateway::mapping
