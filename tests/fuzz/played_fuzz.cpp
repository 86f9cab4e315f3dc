// What a page asks of POST /phone/play: a dialogue of any provider, and a reply to be read by its rules.
#include "gateway/mapping/presets.hpp"
#include "gateway/phone/players.hpp"
#include "tests/fuzz/target.hpp"

#include <boost/json.hpp>

using namespace haatline;
using namespace haatline::gateway;
using fuzz::expect;

namespace {

/// A route for every preset, as the demo has them.
std::vector<RouteConfig> every_route() {
    std::vector<RouteConfig> out;
    for (auto const& preset : mapping::presets()) {
        RouteConfig route;
        route.name = route.provider = mapping::provider_of(preset);
        out.push_back(std::move(route));
    }
    return out;
}

} // namespace

HAATLINE_FUZZ_TARGET(played) {
    static auto const routes = every_route();
    static Players players(routes);
    auto const now = TimePoint(std::chrono::seconds(1'700'000'000));
    auto const said = players.answer(input, now);
    if (!said) {
        expect(!said.error().detail.empty(), "what cannot be played says why");
        return;
    }
    expect(players.answer(input, now).value_or("") == *said,
           "nothing is kept between two questions");
    auto const value = boost::json::parse(*said);
    auto const& told = value.as_object();
    if (told.empty()) return; // no such notice
    if (auto const* path = told.if_contains("path"))
        expect(!path->as_string().empty() && path->as_string().front() == '/',
               "a callback has a path");
    else
        expect(told.contains("text") && told.contains("ended"), "a reply is a screen or a fault");
}
