#pragma once

#include "gateway/app/config.hpp"
#include "simulators/aggregator/command_aggregator.hpp"
#include "simulators/aggregator/scenes.hpp"
#include "simulators/handset/carrier.hpp"

#include <memory>
#include <string>
#include <vector>

namespace haatline::simulators::aggregator {

/// Who is played, of it what, and what its route is called, knows and keeps secret.
struct Played {
    std::shared_ptr<gateway::mapping::Mapping const> mapping;
    gateway::RouteConfig route;
    std::string url;   ///< the route's address as the provider was told it; empty: none was told
    bool ussd = false; ///< its dialogues
    std::vector<Scene> scenes; ///< its messages and calls

    Line line_of(Msisdn from) const;
};

/// A preset as `serve --demo` has it; with --config the route of that name, secrets and all, so that none of them
/// stands on a command line.
/// @fails Errc::not_found naming those there are, Errc::unsupported when nothing of the chosen section is played.
Result<Played> played_by(AggregatorOptions const& options);

} // namespace haatline::simulators::aggregator
