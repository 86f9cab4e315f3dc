// A configuration file, whole.
#include "gateway/app/config.hpp"
#include "gateway/channels/ussd/mapped.hpp"
#include "tests/fuzz/target.hpp"

using namespace haatline;
using fuzz::expect;

HAATLINE_FUZZ_TARGET(config) {
    auto const config = gateway::parse_config(input, "haatline.toml", "/nonexistent");
    if (!config) {
        expect(!config.error().detail.empty(), "a refused file says why");
        return;
    }
    for (auto const& route : config->routes) {
        expect(!route.name.empty(), "a route has a name");
        expect(gateway::make_provider(route.provider, {}) != nullptr, "a route's provider exists");
    }
    expect(config->storage.batch_max > 0 && config->storage.readers > 0, "limits are not zero");
}
