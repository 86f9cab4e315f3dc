#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <string>

/// Who did what to which object, and why: the ledger of the people who run Haatline.
namespace haatline::storage {

/// Who acts from a console or a command line, and when.
struct Staff {
    std::string name; ///< as given with --as, else the operating system's user
    TimePoint now{};
};

/// One act. Rows are never erased, so nothing here may name a caller: objects go by their id
/// ("ticket 100023", "person 17", "folder"), states only as a hash.
struct AuditEntry {
    std::string who;    ///< not empty
    std::string act;    ///< e.g. "queue.take", "import", "erase"
    std::string object; ///< e.g. "ticket 100023"
    std::string before; ///< what the object was, in words; only its hash is kept; '' for nothing
    std::string after;  ///< what it is now
    std::string reason; ///< staff's own words; refused when they hold a telephone number
};

/// What `audit` would say of the words of this act; for who must know before it is done.
/// @fails Errc::bad_request when who, act or object is empty, or when who or reason hold what reads
///        like a telephone number, are blank, are not one line, or are longer than 64 and 400 octets.
Result<void> acceptable(AuditEntry const& entry);

/// Records an act that changes nothing in the database itself (a reload, a restore), on a
/// connection of its own.
/// @fails as `audit` does, and with what opening the database of `dir` says.
Result<void> record_act(std::string const& dir, AuditEntry const& entry, TimePoint now);

} // namespace haatline::storage
