#pragma once

#include "gateway/app/metrics.hpp"
#include "gateway/app/turn.hpp"
#include "gateway/channels/sms/smpp_carrier.hpp"

#include <map>
#include <memory>
#include <string>

namespace haatline::gateway {

/// USSD that comes by SMPP: each turn goes the way of any screen, and its reply leaves by the link. On the
/// loop's thread.
class SmppUssdDoor final : public SmppUssdListener {
  public:
    /// `first_route`: index of the first of its routes in the metrics; `take` is the dispatcher's.
    SmppUssdDoor(Metrics& metrics, TurnTaker take) : metrics_(metrics), take_(std::move(take)) {}

    /// Dialogues of this link are held from now on.
    void open(SmppCarrier& carrier, std::string const& service_code);

    void heard(Carrier& carrier, SmppUssdTurn turn, CarrierListener::Stored stored,
               Reply reply) override;
    void refused(Carrier& carrier, std::string const& dialogue) override;

  private:
    Metrics& metrics_;
    TurnTaker take_;
    std::map<std::string, std::unique_ptr<Route>, std::less<>> routes_; ///< by carrier
};

} // namespace haatline::gateway
