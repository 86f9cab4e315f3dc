#pragma once

#include "storage/audit.hpp"

#include <cstdint>
#include <string>

namespace haatline::storage {

/// Whom the desk means: the reference printed for her enterprise, or a number only she is behind.
struct Whom {
    std::string reference; ///< e.g. "100009"; '': by phone
    std::uint64_t phone = 0;
};

struct ToErase {
    std::int64_t person = 0;
    std::int64_t enterprises = 0; ///< that go with her: she is their only owner
    std::int64_t phones = 0;
};

/// @fails Errc::not_found when nobody is meant, Errc::conflict when several are: name one by the
/// reference of an enterprise that is hers alone.
Result<ToErase> whom_to_erase(std::string const& dir, Whom const& whom);

/// Writes the act into the audit, and has her erased: at once when no gateway serves the folder, else
/// by that gateway, which looks every ten seconds and when it is told ("erase" on its socket).
/// @returns whether it is done already.
Result<bool> erase_by_desk(std::string const& dir, std::int64_t person, Staff const& staff,
                           std::string const& reason, World& world);

/// Whether nothing of a person is left but her tombstone.
Result<bool> is_erased(std::string const& dir, std::int64_t person);

} // namespace haatline::storage
