#pragma once

#include "base/result.hpp"
#include "base/world.hpp"
#include "cluster/msisdn.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace haatline::simulators::world {

/// Numbers of a village, in the order in which its handsets get them.
Msisdn village_number(std::size_t nth);

/// Makes every other number of the village a member's, some of them two members', who have asked to
/// be introduced to one another: most worlds begin where a registration ends.
Result<void> settle(std::string const& folder, haatline::World& world);

} // namespace haatline::simulators::world
