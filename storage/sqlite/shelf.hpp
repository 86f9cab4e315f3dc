#pragma once

#include "storage/sqlite/sql.hpp"

#include <cstdint>

namespace haatline::storage {

/// Where the search finds an enterprise: its rows in `peer` and its place in the district's counts
/// of what is made there. Both follow from its place, roles, products and listing, so that a change
/// of any of these is: take off, change, put on.
Result<void> take_off_shelf(Prepared& prepared, std::int64_t enterprise);
Result<void> put_on_shelf(Prepared& prepared, std::int64_t enterprise);

/// Takes an enterprise off the shelf, lets `change` write, and puts it on again.
template <class Change>
Result<void> reshelve(Prepared& prepared, std::int64_t enterprise, Change const& change) {
    if (auto done = take_off_shelf(prepared, enterprise); !done) return done;
    if (auto done = change(); !done) return done;
    return put_on_shelf(prepared, enterprise);
}

/// The listing follows the consents: an enterprise is found while one of its owners agrees to it
/// and does not wish to be erased. In the same step as the consent, so that a withdrawal works at
/// once.
Result<void> list_by_consent(Prepared& prepared, std::int64_t enterprise);

} // namespace haatline::storage
