#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>

namespace haatline::storage {

/// How many people have set a secret number: it opens nothing without the key it was digested under,
/// which stands outside the database (gateway/app/pepper.hpp).
Result<std::uint64_t> secret_numbers(std::string const& dir);

} // namespace haatline::storage
