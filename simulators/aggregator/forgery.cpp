#include "simulators/aggregator/forgery.hpp"

#include "gateway/mapping/attest.hpp"
#include "gateway/mapping/player.hpp"

#include <algorithm>

namespace haatline::simulators::aggregator {
namespace {

namespace mapping = gateway::mapping;

/// One field more, wherever this request has its fields.
void alter(gateway::ClientRequest& request) {
    if (request.body.empty()) {
        request.path += request.path.find('?') == std::string::npos ? "?forged=1" : "&forged=1";
    } else if (request.body.back() == '}') {
        request.body.pop_back();
        request.body += R"(,"forged":"1"})";
    } else {
        request.body += "&forged=1";
    }
}

/// Whether altering what was sent breaks the proof; a password is none over what stands beside it.
bool signs_contents(mapping::Mapping const& of, mapping::Section const& section) {
    return std::any_of(of.guards.begin(), of.guards.end(), [&](mapping::Guard const& guard) {
        auto const* token = std::get_if<mapping::TokenGuard>(&guard.how);
        bool const over_all = std::holds_alternative<mapping::SignatureGuard>(guard.how) ||
                              (token && token->rule.hashes_body);
        return over_all && guard.is_for(section.name);
    });
}

} // namespace

Result<gateway::ClientRequest> forged(mapping::Mapping const& of, Act const& act,
                                      mapping::RouteFacts const& route, Values const& given,
                                      std::string_view fresh, TimePoint now, std::size_t number) {
    enum class Way : std::uint8_t { without, other_secret, altered };
    auto const way = static_cast<Way>(number % (signs_contents(of, *act.section) ? 3 : 2));
    auto forger = route;
    if (way == Way::without) forger.secrets = {};
    if (way == Way::other_secret)
        for (auto const& name : of.secrets)
            if (route.secrets.has(name)) forger.secrets.set(name, "guessed");
    auto out = mapping::play_request(*act.play, forger, given, now);
    if (!out) return out;
    if (auto shown = mapping::attest(of, *act.section, forger, fresh, now, *out); !shown)
        return fail(shown.error());
    if (way == Way::altered) alter(*out);
    return out;
}

} // namespace haatline::simulators::aggregator
