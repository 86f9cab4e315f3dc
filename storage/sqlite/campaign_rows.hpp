#pragma once

#include "storage/campaign.hpp"
#include "storage/sqlite/sql.hpp"

#include <vector>

namespace haatline::storage {

/// One alert with its texts. @fails Errc::not_found.
Result<campaigns::Campaign> read_campaign(Prepared& sql, std::int64_t id);
/// Newest first.
Result<std::vector<campaigns::Campaign>> read_campaigns(Prepared& sql,
                                                        campaigns::Filter const& filter);

/// A new draft; gives its id. The audience's meaning, its texts and readers are written with it.
Result<std::int64_t> add_campaign(Prepared& sql, alerts::Item const& item, Staff const& staff);
Result<void> rewrite_campaign(Prepared& sql, std::int64_t id, alerts::Item const& item,
                              Staff const& staff);

/// 16 hexadecimal digits over everything that is sent and to whom.
std::string mark_of(alerts::Item const& item);

} // namespace haatline::storage
