#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace haatline::simulators {

struct AggregatorOptions {
    std::string provider = "africastalking";
    std::string section; ///< ussd, sms or voice; empty: all that the provider has
    std::string config; ///< a gateway's configuration, whose route of the provider's name is played
    std::string url = "http://127.0.0.1:8080";
    std::string token = "demo";
    std::string code = "*789#";
    std::string story; ///< file; empty: the built-in one
    std::string first; ///< number of the first caller; empty: somewhere in the fictional range
    std::size_t phones = 100;
    double rate = 0; ///< new callers a second; 0: as phones come free
    int duration_s = 10;
    std::uint64_t seed = 1;
    std::string think_ms = "200-800";
    std::string slow_ms = "0";
    unsigned drop = 0, duplicate = 0, reorder = 0, abandon = 0; ///< percent
    unsigned forge = 5; ///< percent, where the route asks for proof
    int retry_after_ms = 3000;
    std::size_t connections = 256;
    std::string listen; ///< ADDR:PORT where screens come that the gateway sends by itself
    bool json = false;
};

/// `haatline simulate aggregator`.
/// @returns 0 when every screen and answer was the right one, 1 when one was wrong or nobody answered, 2 for options
/// that cannot be used.
int command_aggregator(AggregatorOptions const& options);

void describe_aggregator(CLI::App& app, AggregatorOptions& options);

} // namespace haatline::simulators
