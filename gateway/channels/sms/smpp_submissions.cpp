#include "gateway/channels/sms/smpp_submissions.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using What = Submitted::What;
using Kind = smpp::LinkEvent::Kind;
using smpp::StatusClass;

constexpr unsigned kPartBits = 8; ///< a message has at most 255 parts
constexpr std::size_t kOddMost = 10'000;

std::uint64_t mark_of(std::uint64_t number, std::size_t part) { return number << kPartBits | part; }

StatusClass class_of(std::uint32_t status, SmppOptions const& options) {
    return options.retry_codes.contains(status) ? StatusClass::retry : smpp::class_of(status);
}

} // namespace

std::size_t SmppSubmissions::free_parts(std::size_t bind) const {
    std::size_t const room = binds_[bind]->room();
    return room > queued_parts_[bind] ? room - queued_parts_[bind] : 0;
}

std::size_t SmppSubmissions::room() const {
    std::size_t sum = 0;
    for (std::size_t bind = 0; bind < binds_.size(); ++bind) sum += free_parts(bind);
    return sum;
}

/// The one that has a message to this phone already, so that they stay in order; else the emptiest.
std::size_t SmppSubmissions::bind_for(std::uint64_t phone) const {
    auto const same = phones_.find(phone);
    if (same != phones_.end()) return same->second.first;
    std::size_t best = binds_.size(), most = 0;
    for (std::size_t bind = 0; bind < binds_.size(); ++bind) {
        if (!binds_[bind]->may_submit()) continue;
        std::size_t const free = free_parts(bind);
        if (best == binds_.size() || free > most) {
            best = bind;
            most = free;
        }
    }
    return best;
}

void SmppSubmissions::take(Outgoing message) {
    Submitted result;
    result.parcel = message.parcel;
    TimePoint const now = works_.world.clock.now();
    std::size_t const bind = bind_for(message.to.number());
    if (bind == binds_.size()) {
        result.what = What::not_sent;
        return results_.push_back(std::move(result));
    }
    if (message.valid_until != TimePoint{} && message.valid_until <= now) {
        result.what = What::refused;
        result.reason = "unknown";
        result.raw_code = "expired";
        return results_.push_back(std::move(result));
    }
    auto pdus = submissions_of(message, options_, ++reference_, now);
    if (!pdus) {
        spdlog::debug("smpp message not sent route={} parcel={} reason={} detail={}", options_.name,
                      message.parcel, pdus.error().reason, pdus.error().detail);
        result.what = What::refused;
        result.reason = pdus.error().reason;
        return results_.push_back(std::move(result));
    }
    auto const job = jobs_.try_emplace(++numbers_).first;
    job->second.parcel = message.parcel;
    job->second.phone = message.to.number();
    job->second.ids.resize(pdus->size());
    job->second.pdus = std::move(*pdus);
    job->second.bind = bind;
    job->second.valid_until = message.valid_until;
    ++phones_.try_emplace(job->second.phone, bind, 0U).first->second.second;
    queues_[bind].push_back(job->first);
    queued_parts_[bind] += job->second.pdus.size();
    send_queued(*binds_[bind]);
}

void SmppSubmissions::send_queued(SmppBind& bind) {
    auto& queue = queues_[bind.number()];
    while (!queue.empty() && bind.room() > 0) {
        auto const job = jobs_.find(queue.front());
        if (job == jobs_.end() || job->second.to_send() == 0) {
            queue.pop_front();
            continue;
        }
        if (!send_part(bind, job)) return;
    }
}

bool SmppSubmissions::send_part(SmppBind& bind, Jobs::iterator job) {
    Job& message = job->second;
    bool const first_time = message.again.empty();
    std::size_t const part = first_time ? message.next : message.again.front();
    auto sent = bind.submit(message.pdus[part], mark_of(job->first, part));
    if (sent) {
        first_time ? void(++message.next) : void(message.again.erase(message.again.begin()));
        --queued_parts_[bind.number()];
        return true;
    }
    if (sent.error().code == Errc::limit) return false;
    spdlog::debug("smpp message not sent route={} parcel={} detail={}", options_.name,
                  message.parcel, sent.error().detail);
    end(job, sent.error().code == Errc::bad_request ? What::refused : What::not_sent);
    return true;
}

void SmppSubmissions::ended(SmppBind& bind, smpp::LinkEvent& event) {
    auto const job = jobs_.find(event.mark >> kPartBits);
    std::size_t const part = event.mark & ((1U << kPartBits) - 1);
    if (job == jobs_.end() || part >= job->second.ids.size()) return;
    if (event.kind == Kind::expired || event.kind == Kind::lost) return end(job, What::unknown);
    if (event.kind != Kind::response) return;
    if (event.pdu.status == smpp::status::ok && event.pdu.command != smpp::Command::generic_nack)
        part_accepted(job, part, event.pdu);
    else
        part_refused(bind, job, part, event.pdu);
}

void SmppSubmissions::part_accepted(Jobs::iterator job, std::size_t part,
                                    smpp::Pdu const& response) {
    Job& message = job->second;
    message.ids[part] = smpp::plain_id(response.message_id, options_.id_form, false);
    ++binds_[message.bind]->counts().accepted;
    if (++message.accepted == message.pdus.size()) end(job, What::accepted);
}

/// A part whose message went out in part already goes again by itself: the whole message would arrive
/// twice. Its place is the front.
bool SmppSubmissions::again_here(SmppBind& bind, Jobs::iterator job, std::size_t part) {
    Job& message = job->second;
    bool const all_there_is = message.next == 1 && message.accepted == 0;
    bool const in_time =
        message.valid_until == TimePoint{} || message.valid_until > works_.world.clock.now();
    if (all_there_is || !in_time || !bind.may_submit()) return false;
    auto& queue = queues_[bind.number()];
    if (queue.empty() || queue.front() != job->first) queue.push_front(job->first);
    message.again.push_back(part);
    ++queued_parts_[bind.number()];
    return true;
}

void SmppSubmissions::part_refused(SmppBind& bind, Jobs::iterator job, std::size_t part,
                                   smpp::Pdu const& response) {
    std::uint32_t const status = response.status;
    switch (class_of(status, options_)) {
    case StatusClass::slow_down:
        if (again_here(bind, job, part)) return;
        return end(job, What::slow_down, status);
    case StatusClass::accepted: // a nack without a status
    case StatusClass::unknown:
        if (odd_once_.size() >= kOddMost) odd_once_.clear();
        if (odd_once_.insert(job->second.parcel).second) break;
        odd_once_.erase(job->second.parcel);
        ++bind.counts().refused;
        return end(job, What::refused, status);
    case StatusClass::refused:
        ++bind.counts().refused;
        return end(job, What::refused, status);
    case StatusClass::rebind:
        end(job, What::not_sent, status);
        return bind.rebind();
    case StatusClass::bind_refused:
        spdlog::error("smpp submissions refused route={} status={}; ask the operator about the "
                      "account",
                      options_.name, raw_code_of(status));
        break;
    case StatusClass::retry:
        break;
    }
    ++bind.counts().retried;
    end(job, What::retry, status);
}

void SmppSubmissions::unqueue(Jobs::iterator job) {
    auto& queue = queues_[job->second.bind];
    queued_parts_[job->second.bind] -= job->second.to_send();
    if (!queue.empty() && queue.front() == job->first) queue.pop_front();
    // Elsewhere in the queue its number leads to no job any more.
}

void SmppSubmissions::end(Jobs::iterator job, What what, std::uint32_t status) {
    Job& message = job->second;
    unqueue(job);
    Submitted result;
    result.parcel = message.parcel;
    result.what = what;
    result.segments = static_cast<std::uint32_t>(message.pdus.size());
    if (what == What::accepted) result.ids = std::move(message.ids);
    if (status != 0) result.raw_code = raw_code_of(status);
    if (what == What::refused || what == What::retry) result.reason = reason_of(status, options_);
    auto const phone = phones_.find(message.phone);
    if (phone != phones_.end() && --phone->second.second == 0) phones_.erase(phone);
    jobs_.erase(job);
    results_.push_back(std::move(result));
}

void SmppSubmissions::bind_ended(SmppBind& bind) {
    auto queue = std::exchange(queues_[bind.number()], {});
    for (std::uint64_t const number : queue) {
        auto const job = jobs_.find(number);
        if (job == jobs_.end()) continue;
        // A part that left and was not answered has ended it as unknown before.
        end(job, job->second.next == 0 ? What::not_sent : What::unknown);
    }
}

std::vector<Submitted> SmppSubmissions::take_results() { return std::exchange(results_, {}); }

} // namespace haatline::gateway
