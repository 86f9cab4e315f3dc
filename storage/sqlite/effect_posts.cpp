#include "cluster/allowance.hpp"
#include "cluster/reference.hpp"
#include "storage/sqlite/effects.hpp"

namespace haatline::storage {
namespace {

// Only her own, and only while it is open; a retry finds nothing left to do, or does the same again.
#define OWN_AND_OPEN " WHERE serial = ?1 AND person = ?2 AND state <> 'closed' AND expires_at > ?3"
// What is closed is over now: it goes with those whose time is over.
constexpr Sql kClose{"listing.close",
                     "UPDATE listing SET state = 'closed', expires_at = ?3" OWN_AND_OPEN};
constexpr Sql kRenew{"listing.renew", "UPDATE listing SET expires_at = ?4" OWN_AND_OPEN};

Result<std::int64_t> post_of(Values const& with) {
    if (auto const serial = reference_serial(with.get("post")))
        return static_cast<std::int64_t>(*serial);
    return fail(Errc::bad_request, "the flow names a post that cannot be");
}

} // namespace

Result<void> listing_close(Act& act, Values const& with) {
    auto const serial = post_of(with);
    if (!serial) return fail(serial.error());
    return done(change(act.sql, kClose, *serial, act.caller.person, act.now()));
}

Result<void> listing_renew(Act& act, Values const& with) {
    auto const serial = post_of(with);
    if (!serial) return fail(serial.error());
    auto const until = act.caller.now + callers::listing_live_for;
    return done(change(act.sql, kRenew, *serial, act.caller.person, act.now(),
                       until.time_since_epoch().count()));
}

} // namespace haatline::storage
