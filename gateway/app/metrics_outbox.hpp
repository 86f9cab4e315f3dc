#pragma once

#include "gateway/outbox/outbox.hpp"

#include <string>

namespace haatline::gateway {

/// Adds what /metrics shows of messages on their way out. Names are listed in docs/metrics.md.
void add_outbox_metrics(OutboxCounters const& counters, std::string& page);

} // namespace haatline::gateway
