#include "gateway/app/sms_routes.hpp"

#include "gateway/app/router.hpp"
#include "gateway/channels/route_facts.hpp"
#include "gateway/mapping/mapping.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace haatline::gateway {
namespace {

MappedCarrierOptions options_of(RouteConfig const& route) {
    MappedCarrierOptions out;
    out.route = route.name;
    out.sends = route.sms.sends;
    out.call = route.sms.call;
    out.sender = route.sms.sender;
    out.requests_max = route.sms.window;
    out.rate_per_s = route.sms.rate_per_s;
    out.price_paise = route.sms.price_paise;
    out.answer_timeout = route.sms.answer_timeout;
    out.coding = route.sms.coding;
    out.native_letters = route.ucs2;
    return out;
}

Result<std::unique_ptr<HttpSender>> sender_of(Loop& loop, Clock& clock, RouteConfig const& route) {
    auto egress = EgressList::parse(route.send_to);
    if (!egress) return fail(egress.error());
    SenderOptions options;
    options.egress = std::move(*egress);
    // Tokens and status questions go beside the messages.
    constexpr std::size_t beside = 4;
    options.in_flight_max = route.sms.window + beside;
    return HttpSender::open(loop, clock, std::move(options));
}

} // namespace

Result<std::unique_ptr<SmsRoutes>> SmsRoutes::open(Loop& loop, World& world, Config const& config,
                                                   Router& router, CarrierListener& listener) {
    std::unique_ptr<SmsRoutes> out(new SmsRoutes(world, config.public_url));
    for (auto const& route : router.routes()) {
        auto added = out->add(loop, route.config, listener);
        if (!added)
            return fail(added.error().code,
                        fmt::format("route '{}': {}", route.name(), added.error().detail));
    }
    router.serve_sms(listener, [self = out.get()](Route const& route) -> Carrier* {
        return self->find(route.name());
    });
    return out;
}

SmsRoutes::~SmsRoutes() = default;

Result<void> SmsRoutes::add(Loop& loop, RouteConfig const& route, CarrierListener& listener) {
    if (!route.mapping || (!route.sms.sends && !route.mapping->hears(mapping::Channel::sms)))
        return {};
    One one;
    one.config = route;
    if (route.sms.sends) {
        auto sender = sender_of(loop, world_.clock, route);
        if (!sender) return fail(sender.error());
        one.sender = std::move(*sender);
    }
    auto* const sender = one.sender.get();
    CarrierDoor door{world_.clock,
                     [sender](OutRequest request, HttpSender::Done done) {
                         sender->send(std::move(request), std::move(done));
                     },
                     [&loop](std::chrono::nanoseconds delay, std::function<void()> work) {
                         loop.after(delay, std::move(work));
                     },
                     [name = route.name](std::string_view what) {
                         spdlog::error("messages do not leave route={} why=\"{}\"", name, what);
                     }};
    auto carrier = MappedCarrier::make(
        route.mapping, route_facts(*route.mapping, provider_options(route, public_url_)),
        options_of(route), std::move(door), listener);
    if (!carrier) return fail(carrier.error());
    one.carrier = std::move(*carrier);
    all_.push_back(std::move(one));
    return {};
}

std::vector<Carrier*> SmsRoutes::carriers() const {
    std::vector<Carrier*> out;
    for (auto const& one : all_)
        if (one.config.sms.sends) out.push_back(one.carrier.get());
    return out;
}

std::vector<MappedCarrier*> SmsRoutes::polling() const {
    std::vector<MappedCarrier*> out;
    for (auto const& one : all_)
        if (one.carrier->polls()) out.push_back(one.carrier.get());
    return out;
}

MappedCarrier* SmsRoutes::find(std::string_view route) const {
    for (auto const& one : all_)
        if (one.config.name == route) return one.carrier.get();
    return nullptr;
}

void SmsRoutes::use(std::string_view route, std::shared_ptr<mapping::Mapping const> mapping) {
    for (auto& one : all_) {
        if (one.config.name != route) continue;
        auto facts = route_facts(*mapping, provider_options(one.config, public_url_));
        if (auto used = one.carrier->use(mapping, std::move(facts)); !used)
            spdlog::error("the new mapping cannot send, the old one does route={} detail={}", route,
                          used.error().detail);
    }
}

} // namespace haatline::gateway
