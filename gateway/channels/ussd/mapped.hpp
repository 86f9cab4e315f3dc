#pragma once

#include "gateway/channels/ussd/provider.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace haatline::gateway {

namespace mapping {
struct Mapping;
}

/// A USSD provider that is a mapping file.
std::unique_ptr<UssdProvider> make_mapped(std::shared_ptr<mapping::Mapping const> mapping,
                                          ProviderOptions const& options);

/// A preset of the binary by its name, for tools and tests; nullptr when there is none of that name.
std::unique_ptr<UssdProvider> make_provider(std::string_view name, ProviderOptions const& options);
/// The presets that hear USSD.
std::vector<std::string_view> provider_names();

} // namespace haatline::gateway
