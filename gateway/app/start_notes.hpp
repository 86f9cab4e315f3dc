#pragma once

#include "gateway/app/config.hpp"

#include <string>
#include <vector>

namespace haatline::gateway {

/// What an operator should know at the start though nothing is wrong: which secrets a provider could be asked for and
/// are not set, and which routes' callers see nothing because nobody said where their screens may be sent.
/// One line each. `demo`: its routes have no secrets, which needs no telling.
std::vector<std::string> start_notes(Config const& config, bool demo);

/// The routes whose provider takes the screen by a request of ours that may go nowhere (`send_to` is empty).
std::vector<RouteConfig const*> routes_without_screens(Config const& config);

} // namespace haatline::gateway
