#pragma once

#include "storage/campaign.hpp"
#include "storage/sqlite/effects.hpp"
#include "storage/sqlite/sql.hpp"

#include <string_view>

/// What the gateway's writer does for alerts, inside the transaction of a commit.
namespace haatline::storage {

/// Writes the next recipients of an alert as parcels and moves its cursor with them. `ahead` 0: whatever waits already.
Result<campaigns::Fed> feed_campaign(Prepared& sql, campaigns::Feed const& feed);

/// Begins what is due, ends what is over, and tells what there is to do. `tried`: trials that are in the
/// outbox by now and go off the table.
Result<campaigns::Tended> tend_campaigns(Prepared& sql, TimePoint now,
                                         std::span<std::int64_t const> tried = {});

/// She wants none of them any more: what waits for her never leaves. `topic` empty: of every topic.
Result<void> cancel_alerts_for(Act& act, std::int64_t person, std::string_view topic);

} // namespace haatline::storage
