#include "gateway/channels/sms/mapped_carrier.hpp"

#include "locales/coding/causes.hpp"
#include "locales/coding/sms_plan.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using std::chrono::nanoseconds;

Submitted ended(Submitted::What what, std::string reason = {}, std::string raw_code = {}) {
    Submitted out;
    out.what = what;
    out.reason = std::move(reason);
    out.raw_code = std::move(raw_code);
    return out;
}

bool is_over(Outgoing const& message, TimePoint now) {
    return message.valid_until != TimePoint() && message.valid_until < now;
}

std::uint32_t rate_of(mapping::Mapping const& mapping, MappedCarrierOptions const& options) {
    return options.rate_per_s > 0 ? options.rate_per_s
                                  : static_cast<std::uint32_t>(mapping.limits.rate_per_s);
}

} // namespace

Result<std::unique_ptr<MappedCarrier>>
MappedCarrier::make(std::shared_ptr<mapping::Mapping const> mapping, mapping::RouteFacts route,
                    MappedCarrierOptions options, CarrierDoor door, CarrierListener& listener) {
    std::unique_ptr<MappedCarrier> out(
        new MappedCarrier(std::move(options), std::move(door), listener));
    if (auto taken = out->take(std::move(mapping), std::move(route)); !taken)
        return fail(taken.error());
    out->had_room_ = out->room() > 0;
    out->was_up_ = out->up();
    return out;
}

MappedCarrier::MappedCarrier(MappedCarrierOptions options, CarrierDoor door,
                             CarrierListener& listener)
    : options_(std::move(options)), door_(std::move(door)), listener_(listener),
      window_(options_.requests_max), rate_(0, 1) {}

Result<void> MappedCarrier::take(std::shared_ptr<mapping::Mapping const> mapping,
                                 mapping::RouteFacts route) {
    auto const hours = SendHours::parse(mapping->limits.send_hours);
    if (!hours) return fail(hours.error());
    SendCalls calls;
    if (options_.sends) {
        auto found = SendCalls::of(*mapping, options_.call);
        if (!found) return fail(found.error());
        calls = *found;
    }
    hours_ = *hours;
    calls_ = calls;
    rate_ = SendRate(rate_of(*mapping, options_), calls_.batch());
    mapping_ = std::move(mapping);
    route_ = std::move(route);
    return {};
}

Result<void> MappedCarrier::use(std::shared_ptr<mapping::Mapping const> mapping,
                                mapping::RouteFacts route) {
    auto taken = take(std::move(mapping), std::move(route));
    if (taken) tell_if_changed();
    return taken;
}

bool MappedCarrier::resting() const { return door_.clock.steady() < rests_until_; }

bool MappedCarrier::up() const {
    return calls_.one && !draining_ && !(down_ && resting()) &&
           hours_.wait(door_.clock.now()).count() == 0;
}

std::size_t MappedCarrier::window() const {
    return calls_.one ? window_.size() * calls_.batch() : 0;
}

std::size_t MappedCarrier::room() const {
    if (!up() || resting()) return 0;
    auto const all = window();
    auto const free = all > held_ ? all - held_ : 0;
    return std::min(free, rate_.free(door_.clock.steady()));
}

std::uint32_t MappedCarrier::price_paise() const {
    return options_.price_paise > 0 ? options_.price_paise
                                    : static_cast<std::uint32_t>(mapping_->limits.price_paise);
}

bool MappedCarrier::writes(std::string_view language) const {
    return options_.native_letters || language == "en";
}

/// One request's worth. @fails with the reason why these can never be sent.
Result<MappedCarrier::BatchPtr> MappedCarrier::batch_of(std::vector<Outgoing> messages) const {
    auto out = std::make_shared<Batch>();
    out->mapping = mapping_;
    out->calls = calls_;
    out->call = messages.size() > 1 ? calls_.many : calls_.one;
    auto const& text = messages.front().text;
    auto const limit = static_cast<std::size_t>(mapping_->limits.text_chars);
    if (limit > 0 && text::code_points(text) > limit) return fail(Errc::limit, "too_long");
    auto const plan = coding::plan_sms(text, options_.coding);
    if (!plan) return fail(Errc::limit, "too_long");
    out->segments = static_cast<std::uint32_t>(coding::billed_parts(*plan, options_.coding));
    out->messages = std::move(messages);
    return out;
}

void MappedCarrier::submit(std::vector<Outgoing> messages) {
    held_ += messages.size();
    for (std::size_t at = 0; at < messages.size();) {
        std::vector<Outgoing> together;
        together.push_back(std::move(messages[at++]));
        std::unordered_set<std::uint64_t> numbers{together.front().to.number()};
        while (at < messages.size() && together.size() < calls_.batch() &&
               goes_with(together.front(), messages[at]) &&
               numbers.insert(messages[at].to.number()).second)
            together.push_back(std::move(messages[at++]));
        if (!calls_.one || draining_) {
            auto const lost = std::make_shared<Batch>();
            lost->messages = std::move(together);
            later(nanoseconds(0),
                  [this, lost] { tell_all(lost, ended(Submitted::What::not_sent)); });
            continue;
        }
        auto const held = together;
        auto batch = batch_of(std::move(together));
        if (batch) {
            waiting_.push_back(std::move(*batch));
            continue;
        }
        auto const refused = std::make_shared<Batch>();
        refused->messages = held;
        later(nanoseconds(0), [this, refused, code = batch.error().detail] {
            tell_all(refused, ended(Submitted::What::refused, "unknown", code));
        });
    }
    later(nanoseconds(0), [this] { pump(); });
}

/// The first whose numbers nobody is on the way to, nor waits for before it.
MappedCarrier::BatchPtr MappedCarrier::next_batch() {
    std::unordered_set<std::uint64_t> before;
    for (auto at = waiting_.begin(); at != waiting_.end(); ++at) {
        auto const& all = (*at)->messages;
        bool const free = std::none_of(all.begin(), all.end(), [&](Outgoing const& each) {
            return busy_.contains(each.to.number()) || before.contains(each.to.number());
        });
        if (free) {
            auto out = *at;
            waiting_.erase(at);
            return out;
        }
        for (auto const& each : all) before.insert(each.to.number());
    }
    return nullptr;
}

void MappedCarrier::pump() {
    if (pumping_) return; // a result that was told came back with more
    pumping_ = true;
    while (!waiting_.empty() && !resting() && out_.size() < window_.size()) {
        auto const now = door_.clock.steady();
        auto const closed = hours_.wait(door_.clock.now());
        auto batch = next_batch();
        if (!batch) break;
        if (closed.count() > 0 || is_over(batch->messages.front(), door_.clock.now())) {
            auto result =
                ended(closed.count() > 0 ? Submitted::What::slow_down : Submitted::What::not_sent,
                      closed.count() > 0 ? "time_band" : "");
            result.retry_after = closed;
            tell_all(batch, std::move(result));
            continue;
        }
        if (auto const pause = rate_.wait(batch->messages.size(), now); pause.count() > 0) {
            waiting_.push_front(std::move(batch));
            wake_after(pause);
            break;
        }
        rate_.take(batch->messages.size(), now);
        for (auto const& each : batch->messages) busy_.insert(each.to.number());
        out_.push_back(batch);
        with_token(*batch->call,
                   [this, batch](std::string_view token) { send(batch, std::string(token)); });
    }
    pumping_ = false;
    tell_if_changed();
}

/// Looks again after a while; one look is enough for all who wait.
void MappedCarrier::wake_after(nanoseconds delay) {
    auto const now = door_.clock.steady();
    auto const at = now + delay;
    if (wakes_at_ > now && wakes_at_ <= at) return;
    wakes_at_ = at;
    later(delay, [this, at] {
        if (wakes_at_ == at) wakes_at_ = {};
        pump();
    });
}

void MappedCarrier::tell_if_changed() {
    bool const room_now = room() > 0, up_now = up();
    bool const changed = up_now != was_up_ || (room_now && !had_room_);
    had_room_ = room_now;
    was_up_ = up_now;
    if (changed) listener_.changed(*this);
    if (room_now || !calls_.one || draining_) return;
    // Full by itself is told by results; the others end with time.
    auto const now = door_.clock.steady();
    if (resting())
        wake_after(rests_until_ - now);
    else if (auto const closed = hours_.wait(door_.clock.now()); closed.count() > 0)
        wake_after(closed);
    else if (rate_.free(now) == 0)
        wake_after(rate_.wait(1, now));
}

void MappedCarrier::later(nanoseconds delay, std::function<void()> work) {
    door_.after(delay, [alive = std::weak_ptr<bool>(alive_), work = std::move(work)] {
        if (alive.lock()) work();
    });
}

void MappedCarrier::tell(BatchPtr const& batch, std::vector<Submitted> results) {
    if (std::exchange(batch->told, true)) return;
    if (std::erase(out_, batch) > 0)
        for (auto const& each : batch->messages) busy_.erase(each.to.number());
    held_ -= std::min(held_, results.size());
    start_polling(results, batch);
    listener_.submitted(*this, std::move(results));
    pump();
}

void MappedCarrier::tell_all(BatchPtr const& batch, Submitted result) {
    result.segments = batch->segments;
    result.parts = batch->calls.parts_are_told ? batch->segments : 1;
    tell(batch, all_of(batch->messages, result));
}

void MappedCarrier::drain(TimePoint by) {
    draining_ = true;
    for (auto const& batch : std::exchange(waiting_, {}))
        tell_all(batch, ended(Submitted::What::not_sent));
    auto const left = std::max(by - door_.clock.now(), Millis(0));
    later(left, [this] {
        for (auto const& batch : std::vector<BatchPtr>(out_))
            tell_all(batch,
                     ended(batch->left ? Submitted::What::unknown : Submitted::What::not_sent));
    });
    tell_if_changed();
}

} // namespace haatline::gateway
