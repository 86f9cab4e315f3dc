#pragma once

#include "base/world.hpp"
#include "cluster/role.hpp"
#include "storage/sqlite/peer_index.hpp"
#include "storage/sqlite/sql.hpp"
#include "storage/sqlite/subjects.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace haatline::storage {

/// One enterprise with the person and the phone behind it, however it came: dialled, imported or
/// invented.
struct NewMember {
    std::uint64_t phone = 0; ///< 0: none known
    std::string_view lang = "en";
    std::string_view via; ///< ussd, import, demo
    std::string_view name;
    Role role = Role::maker;
    std::int64_t product = 0;
    std::int64_t pin = 0; ///< 0: only the district is known
    std::int64_t district = 0;
    bool listed = false;
    std::optional<std::uint64_t> serial;
    std::string_view code; ///< an importer's own key
    bool demo = false;
    std::string_view session;
    std::string_view channel;
    std::int64_t caller = 0; ///< who else of this line is speaking; 0: the line's words are hers
    std::string_view notice; ///< empty: no consent was given here, and none is written down
    std::int64_t consent_at = 0;
    std::int64_t at = 0;
    bool indexed_later = false; ///< many come at once: `index_all_peers` follows
};

/// Writes a member: person, phone, enterprise, product, consents, the district's counts and, when
/// listed, the search index.
/// @param subjects  seals the name under her key; null leaves it plain (import, demo).
/// @returns the enterprise's id. @fails Errc::bad_request when the place is not known.
Result<std::int64_t> enrol(Prepared& prepared, NewMember const& member,
                           Subjects* subjects = nullptr);

struct PlaceRow {
    std::int64_t district, state, lat_e4, lon_e4;
};
/// Where somebody is: the PIN's point when there is one (and the district said, or the PIN's main
/// one), else the middle of the district.
Result<PlaceRow> find_place(Prepared& prepared, std::int64_t pin, std::int64_t district);

/// A phone that called, and the language last chosen on it.
Result<void> remember_phone(Prepared& prepared, std::uint64_t phone, std::string_view lang,
                            std::int64_t at);

} // namespace haatline::storage
