#pragma once

#include "storage/campaign.hpp"
#include "storage/sqlite/sql.hpp"

#include <span>

namespace haatline::storage {

/// What a look at an audience needs of its alert, read once a chunk.
struct AudienceRule {
    std::int64_t campaign = 0;
    std::string topic, fallback, languages, category;
    std::int64_t has_area = 0, has_work = 0, roles = 0, weekly_cap = 0;
    std::int64_t cursor = 0, first_parcel = 0, valid_until = 0;
};
/// @fails Errc::not_found.
Result<AudienceRule> audience_rule(Prepared& sql, std::int64_t campaign);

struct Slice {
    std::size_t written = 0, looked_at = 0;
    std::int64_t cursor = 0; ///< last person that was looked at
};
/// Looks at the next `most` subscribers behind the rule's cursor and writes a parcel for each who gets
/// the alert: one a phone, in one statement.
Result<Slice> write_slice(Prepared& sql, AudienceRule const& rule, std::size_t most, TimePoint now);

/// Who would get it, and why the others do not; nothing is written. Looks at `most` subscribers at the
/// most; 0: at all of them.
Result<alerts::Counts> count_readers(Prepared& sql, AudienceRule rule, std::uint64_t most,
                                     TimePoint now);

/// For the test that reads their plans.
std::span<Sql const* const> campaign_statements();

} // namespace haatline::storage
