#include "gateway/channels/route_facts.hpp"

#include "gateway/channels/ussd/reading.hpp"
#include "gateway/mapping/mapping.hpp"

namespace haatline::gateway {

mapping::RouteFacts route_facts(mapping::Mapping const& mapping, ProviderOptions const& options) {
    mapping::RouteFacts out;
    out.code = options.service_code;
    out.bare_code = bare_code(options.service_code);
    out.url = options.url;
    out.settings = mapping.settings;
    out.settings.merge(options.settings);
    out.secrets = options.secrets;
    out.next_secrets = options.next_secrets;
    // Two keys of a route are older than its settings.
    if (!options.user.empty()) out.settings.set("user", options.user);
    if (!options.password.empty()) out.secrets.set("password", options.password);
    return out;
}

} // namespace haatline::gateway
