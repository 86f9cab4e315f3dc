#include "gateway/outbox/retry.hpp"

#include <algorithm>
#include <array>

namespace haatline::gateway {
namespace {

namespace outbox = storage::outbox;
using outbox::State;

struct Patience {
    Millis first, longest;
    std::uint32_t tries;
    /// After a submission that nobody answered: until the receipt must have come. Sending again may send twice.
    Millis unanswered;
};

// A caller looks at her phone for minutes; a promise holds for its validity; an alert may wait for the
// receipt that says whether the first one arrived (reference/smpp.md §10).
constexpr std::array<Patience, outbox::classes> kPatience{{
    {Millis(2'000), Millis(30'000), 8, Millis(0)},
    {Millis(15'000), Millis(1'800'000), 12, Millis(60'000)},
    {Millis(60'000), Millis(3'600'000), 12, Millis(600'000)},
}};

/// Unanswered submissions are sent once more and no further: the second one carries the same reference.
constexpr std::uint32_t unanswered_tries = 2;

Patience const& of(outbox::Class cls) { return kPatience[static_cast<std::size_t>(cls)]; }

/// A quarter more or less.
Millis jittered(Millis time, std::uint64_t chance) {
    auto const quarter = time.count() / 4;
    if (quarter == 0) return time;
    return Millis(time.count() - quarter +
                  static_cast<std::int64_t>(chance % static_cast<std::uint64_t>(2 * quarter + 1)));
}

void rest(outbox::Outcome& out, outbox::Parcel const& parcel, TimePoint until) {
    out.state = State::resting;
    out.again_at = until;
    // Nothing is sent after its time; waiting for what cannot come would only hide that.
    if (until >= parcel.valid_until) {
        out.state = State::expired;
        if (out.reason.empty()) out.reason = "absent";
    }
}

} // namespace

Millis rest_after(outbox::Class cls, std::uint32_t tries) {
    auto const& patience = of(cls);
    auto const doubled = std::min<std::uint32_t>(tries > 0 ? tries - 1 : 0, 16);
    return std::min(patience.first * (std::int64_t{1} << doubled), patience.longest);
}

std::uint32_t tries_max(outbox::Class cls) { return of(cls).tries; }

outbox::Outcome settled(Submitted const& said, outbox::Parcel const& parcel, TimePoint now,
                        std::uint64_t chance) {
    using What = Submitted::What;
    outbox::Outcome out;
    out.parcel = said.parcel;
    out.to = parcel.to;
    out.cls = parcel.cls;
    out.campaign = parcel.campaign;
    out.ids = said.ids;
    out.parts = said.parts;
    out.segments = said.segments;
    out.reason = said.reason;
    out.raw_code = said.raw_code;
    switch (said.what) {
    case What::accepted:
        break;
    case What::refused:
        out.state = State::refused;
        break;
    case What::not_sent:
    case What::slow_down:
        out.state = State::waiting;
        out.counts = false;
        if (said.retry_after > Millis(0)) rest(out, parcel, now + said.retry_after);
        break;
    case What::retry:
        if (parcel.tries >= tries_max(parcel.cls))
            out.state = State::undelivered;
        else
            rest(out, parcel,
                 now + std::max(said.retry_after,
                                jittered(rest_after(parcel.cls, parcel.tries), chance)));
        break;
    case What::unknown:
        if (parcel.tries >= unanswered_tries) {
            out.state = State::unknown;
        } else if (auto const pause = of(parcel.cls).unanswered; pause > Millis(0)) {
            rest(out, parcel, now + jittered(pause, chance));
        } else {
            out.state = State::waiting;
        }
        break;
    }
    return out;
}

} // namespace haatline::gateway
