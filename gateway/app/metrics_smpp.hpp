#pragma once

#include <span>
#include <string>

namespace haatline::gateway {

class SmppCarrier;

/// Adds what /metrics shows of the binds of these accounts, in the Prometheus text format; nothing when
/// there are none. Names are listed in docs/metrics.md.
void add_smpp_metrics(std::span<SmppCarrier const* const> carriers, std::string& page);

} // namespace haatline::gateway
