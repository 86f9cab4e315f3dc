#pragma once

#include "cluster/msisdn.hpp"
#include "gateway/channels/sms/carrier.hpp"
#include "gateway/wire/smpp/dialect.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// A phone's turn of a USSD dialogue that came by SMPP.
struct SmppUssdTurn {
    smpp::UssdEvent event{};
    std::string dialogue; ///< key of the session with the number: the same for all its turns
    Msisdn from;
    std::string code; ///< what was dialled, as digits; empty: it stands in `text`
    std::string text;
};

/// Who holds dialogues of USSD.
class SmppUssdListener {
  public:
    /// Sends the next screen. False: too long for the dialect, or no bind to send it by.
    using Reply = std::function<bool(std::string_view text, bool last)>;
    virtual ~SmppUssdListener() = default;
    /// `stored` as with messages: only then the network hears that the turn was taken.
    virtual void heard(Carrier& carrier, SmppUssdTurn turn, CarrierListener::Stored stored,
                       Reply reply) = 0;
    /// The network refused a screen: the dialogue is over.
    virtual void refused(Carrier& carrier, std::string const& dialogue) = 0;
};

} // namespace haatline::gateway
