#pragma once

#include "gateway/channels/sms/carrier.hpp"
#include "gateway/outbox/lines.hpp"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

namespace haatline::gateway {

/// A parcel as it leaves: what the carrier gets, and what the ledger will say of it.
struct Leaving {
    Outgoing message;
    Held parcel;
    storage::outbox::HandFacts facts;
};
using ToGo = std::unique_ptr<Leaving>;

/// What is on disk as handed to one route and waits for room in its window, so that no sync stands between an answer
/// and the next submission. None of it has left: it may still be taken back. Pure.
class Ready {
  public:
    Ready() = default;
    Ready(Ready&&) = default; // what is on its way exists once
    Ready& operator=(Ready&&) = default;
    void add(ToGo one);
    /// The oldest of the first class that has any; nobody: there is none.
    ToGo next();
    std::size_t size() const;

    /// What of it must not leave like this: a recipient said STOP, a campaign was held, the route is down.
    std::vector<ToGo> take_recipient(Msisdn to);
    std::vector<ToGo> take_campaign(std::int64_t campaign);
    std::vector<ToGo> take_all();

  private:
    template <class Which>
    std::vector<ToGo> take(Which which);
    std::array<std::deque<ToGo>, storage::outbox::classes> by_class_;
};

} // namespace haatline::gateway
