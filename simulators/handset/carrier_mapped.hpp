#pragma once

#include "simulators/handset/carrier.hpp"

#include <memory>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {
struct Mapping;
struct RouteFacts;
} // namespace haatline::gateway::mapping

namespace haatline::simulators {

/// The mapping of a provider inside the binary, when it says how its USSD dialogues are played.
/// @fails Errc::not_found, Errc::unsupported.
Result<std::shared_ptr<gateway::mapping::Mapping const>> ussd_preset(std::string_view provider);

/// @fails Errc::unsupported when it does not say how its USSD dialogues are played.
Result<void> plays_ussd(gateway::mapping::Mapping const& of);

/// A provider's side out of `plays:` and `hears:` of its mapping.
std::unique_ptr<Carrier> make_mapped(std::shared_ptr<gateway::mapping::Mapping const> mapping,
                                     Line line, World& world);

/// The route as a provider's side knows it.
gateway::mapping::RouteFacts facts_of(gateway::mapping::Mapping const& of, Line const& line);
/// `path` behind the route's address, which the mapping knows nothing of.
std::string placed(gateway::mapping::Mapping const& of, Line const& line, std::string_view path);
/// Fifteen digits: every provider's format can carry them as an id, and nobody has the same by chance in a run of a
/// million calls.
std::uint64_t fresh_number(World& world);

/// The mapping of a provider inside the binary. @fails Errc::not_found.
Result<std::shared_ptr<gateway::mapping::Mapping const>> preset_of(std::string_view provider);
/// All that `ussd_preset` gives.
std::vector<std::string_view> mapped_ussd_providers();

/// Whether its requests have a mark by which a repeated one is known for good.
bool knows_repeats(gateway::mapping::Mapping const& mapping);

} // namespace haatline::simulators
