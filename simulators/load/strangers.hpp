#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace haatline::simulators {

/// E.164 digits of the first caller of a run: `given`, or, when that is empty, one of the fictional numbers that no
/// demo gives to an owner, so that a second run meets strangers again.
/// @fails Errc::bad_request for what is no Indian mobile number.
Result<std::uint64_t> first_stranger(std::string const& given, World& world);

/// How a gateway with the words of this binary says that it is busy, in each language.
std::vector<std::string> busy_words();

} // namespace haatline::simulators
