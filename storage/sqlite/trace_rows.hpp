#pragma once

#include "storage/sqlite/sql.hpp"
#include "storage/trace.hpp"

namespace haatline::storage {

/// One message whole: its life, whose it is, the consent and the STOP that stood. Of hers
/// (`parcel` 0) by the row `seq`. A life without acts: there is no such message in the ledger.
Result<TracedMessage> read_traced(Prepared& sql, std::int64_t parcel, std::int64_t seq);

} // namespace haatline::storage
