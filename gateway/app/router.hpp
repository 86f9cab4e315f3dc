#pragma once

#include "base/world.hpp"
#include "gateway/app/dialogue_book.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/metrics.hpp"
#include "gateway/app/turn.hpp"
#include "gateway/channels/sms/carrier.hpp"
#include "gateway/channels/sms/likes.hpp"
#include "gateway/phone/web_phone.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// What a route's provider needs to know of its configuration.
ProviderOptions provider_options(RouteConfig const& config, std::string const& public_url);

/// Paths → what they mean: /in/<route>/<token>[/…], /dlr/<route>/<token>, /phone/…, /healthz, /readyz, /metrics.
/// Everything else is 404; a wrong token, an unknown route or a foreign address is 403 with the same empty answer,
/// counted, never a hint.
class Router {
  public:
    using Respond = std::function<void(RawReply)>;

    /// @fails Errc::invalid_config when a route names no known provider.
    static Result<std::unique_ptr<Router>> make(Config const& config, World& world,
                                                Metrics& metrics, TurnTaker on_turn);

    /// An `HttpHandler`: answers exactly once, on the loop's thread.
    void take(RawRequest request, Respond respond);

    /// Whatever else is served at a path: asked before everything else.
    void serve(std::string path, HttpHandler handler) {
        served_.emplace_back(std::move(path), std::move(handler));
    }
    std::deque<Route> const& routes() const { return routes_; }
    Route const* find(std::string_view name) const;
    /// Sends a request of ours and calls back whether it was taken. May be empty: asynchronous providers then
    /// get no screens.
    using Courier = std::function<void(Route const&, ClientRequest, std::function<void(bool)>)>;
    void send_by(Courier courier) { courier_ = std::move(courier); }
    /// Who takes messages from phones and reports on ours, by the carrier that each route has. Until it is
    /// called such requests are told to come again.
    using CarrierOf = std::function<Carrier*(Route const&)>;
    void serve_sms(CarrierListener& listener, CarrierOf carrier_of);
    /// Who answers under /api/; until it is called that is 404.
    using Handler = std::function<void(RawRequest, Respond)>;
    void serve_api(Handler api) { api_ = std::move(api); }
    /// From now on the route speaks by another mapping; what it was asked before is answered as it was read.
    void use(std::string_view route, std::shared_ptr<mapping::Mapping const> mapping);
    void use(std::string_view route, std::shared_ptr<UssdProvider const> provider);
    /// A dialogue that was open before this process began, out of the log.
    void remember(std::string const& dialogue, std::uint64_t phone, TimePoint at);
    void tidy_up();
    /// Adds to /metrics behind our own.
    void add_metrics(std::function<void(std::string&)> add) {
        more_metrics_.push_back(std::move(add));
    }
    /// Where /metrics gets the server's counters from; set once the server listens.
    void show_counters_of(HttpCounters const& http) { http_ = &http; }

  private:
    Router(Config const& config, World& world, Metrics& metrics, TurnTaker on_turn);
    Route const* admitted(RawRequest const& request, std::string_view& rest) const;
    void take_turn(Route const& route, RawRequest const& request, std::string_view rest,
                   bool at_dlr, Respond respond);
    void take_turn_and_send(Route const& route, Callback callback, Respond respond);
    void take_messages(Route const& route, Callback callback, Respond respond);
    void finish(Route const& route, UssdProvider const& provider, std::chrono::nanoseconds began,
                TurnReply reply, Echo const& echo, Respond const& respond);
    RawReply forbidden();
    RawReply refused(Route const& route, Error const& error, Echo const* echo = nullptr);
    RawReply page(std::string_view path);

    std::vector<std::pair<std::string, HttpHandler>> served_;
    std::vector<std::function<void(std::string&)>> more_metrics_;
    WebPhone phone_;
    std::deque<Route> routes_;
    std::string public_url_;
    std::vector<Cidr> trusted_proxies_;
    DialogueBook book_;
    Courier courier_;
    Handler api_;
    CarrierListener* listener_ = nullptr;
    CarrierOf carrier_of_;
    Likes likes_;
    World& world_;
    Metrics& metrics_;
    TurnTaker on_turn_;
    HttpCounters const* http_ = nullptr;
    std::chrono::nanoseconds started_;
    LogBrake forbidden_brake_, refused_brake_;
};

} // namespace haatline::gateway
