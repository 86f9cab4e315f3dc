#pragma once

#include "gateway/app/metrics.hpp"
#include "gateway/app/reply_guard.hpp"
#include "gateway/app/turn.hpp"
#include "gateway/channels/sms/carrier.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace haatline::gateway {

/// A message from a phone, whole, and the route that brought it.
struct SmsIn : Arrived {
    std::string route;   ///< that brought it: an id is unique there
    std::string hand_to; ///< outbox::NewParcel::hand_to of the answer; empty: the outbox chooses
};

struct SmsDeskOptions {
    ReplyLimits replies;
    /// Words that a shared short code puts before ours ("VC MAKE PICKLE"): a state's, a department's.
    std::vector<std::string> prefixes;
    /// Short codes and numbers of ours, as digits: what comes from them is our own.
    std::vector<std::string> own_numbers;
    coding::PageBudget budget{160, 70}; ///< of one segment
};

/// Where messages from phones come in, whoever carried them: an SMPP link, a provider's callback. Each is
/// a turn like a screen's, in the order of its number; its answer leaves as a parcel of the same step.
/// On the loop's thread.
class SmsDesk {
  public:
    /// `take` is the dispatcher's.
    SmsDesk(SmsDeskOptions options, World& world, Metrics& metrics, TurnTaker take);

    /// `stored(true)`: it is on disk, or nobody is to be answered; tell the provider so. `stored(false)`:
    /// keep it and bring it again.
    void take(SmsIn message, std::function<void(bool stored)> stored);

    ReplyGuard& replies() { return replies_; }

  private:
    bool ours(Msisdn const& from) const;
    std::string without_prefix(std::string_view text) const;
    void silent(Silence why);

    SmsDeskOptions options_;
    std::vector<std::string> prefixes_; ///< match keys
    World& world_;
    Metrics& metrics_;
    TurnTaker take_;
    ReplyGuard replies_;
    Route route_;
};

} // namespace haatline::gateway
