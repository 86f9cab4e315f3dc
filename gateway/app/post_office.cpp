#include "gateway/app/post_office.hpp"

#include "gateway/app/metrics_outbox.hpp"
#include "gateway/app/metrics_smpp.hpp"
#include "gateway/phone/phone_messages.hpp"

namespace haatline::gateway {
namespace {

/// What the demo's messages are signed with; a header has six letters (TRAI).
constexpr std::string_view demo_header = "HAATLN";

} // namespace

PostOffice::PostOffice(Loop& loop, World& world, House& house)
    : loop_(loop), world_(world), house_(house), ussd_door_(house.metrics(), [&house](Turn turn) {
          house.dispatcher().take(std::move(turn));
      }) {}

Result<std::unique_ptr<PostOffice>> PostOffice::open(Loop& loop, World& world, House& house,
                                                     Config const& config, bool demo) {
    std::unique_ptr<PostOffice> office(new PostOffice(loop, world, house));
    // SMPP first: a link is cheaper than a request, and its receipts come by themselves.
    office->open_links(config.smpp, config.sms.service_code);
    auto routes = SmsRoutes::open(loop, world, config, house.router(), house.outbox());
    if (!routes) return fail(routes.error());
    office->routes_ = std::move(*routes);
    for (auto* const carrier : office->routes_->carriers()) house.outbox().add(*carrier);
    office->polls_ = std::make_unique<OpenPolls>(house.asker(), world, *office->routes_);
    house.on_mapping([&routes = *office->routes_](std::string_view route, auto mapping) {
        routes.use(route, std::move(mapping));
    });
    if (demo) office->open_demo();
    office->answer_arrivals();
    house.router().add_metrics([raw = office.get()](std::string& page) {
        std::vector<SmppCarrier const*> links;
        for (auto const& link : raw->links_) links.push_back(link.get());
        add_smpp_metrics(links, page);
        add_outbox_metrics(raw->house_.outbox().counters(), page);
    });
    return office;
}

void PostOffice::open_links(std::vector<SmppOptions> const& accounts,
                            std::string const& service_code) {
    for (auto const& account : accounts) {
        auto link =
            std::make_unique<SmppCarrier>(works_on(loop_, world_), account, house_.outbox());
        if (account.ussd) ussd_door_.open(*link, service_code);
        house_.outbox().add(*link);
        links_.push_back(std::move(link));
    }
}

void PostOffice::open_demo() {
    demo_ = std::make_unique<DemoCarrier>(loop_, world_.clock, std::string(demo_header));
    demo_->tell(house_.outbox());
    house_.outbox().add(*demo_);
    for (auto const path : {phone_inbox_path, phone_sms_path})
        house_.router().serve(std::string(path), [this](RawRequest request, auto respond) {
            answer_phone_messages(*demo_, request, std::move(respond));
        });
}

/// A place is kept for the answer, so that question, answer and its hand-over are one commit.
void PostOffice::answer_arrivals() {
    house_.outbox().on_arrived(
        [this](Carrier& carrier, Arrived message, CarrierListener::Stored stored) {
            auto const from = message.from;
            SmsIn in;
            static_cast<Arrived&>(in) = std::move(message);
            in.route = carrier.name();
            in.hand_to = house_.outbox().place_for_answer(from, carrier.name());
            house_.sms_desk().take(std::move(in),
                                   [this, from, stored = std::move(stored)](bool is_stored) {
                                       house_.outbox().no_answer(from);
                                       stored(is_stored);
                                   });
        });
}

void PostOffice::begin() {
    house_.begin_sending();
    // Screens promise a message only where one can leave.
    house_.dispatcher().messages_leave(demo_ || !links_.empty() || !routes_->carriers().empty());
    for (auto const& link : links_) link->begin();
    look_at_polls();
}

void PostOffice::look_at_polls() {
    polls_->look();
    loop_.after(std::chrono::seconds(1), [this, alive = std::weak_ptr<bool>(alive_)] {
        if (alive.lock()) look_at_polls();
    });
}

} // namespace haatline::gateway
