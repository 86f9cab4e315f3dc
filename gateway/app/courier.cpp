#include "gateway/app/courier.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

namespace haatline::gateway {
namespace {

/// Networks close a USSD dialogue after about 30 s without a screen; the turn itself has used some of them.
constexpr auto send_within = std::chrono::seconds(10);

} // namespace

Result<std::unique_ptr<Courier>> Courier::open(Loop& loop, Clock& clock,
                                               std::span<RouteConfig const> routes) {
    std::unique_ptr<Courier> out(new Courier(loop, clock));
    for (auto const& route : routes) {
        if (route.send_to.empty()) continue;
        auto egress = EgressList::parse(route.send_to);
        if (!egress) return fail(egress.error());
        SenderOptions options;
        options.egress = std::move(*egress);
        auto sender = HttpSender::open(loop, clock, std::move(options));
        if (!sender) return fail(sender.error());
        out->senders_[route.name] = std::move(*sender);
    }
    return out;
}

void Courier::send(std::string_view route, ClientRequest request,
                   std::function<void(bool taken)> told) {
    auto const found = senders_.find(route);
    if (found == senders_.end()) {
        warn(std::string(route), "the route lists no host in send_to");
        return loop_.post([told = std::move(told)] { told(false); });
    }
    OutRequest out;
    out.method = std::move(request.method);
    out.url = std::move(request.path);
    out.body = std::move(request.body);
    out.content_type = std::move(request.content_type);
    out.headers = std::move(request.headers);
    out.timeout = send_within;
    found->second->send(std::move(out), [this, route = std::string(route),
                                         told = std::move(told)](Result<ClientReply> const& reply) {
        bool const taken = reply && reply->status >= 200 && reply->status < 300;
        if (!taken)
            warn(route, reply ? fmt::format("status {}", reply->status) : reply.error().detail);
        told(taken);
    });
}

/// The address, headers and body may hold numbers and secrets: none of them is told.
void Courier::warn(std::string const& route, std::string const& why) {
    std::uint64_t left_out = 0;
    if (brake_.lets(clock_.steady(), left_out))
        spdlog::warn("a screen was not taken by the provider route={} why=\"{}\" left_out={}",
                     route, why, left_out);
}

} // namespace haatline::gateway
