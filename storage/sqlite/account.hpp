#pragma once

#include "storage/sqlite/effects.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace haatline::storage {

/// The enterprise that a person's account is about: the first registered of those she owns.
/// @returns 0 when the person has none (any more). Fails as the database does.
Result<std::int64_t> own_enterprise(Prepared& prepared, std::int64_t person);

/// Every enterprise a person owns: what hiding and erasing reach.
Result<std::vector<std::int64_t>> owned_enterprises(Prepared& prepared, std::int64_t person);

/// She left a phone: whoever shares none with her any more acts for her no longer, nor she for them.
Result<void> part_helpers(Act& act, std::int64_t person);

/// The enterprise an effect acts on. @fails Errc::bad_request when nobody is known to be calling,
/// or the one calling owns none: the flow came here without `me`, or the owner changed meanwhile.
Result<std::int64_t> acting_enterprise(Act& act, std::string_view effect);
/// The person an effect acts for. @fails Errc::bad_request as above.
Result<std::int64_t> acting_person(Act const& act, std::string_view effect);

} // namespace haatline::storage
