#pragma once

#include "storage/audit.hpp"
#include "storage/sqlite/db.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline::storage {

/// Appends one act to the chain, inside the transaction that carries it out: both or neither. Opens
/// and commits one of its own when none is open. Joins only a BEGIN IMMEDIATE: two writers must not
/// read the same end of the chain.
/// @fails as `acceptable` does; else what the disk says.
Result<void> audit(Db& db, AuditEntry const& entry, TimePoint now);

/// The hash of the last row: printed, so that it can be kept outside (on paper, in another system)
/// and handed to `verify_audit` later. 64 zeros while nothing was done.
Result<std::string> audit_head(Db& db);

/// The head of a ledger in which nothing stands: 64 zeros.
std::string nothing_yet();
/// 64 hexadecimal digits.
bool is_hash(std::string_view text);

struct AuditReport {
    std::uint64_t rows = 0;
    std::string head;                ///< as audit_head
    std::vector<std::string> faults; ///< one sentence each, with the row; at most 20
};

/// Reads the whole chain: every row's hash, its link to the row before, no row missing, and the
/// triggers that guard it. `known_head`: a head printed earlier; rows after it are no fault, but
/// when it is in no row the end was cut off or everything was written anew. Empty: not compared.
/// @fails Errc::bad_request when `known_head` is no hash; Errc::invalid_data when the table cannot
///        be read.
Result<AuditReport> verify_audit(Db& db, std::string_view known_head);

} // namespace haatline::storage
