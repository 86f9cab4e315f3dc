#pragma once

#include "gateway/app/house.hpp"
#include "gateway/app/open_polls.hpp"
#include "gateway/app/smpp_ussd_door.hpp"
#include "gateway/app/sms_routes.hpp"
#include "gateway/phone/demo_carrier.hpp"

#include <memory>
#include <vector>

namespace haatline::gateway {

/// The ways out and in of a house's messages, put together in the order of the configuration: accounts at SMSCs,
/// providers over HTTP, and in a demo the phone of the web page. On the loop's thread.
class PostOffice {
  public:
    /// @fails Errc::invalid_config with what an operator must do.
    static Result<std::unique_ptr<PostOffice>> open(Loop& loop, World& world, House& house,
                                                    Config const& config, bool demo);

    /// Connects, and takes up what the last process left.
    void begin();
    /// No more messages leave; what is unanswered is waited for until `by`.
    void drain(TimePoint by) { house_.outbox().drain(by); }
    bool idle() const { return house_.outbox().idle(); }

  private:
    PostOffice(Loop& loop, World& world, House& house);
    void open_links(std::vector<SmppOptions> const& accounts, std::string const& service_code);
    void open_demo();
    void answer_arrivals();
    void look_at_polls();

    Loop& loop_;
    World& world_;
    House& house_;
    SmppUssdDoor ussd_door_;
    std::unique_ptr<SmsRoutes> routes_;
    std::vector<std::unique_ptr<SmppCarrier>> links_;
    std::unique_ptr<OpenPolls> polls_;
    std::unique_ptr<DemoCarrier> demo_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace haatline::gateway
