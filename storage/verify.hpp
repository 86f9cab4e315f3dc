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

/// Ends of the three ledgers as an earlier verify printed them; '': not compared.
struct Heads {
    std::string acts{}, consents{}, messages{};
};

/// Reads a whole database, also beside a gateway that serves it: the file itself, every reference,
/// what must hold between tables, the ledgers of consents, of messages and of staff. Changes nothing.
/// @fails Errc::bad_request when a head is no hash; Errc::not_found, Errc::invalid_data when there is
///        no database of ours to look at.
/// @returns one verdict a check, in the order of the table in sqlite/verify.cpp.
Result<std::vector<Verdict>> verify(std::string const& dir, Heads const& heads);

} // namespace haatline::storage
