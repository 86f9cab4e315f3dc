#pragma once

#include "gateway/channels/sms/carrier.hpp"
#include "storage/outbox.hpp"

namespace haatline::gateway {

/// What becomes of a parcel after what its carrier said: over, again at once, or again later. `chance`: any
/// number, for the jitter that keeps a thousand refused messages from coming back in one second.
storage::outbox::Outcome settled(Submitted const& said, storage::outbox::Parcel const& parcel,
                                 TimePoint now, std::uint64_t chance);

/// How long a parcel rests before its next try: of `tries` so far.
Millis rest_after(storage::outbox::Class cls, std::uint32_t tries);

/// More tries than this are a route that will not, whatever it says.
std::uint32_t tries_max(storage::outbox::Class cls);

} // namespace haatline::gateway
