#pragma once

#include "storage/audit.hpp"

#include <string>

namespace haatline::gateway {

/// What `--as` says of itself, the same at every command that leaves a row in the audit.
constexpr char const* as_whom = "who acts, for the audit; default: the user of this machine";

/// Who acts now: the name given with --as, else the user of this machine.
storage::Staff staff_called(std::string const& as);

} // namespace haatline::gateway
