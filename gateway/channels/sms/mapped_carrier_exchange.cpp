#include "gateway/channels/sms/mapped_carrier.hpp"
#include "gateway/mapping/call.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using std::chrono::nanoseconds;
using What = Submitted::What;

constexpr unsigned unauthorized = 401, gateway_timeout = 504;
/// Broken exchanges in a row after which the provider counts as away.
constexpr unsigned away_after = 3;
constexpr Millis first_pause = std::chrono::seconds(1), longest_pause = std::chrono::minutes(1);
/// Credentials and balance are mended by people.
constexpr Millis people_pause = std::chrono::minutes(1);
/// How long the other hosts are used before the first is tried again.
constexpr nanoseconds first_host_again = std::chrono::minutes(1);

Millis doubled(unsigned times) {
    constexpr unsigned doublings_max = 6;
    return std::min(first_pause * (1U << std::min(times, doublings_max)), longest_pause);
}

/// The input that a call was made without, out of "call X needs `Y`".
std::string_view missing_input(Error const& error) {
    auto const begin = error.detail.find('`'), end = error.detail.rfind('`');
    if (begin == std::string::npos || end <= begin) return {};
    return std::string_view(error.detail).substr(begin + 1, end - begin - 1);
}

} // namespace

OutRequest MappedCarrier::out_request(ClientRequest request) const {
    OutRequest out;
    out.method = std::move(request.method);
    out.url = std::move(request.path);
    out.body = std::move(request.body);
    out.content_type = std::move(request.content_type);
    out.headers = std::move(request.headers);
    out.timeout = options_.answer_timeout;
    return out;
}

void MappedCarrier::with_token(mapping::Call const& call, TokenKeeper::Asker then) {
    if (call.auth != mapping::Call::Auth::token) return then({});
    if (auto const token = tokens_.at_hand(door_.clock.steady()); !token.empty())
        return then(token);
    if (tokens_.wait(std::move(then))) fetch_token(call.token_call);
}

void MappedCarrier::fetch_token(std::string const& name) {
    auto const none = [this] { tokens_.came({}, {}, door_.clock.steady()); };
    auto const* call = mapping_->call(name);
    if (!call || !call->token) return none(); // a reload took it away
    auto request = mapping::make_request(*call, route_, {}, door_.clock.now(), {}, host_);
    if (!request) {
        ring(fmt::format("the request for a token cannot be made: {}", request.error().detail));
        return none();
    }
    door_.send(out_request(std::move(*request)), [this, none, mapping = mapping_, call,
                                                  alive = std::weak_ptr<bool>(alive_)](
                                                     Result<ClientReply> const& reply) {
        if (!alive.lock()) return;
        if (!reply) {
            exchange_broke(reply.error());
            return none();
        }
        auto token = mapping::read_token(*call, route_, *reply, door_.clock.now());
        if (token)
            return tokens_.came(std::move(token->value), token->good_for, door_.clock.steady());
        ring(fmt::format("the provider gives no token: status {}; check user and "
                         "password",
                         reply->status));
        rest(Rest::down, people_pause);
        none();
    });
}

void MappedCarrier::send(BatchPtr batch, std::string const& token) {
    if (batch->told) return;
    Submitted not_sent;
    not_sent.what = What::not_sent;
    if (batch->call->auth == mapping::Call::Auth::token && token.empty())
        return later(nanoseconds(0), [this, batch, not_sent] { tell_all(batch, not_sent); });
    auto const now = door_.clock.steady();
    if (host_ != 0 && now >= first_host_at_) host_ = 0;
    batch->host = host_;
    auto const& call = *batch->call;
    auto request = mapping::make_request(call, route_, inputs_of(batch->messages, options_.sender),
                                         door_.clock.now(), token, host_);
    if (!request) {
        Submitted refused;
        refused.what = What::refused;
        refused.reason = reason_without(missing_input(request.error()));
        refused.raw_code = "not_made";
        return later(nanoseconds(0), [this, batch, refused] { tell_all(batch, refused); });
    }
    auto out = out_request(std::move(*request));
    out.once = !call.idempotent;
    out.leaves = [batch] { batch->left = true; };
    door_.send(std::move(out), [this, batch, token, alive = std::weak_ptr<bool>(alive_)](
                                   Result<ClientReply> const& reply) {
        if (!alive.lock() || batch->told) return;
        if (reply)
            answered(batch, token, *reply);
        else
            broken(batch, reply.error());
    });
}

void MappedCarrier::answered(BatchPtr const& batch, std::string const& token,
                             ClientReply const& reply) {
    if (reply.status == unauthorized && !token.empty() && !batch->token_renewed) {
        // It expired earlier than was said, and nothing was taken.
        batch->token_renewed = true;
        tokens_.refused(token);
        return with_token(*batch->call, [this, batch](std::string_view fresh) {
            send(batch, std::string(fresh));
        });
    }
    bool const theirs = reply.status >= 500 && reply.status != gateway_timeout;
    if (theirs && try_next_host(batch)) return;
    auto results = read_submitted({batch->messages, *batch->call, batch->calls, batch->segments},
                                  route_, reply, door_.clock.now());
    judge(reply, results);
    tell(batch, std::move(results));
}

void MappedCarrier::broken(BatchPtr const& batch, Error const& error) {
    Submitted result;
    result.raw_code = error.about().name;
    // The answer was there and too long: it came from the provider, and what it said is lost.
    bool const may_have_arrived = batch->left && !batch->call->idempotent;
    if (!batch->left && try_next_host(batch)) return;
    exchange_broke(error);
    if (may_have_arrived) {
        result.what = What::unknown;
        result.reason = "unknown";
    } else if (batch->left) {
        result.what = What::retry;
        result.reason = "unknown";
    } else {
        result.what = What::not_sent;
    }
    tell_all(batch, std::move(result));
}

/// Where a mapping lists several hosts; each is tried once.
bool MappedCarrier::try_next_host(BatchPtr const& batch) {
    auto const count = batch->call->hosts.size();
    if (batch->hosts_tried >= count || draining_) return false;
    ++batch->hosts_tried;
    if (host_ == batch->host) host_ = (host_ + 1) % count;
    first_host_at_ = door_.clock.steady() + first_host_again;
    batch->left = false;
    with_token(*batch->call,
               [this, batch](std::string_view token) { send(batch, std::string(token)); });
    return true;
}

/// What an answer says of the route as a whole.
void MappedCarrier::judge(ClientReply const& reply, std::vector<Submitted>& results) {
    auto const any = [&](auto const& fits) {
        return std::any_of(results.begin(), results.end(), fits);
    };
    for (auto& each : results)
        if (each.what == What::retry && (each.reason == "auth" || each.reason == "credits"))
            each.retry_after = people_pause;
    auto const people = std::find_if(results.begin(), results.end(), [](Submitted const& each) {
        return each.reason == "auth" || each.reason == "credits" || each.reason == "chain";
    });
    if (people != results.end())
        ring(fmt::format("the provider refuses: reason={} code={}", people->reason,
                         people->raw_code));
    if (people != results.end() && people->reason != "chain") return rest(Rest::down, people_pause);
    if (any([](Submitted const& each) { return each.what == What::slow_down; })) {
        window_.pushed_back(door_.clock.steady());
        auto const asked = results.front().retry_after;
        return rest(Rest::busy, asked.count() > 0 ? asked : doubled(pushes_in_a_row_++));
    }
    if (reply.status >= 500) return exchange_broke({Errc::unavailable, {}});
    broken_in_a_row_ = downs_in_a_row_ = pushes_in_a_row_ = 0;
    down_ = false;
    if (people == results.end()) trouble_.clear();
    // A refusal of one message says nothing of the others; "later" does.
    if (any([](Submitted const& each) { return each.what == What::retry; }))
        window_.pushed_back(door_.clock.steady());
    else
        window_.went_well();
}

/// `error`: of an exchange without an answer.
void MappedCarrier::exchange_broke(Error const& error) {
    if (error.code == Errc::invalid_config) { // the host is not listed, or its name leads inside
        ring(error.detail);
        return rest(Rest::down, people_pause);
    }
    window_.pushed_back(door_.clock.steady());
    if (++broken_in_a_row_ >= away_after) rest(Rest::down, doubled(downs_in_a_row_++));
}

/// Nothing leaves for a while, and what waits here goes back to whoever gave it.
void MappedCarrier::rest(Rest how, Millis time) {
    rests_until_ = std::max(rests_until_, door_.clock.steady() + time);
    if (how == Rest::down) {
        down_ = true;
        window_.restart();
    }
    for (auto const& batch : std::exchange(waiting_, {})) {
        Submitted result;
        result.what = how == Rest::down ? What::not_sent : What::slow_down;
        result.retry_after = time;
        tell_all(batch, std::move(result));
    }
    tell_if_changed();
}

void MappedCarrier::ring(std::string what) {
    bool const same = what == trouble_;
    trouble_ = std::move(what);
    if (!same && door_.alarm) door_.alarm(trouble_);
}

} // namespace haatline::gateway
