#pragma once

#include "cluster/alert/item.hpp"
#include "storage/sqlite/sql.hpp"

#include <string>
#include <string_view>

namespace haatline::storage {

/// Writes what the words of an audience mean: which districts, PINs and circles, which products. What
/// was written for this campaign before goes. Also sets `has_area`, `has_work`, `roles`, `languages`.
/// @fails Errc::bad_request naming each entry that is nowhere, with what is near it.
Result<void> resolve_audience(Prepared& sql, std::int64_t campaign,
                              alerts::Audience const& audience);

/// As it stands in `campaign.audience`.
std::string audience_json(alerts::Audience const& audience);
/// @fails Errc::invalid_data when it is none of ours.
Result<alerts::Audience> audience_of(std::string_view json);

} // namespace haatline::storage
