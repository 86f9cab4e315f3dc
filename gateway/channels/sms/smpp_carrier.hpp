#pragma once

#include "gateway/channels/sms/smpp_arrivals.hpp"

namespace haatline::gateway {

/// An account at an SMSC, with all its binds, as a way out and in.
class SmppCarrier final : public Carrier, private SmppBindOwner {
  public:
    SmppCarrier(SmppWorks works, SmppOptions options, CarrierListener& listener);
    ~SmppCarrier() override;

    /// Connects. While no bind is up it takes nothing.
    void begin();
    /// Requires options().ussd; before `begin`.
    void hear_ussd_by(SmppUssdListener& listener);

    std::string_view name() const override { return options_.name; }
    bool up() const override;
    std::size_t window() const override;
    std::size_t room() const override;
    void submit(std::vector<Outgoing> messages) override;
    std::uint32_t price_paise() const override { return options_.price_paise; }
    bool writes(std::string_view language) const override;
    void drain(TimePoint by) override;
    /// After `drain`: nothing is unanswered any more, or its time is over.
    bool drained() const { return draining_ && submissions_.empty(); }

    SmppOptions const& options() const { return options_; }
    SmppBinds const& binds() const { return binds_; }

  private:
    void happened(SmppBind& bind, smpp::LinkEvent event) override;
    void turned(SmppBind& bind) override;
    void settled(SmppBind& bind) override;
    void tell();
    void tell_soon();
    bool send_screen(smpp::UssdTo const& to, std::string_view text, bool last,
                     std::string const& dialogue);
    void end_when_done(TimePoint by);
    SmppBinds make_binds();

    SmppWorks const works_;
    SmppOptions const options_;
    CarrierListener& listener_;
    SmppUssdListener* ussd_listener_ = nullptr;
    SmppBinds binds_;
    SmppSubmissions submissions_;
    SmppArrivals arrivals_;
    std::shared_ptr<SmppCarrier*> self_;                     ///< empty inside once we are gone
    std::unordered_map<std::uint64_t, std::string> screens_; ///< by mark: the dialogue
    std::uint64_t screen_marks_ = 0;
    bool full_ = true; ///< as it was told last
    bool up_ = false, tell_waits_ = false, draining_ = false;
};

} // namespace haatline::gateway
