#pragma once

#include "gateway/app/campaigns.hpp"
#include "gateway/app/dlt_gate.hpp"
#include "gateway/app/house.hpp"
#include "gateway/app/sms_desk.hpp"
#include "gateway/app/sms_routes.hpp"
#include "gateway/app/smpp_ussd_door.hpp"
#include "gateway/phone/demo_carrier.hpp"

#include <memory>
#include <thread>
#include <vector>

namespace haatline::gateway {

/// Messages of a house, put together: the ways out in the order of the configuration, the desk that answers
/// what comes in, the register's gate, and whoever keeps alerts going. On the loop's thread.
class PostOffice {
  public:
    /// @fails with what an operator must do.
    static Result<std::unique_ptr<PostOffice>> open(Loop& loop, World& world, House& house,
                                                    Config const& config, bool demo);
    ~PostOffice();

    /// Connects, and takes up what the last process left.
    void begin();
    /// Once a second.
    void tick();
    /// Every 20 ms: alerts must not run dry between two ticks.
    void look() { campaigns_.look(world_.clock.now(), world_.clock.steady()); }
    /// No more messages leave; what is unanswered is waited for until `by`.
    void drain(TimePoint by);
    bool idle() const { return house_.outbox().idle(); }

    SmsRoutes* routes() { return routes_.get(); }
    DemoCarrier* demo() { return demo_.get(); }
    Campaigns& campaigns() { return campaigns_; }
    /// For /metrics.
    void write_metrics(std::string& out) const;

  private:
    PostOffice(Loop& loop, World& world, House& house, Config const& config);
    Result<void> open_gate();
    void open_links();
    void answer_arrivals();
    void look_at_the_register();
    Judgement judge(storage::outbox::Parcel const& parcel, std::string_view text,
                    std::string_view language, Carrier const& carrier, TimePoint now);

    Loop& loop_;
    World& world_;
    House& house_;
    Config const config_;
    SmsDesk desk_;
    Campaigns campaigns_;
    SmppUssdDoor ussd_door_;
    std::unique_ptr<DltGate> gate_;
    std::unique_ptr<SmsRoutes> routes_;
    std::vector<std::unique_ptr<SmppCarrier>> links_;
    std::unique_ptr<DemoCarrier> demo_;
    std::jthread noting_; ///< headers that were used, once a day
    bool register_asked_ = false;
    unsigned ticks_ = 0;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace haatline::gateway
