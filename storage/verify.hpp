#pragma once

#include "base/result.hpp"

#include <string>
#include <vector>

namespace haatline::storage {

/// One thing that was looked at, with what is wrong with it.
struct Verdict {
    std::string check; ///< what was proven, e.g. "foreign keys"
    std::vector<std::string>
        faults; ///< none: it holds; each says what to do where something can be done
};

/// Reads a whole database, also beside a gateway that serves it: the file itself, every reference,
/// what must hold between tables, the ledgers of consents and of staff. Changes nothing.
/// @param head  of the audit chain as an earlier verify printed it; '': not compared.
/// @returns one verdict a check, in the order of the table in sqlite/verify.cpp.
Result<std::vector<Verdict>> verify(std::string const& dir, std::string const& head);

} // namespace haatline::storage
