#pragma once

#include "gateway/channels/sms/carrier.hpp"
#include "gateway/channels/sms/smpp_submissions.hpp"
#include "gateway/channels/sms/smpp_ussd.hpp"

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace haatline::gateway {

/// What an SMSC brings: receipts, messages, turns of USSD. Each is answered once it is on disk, and
/// "later" where it could not be kept.
///
/// A part of a long message waits for the others a moment, unanswered; then the SMSC is asked to bring it
/// again, while we keep it: so that no part was taken whose message a crash could lose. A part that does
/// come again is taken.
class SmppArrivals {
  public:
    SmppArrivals(SmppWorks const& works, SmppOptions const& options, SmppBinds const& binds,
                 Carrier& carrier, CarrierListener& listener);
    ~SmppArrivals();

    /// How a screen of USSD goes back.
    using SendScreen = std::function<bool(smpp::UssdTo const&, std::string_view text, bool last,
                                          std::string const& dialogue)>;
    void hear_ussd_by(SmppUssdListener& listener, SendScreen send) {
        ussd_listener_ = &listener;
        send_screen_ = std::move(send);
    }

    /// Whether a message of several parts to a phone is under way, which a receipt without a known id may be about.
    void ask_parts_by(std::function<bool(std::uint64_t phone)> in_parts) {
        in_parts_ = std::move(in_parts);
    }

    void came(SmppBind& bind, smpp::Pdu const& pdu);
    /// Hands over what came together.
    void settled();
    /// Its answers of late may not have been read: what they were for may come again.
    void bind_ended(SmppBind& bind);

  private:
    /// A request of the SMSC that has no answer yet.
    struct Owed {
        std::size_t bind = 0;
        std::uint64_t session = 0;
        smpp::Command command{};
        std::uint32_t sequence = 0;
        std::string identity; ///< of messages
        bool maybe_again = false;
    };
    struct Answered {
        smpp::Instant at{};
        std::string identity;
    };

    Owed owed_of(SmppBind const& bind, smpp::Pdu const& pdu) const;
    void answer(Owed const& owed, std::uint32_t status);
    CarrierListener::Stored when_stored(std::vector<Owed> owed);
    void receipt_came(SmppBind& bind, smpp::Pdu const& pdu);
    void message_came(SmppBind& bind, smpp::Pdu const& pdu);
    void ussd_came(SmppBind& bind, smpp::Pdu const& pdu);
    void joined(smpp::Inbox::Joined text, std::string odd);
    void part_waits(std::uint64_t mark);
    void put_off_parts();
    void will_come_again(std::string const& identity);
    void look_at_inbox();
    bool doubtful(std::string const& identity);
    smpp::Instant now() const { return works_.world.clock.steady(); }

    SmppWorks const& works_;
    SmppOptions const& options_;
    SmppBinds const& binds_;
    Carrier& carrier_;
    CarrierListener& listener_;
    SmppUssdListener* ussd_listener_ = nullptr;
    SendScreen send_screen_;
    std::function<bool(std::uint64_t)> in_parts_;
    std::shared_ptr<SmppArrivals*> self_; ///< empty inside once we are gone

    smpp::Inbox inbox_;
    std::uint64_t marks_ = 0;
    std::unordered_map<std::uint64_t, Owed> parts_; ///< unanswered ones, by mark
    std::deque<std::pair<smpp::Instant, std::uint64_t>> parts_by_age_;
    std::unordered_set<std::string> put_off_;
    std::deque<std::string> put_off_by_age_;
    std::vector<ReceiptNews> news_;
    std::vector<Owed> news_owed_;
    std::vector<std::unordered_map<std::string, unsigned>>
        in_work_;                                             ///< not stored yet; a bind each
    std::vector<std::deque<Answered>> lately_;                ///< a bind each
    std::unordered_map<std::string, smpp::Instant> doubtful_; ///< until when they may come again
};

} // namespace haatline::gateway
