#include "gateway/channels/sms/smpp_submissions.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

namespace haatline::gateway {
namespace {

using What = Submitted::What;
using Kind = smpp::LinkEvent::Kind;
using smpp::StatusClass;

constexpr unsigned kPartBits = 8; ///< a message has at most 255 parts
constexpr std::size_t kOddMost = 10'000;
/// Throttled parts of one message that go again at once; then it stands back, so that an SMSC that refuses only
/// this phone holds nobody else up.
constexpr unsigned kPutOffMost = 16;
constexpr std::size_t kUnansweredMost =
    4096; ///< as many as the link itself remembers (wire/smpp/in_flight)

std::uint64_t mark_of(std::uint64_t number, std::size_t part) { return number << kPartBits | part; }

StatusClass class_of(std::uint32_t status, SmppOptions const& options) {
    return options.retry_codes.contains(status) ? StatusClass::retry : smpp::class_of(status);
}

/// When parts of one message end differently. Unknown before "later": sent again it might arrive twice.
constexpr std::array kWorstFirst{What::refused, What::unknown, What::retry, What::slow_down,
                                 What::not_sent};
bool worse(What one, What other) {
    for (What const each : kWorstFirst)
        if (each == other || each == one) return each == one && one != other;
    return false;
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
    if (same != phones_.end()) return same->second.bind;
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
    // The parcel's own number joins its parts, so that a part that does come twice is the same part to a phone,
    // also after a restart.
    auto pdus = submissions_of(message, options_, static_cast<std::uint16_t>(message.parcel), now);
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
    leave_out(job->second);
    auto& phone = phones_.try_emplace(job->second.phone, Phone{bind}).first->second;
    ++phone.jobs;
    phone.long_ones += job->second.pdus.size() > 1;
    queues_[bind].push_back(job->first);
    queued_parts_[bind] += job->second.to_send();
    send_queued(*binds_[bind]);
}

/// Parts that were taken when it was handed over before.
void SmppSubmissions::leave_out(Job& message) {
    if (message.pdus.size() == 1 || halves_.size() == 0) return;
    auto half = halves_.take(message.parcel, message.pdus);
    if (!half) return;
    message.ids = std::move(half->ids);
    message.taken = std::move(half->taken);
    message.accepted = message.taken.size();
    message.next = message.pdus.size();
    for (std::size_t part = 0; part < message.pdus.size(); ++part)
        if (std::ranges::find(message.taken, part) == message.taken.end())
            message.again.push_back(part);
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
        ++message.unanswered;
        return true;
    }
    if (sent.error().code == Errc::limit) return false;
    spdlog::debug("smpp message not sent route={} parcel={} detail={}", options_.name,
                  message.parcel, sent.error().detail);
    stop(job, sent.error().code == Errc::bad_request ? What::refused : What::not_sent);
    return true;
}

void SmppSubmissions::ended(SmppBind& bind, smpp::LinkEvent& event) {
    auto const job = jobs_.find(event.mark >> kPartBits);
    std::size_t const part = event.mark & ((1U << kPartBits) - 1);
    if (event.kind == Kind::late) return came_late(event.mark >> kPartBits, part, event.pdu);
    if (job == jobs_.end() || part >= job->second.ids.size()) return;
    --job->second.unanswered;
    if (event.kind != Kind::response) return stop(job, What::unknown);
    if (event.pdu.status == smpp::status::ok && event.pdu.command != smpp::Command::generic_nack)
        part_accepted(job, part, event.pdu);
    else
        part_refused(bind, job, part, event.pdu);
}

/// The message counts as unknown, and waits for another try: that it was taken all the same saves her a second one.
void SmppSubmissions::came_late(std::uint64_t number, std::size_t part, smpp::Pdu const& response) {
    if (response.status != smpp::status::ok || response.command == smpp::Command::generic_nack)
        return;
    if (auto const job = jobs_.find(number); job != jobs_.end())
        return part < job->second.ids.size() ? part_accepted(job, part, response) : void();
    auto const known = std::ranges::find(unanswered_, number, &Unanswered::number);
    if (known == unanswered_.end()) return;
    auto id = smpp::plain_id(response.message_id, options_.id_form, false);
    Submitted result;
    result.parcel = known->parcel;
    if (known->parts == 1) {
        result.ids.push_back(std::move(id));
    } else {
        auto all = halves_.taken_late(known->parcel, part, std::move(id));
        if (!all) return; // others are still to come, or go again
        result.ids = std::move(*all);
    }
    unanswered_.erase(known);
    result.parts = result.segments = static_cast<std::uint32_t>(result.ids.size());
    results_.push_back(std::move(result));
}

bool SmppSubmissions::in_parts(std::uint64_t phone) const {
    auto const found = phones_.find(phone);
    return found != phones_.end() && found->second.long_ones > 0;
}

void SmppSubmissions::part_accepted(Jobs::iterator job, std::size_t part,
                                    smpp::Pdu const& response) {
    Job& message = job->second;
    message.ids[part] = smpp::plain_id(response.message_id, options_.id_form, false);
    ++binds_[message.bind]->counts().accepted;
    if (message.pdus.size() > 1) message.taken.push_back(part);
    if (++message.accepted == message.pdus.size()) {
        message.what = What::accepted;
        return end(job);
    }
    if (message.stopped && message.unanswered == 0) end(job);
}

/// A throttled part whose message went out in part already goes again by itself. Its place is the front.
bool SmppSubmissions::again_here(SmppBind& bind, Jobs::iterator job, std::size_t part) {
    Job& message = job->second;
    bool const nothing_out =
        message.accepted == 0 && message.unanswered == 0 && message.again.empty();
    bool const in_time =
        message.valid_until == TimePoint{} || message.valid_until > works_.world.clock.now();
    if (nothing_out || message.stopped || !in_time || !bind.may_submit() ||
        ++message.put_off > kPutOffMost)
        return false;
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
        return stop(job, What::slow_down, status);
    case StatusClass::accepted: // a nack without a status
    case StatusClass::unknown:
        if (odd_once_.size() >= kOddMost) odd_once_.clear();
        if (odd_once_.insert(job->second.parcel).second) break;
        odd_once_.erase(job->second.parcel);
        ++bind.counts().refused;
        return stop(job, What::refused, status);
    case StatusClass::refused:
        ++bind.counts().refused;
        return stop(job, What::refused, status);
    case StatusClass::rebind:
        stop(job, What::not_sent, status);
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
    stop(job, What::retry, status);
}

void SmppSubmissions::unqueue(Jobs::iterator job) {
    auto& queue = queues_[job->second.bind];
    queued_parts_[job->second.bind] -= job->second.to_send();
    if (!queue.empty() && queue.front() == job->first) queue.pop_front();
    // Elsewhere in the queue its number leads to no job any more.
}

/// Nothing more of it goes; it ends when the parts that are out have their answers.
void SmppSubmissions::stop(Jobs::iterator job, What what, std::uint32_t status) {
    Job& message = job->second;
    if (!message.stopped || worse(what, message.what)) {
        message.what = what;
        message.status = status;
    }
    if (!message.stopped) unqueue(job);
    message.stopped = true;
    if (message.unanswered == 0) end(job);
}

void SmppSubmissions::end(Jobs::iterator job) {
    Job& message = job->second;
    if (!message.stopped) unqueue(job);
    What const what = message.what;
    Submitted result;
    result.parcel = message.parcel;
    result.what = what;
    result.parts = result.segments = static_cast<std::uint32_t>(message.pdus.size());
    if (what == What::accepted) {
        result.ids = std::move(message.ids);
    } else {
        for (std::size_t const part : message.taken) result.ids.push_back(message.ids[part]);
        bool const may_come_late = what == What::unknown && message.pdus.size() > 1;
        if ((!message.taken.empty() || may_come_late) && what != What::refused)
            halves_.keep(message.parcel, message.pdus,
                         {std::move(message.ids), std::move(message.taken)});
    }
    if (what == What::unknown) {
        if (unanswered_.size() >= kUnansweredMost) unanswered_.pop_front();
        unanswered_.push_back({job->first, message.parcel, message.pdus.size()});
    }
    if (message.status != 0) result.raw_code = raw_code_of(message.status);
    if (what == What::refused || what == What::retry)
        result.reason = reason_of(message.status, options_);
    auto const phone = phones_.find(message.phone);
    if (phone != phones_.end()) {
        phone->second.long_ones -= message.pdus.size() > 1;
        if (--phone->second.jobs == 0) phones_.erase(phone);
    }
    jobs_.erase(job);
    results_.push_back(std::move(result));
}

void SmppSubmissions::bind_ended(SmppBind& bind) {
    auto queue = std::exchange(queues_[bind.number()], {});
    for (std::uint64_t const number : queue) {
        auto const job = jobs_.find(number);
        if (job == jobs_.end()) continue;
        // A part that left and was not answered has stopped it as unknown before.
        stop(job, What::not_sent);
    }
}

std::vector<Submitted> SmppSubmissions::take_results() { return std::exchange(results_, {}); }

} // namespace haatline::gateway
