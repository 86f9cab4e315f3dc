#include "gateway/channels/sms/mapped_carrier.hpp"
#include "gateway/channels/sms/sms_heard.hpp"
#include "gateway/mapping/call.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

using std::chrono::nanoseconds;

/// BSNL's other clients stay below 250 questions a minute (gateway/presets/bsnl.yaml).
constexpr unsigned polls_at_once = 2;
constexpr nanoseconds poll_every = std::chrono::milliseconds(500);
/// Networks try for two days where nobody says for how long.
constexpr Millis no_validity = std::chrono::hours(48);

} // namespace

void MappedCarrier::poll(std::vector<std::pair<std::string, TimePoint>> ids) {
    if (!calls_.poll) return;
    for (auto& [id, until] : ids) polls_.take_up(std::move(id), until, door_.clock.now());
    pump_polls();
}

bool MappedCarrier::has_time_to_poll() const {
    return calls_.poll && !draining_ && polls_.has_time(door_.clock.now());
}

void MappedCarrier::start_polling(std::vector<Submitted> const& results, BatchPtr const& batch) {
    if (!calls_.poll) return;
    auto const now = door_.clock.now();
    for (std::size_t i = 0; i < results.size(); ++i) {
        auto const& message = batch->messages[i];
        if (results[i].what != Submitted::What::accepted || !message.wants_receipt) continue;
        auto const until =
            message.valid_until == TimePoint() ? now + no_validity : message.valid_until;
        for (auto const& id : results[i].ids) polls_.add(id, until, now);
    }
    pump_polls();
}

/// One question each half second, as long as anybody is due.
void MappedCarrier::pump_polls() {
    if (poll_wakes_ || draining_ || !calls_.poll || polls_.size() == 0) return;
    auto const now = door_.clock.now();
    nanoseconds pause = poll_every;
    if (polls_out_ < polls_at_once && !(down_ && resting())) {
        if (auto id = polls_.next(now); !id.empty()) {
            ++polls_out_;
            with_token(*calls_.poll, [this, id = std::move(id)](std::string_view token) {
                ask_for(id, std::string(token));
            });
        } else if (polls_.due() > now) {
            pause = std::max<nanoseconds>(polls_.due() - now, poll_every);
        }
    }
    poll_wakes_ = true;
    later(pause, [this] {
        poll_wakes_ = false;
        pump_polls();
    });
}

void MappedCarrier::ask_for(std::string id, std::string const& token) {
    if (!calls_.poll || (token.empty() && calls_.poll->auth == mapping::Call::Auth::token))
        return void(--polls_out_);
    mapping::CallInputs inputs;
    inputs.texts.set("provider_message_id", id);
    auto request =
        mapping::make_request(*calls_.poll, route_, inputs, door_.clock.now(), token, host_);
    if (!request) {
        --polls_out_;
        return polls_.done(id); // it would not be made the next time either
    }
    door_.send(out_request(std::move(*request)),
               [this, id = std::move(id), token,
                alive = std::weak_ptr<bool>(alive_)](Result<ClientReply> const& reply) {
                   if (!alive.lock()) return;
                   --polls_out_;
                   constexpr unsigned unauthorized = 401;
                   if (reply && reply->status == unauthorized) tokens_.refused(token);
                   poll_answered(id, reply);
               });
}

void MappedCarrier::poll_answered(std::string const& id, Result<ClientReply> const& reply) {
    if (!reply || !calls_.poll) return; // asked again when its turn comes
    auto const said = mapping::read_answer(*calls_.poll, route_, *reply, door_.clock.now());
    if (!said.ok) return;
    auto news = receipt_of(said.sheet);
    if (news.id.empty()) news.id = id;
    if (!is_final_state(news.state)) return;
    listener_.receipts(*this, {std::move(news)},
                       [this, id, alive = std::weak_ptr<bool>(alive_)](bool stored) {
                           if (alive.lock() && stored) polls_.done(id);
                       });
}

} // namespace haatline::gateway
