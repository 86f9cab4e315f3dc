#include "gateway/channels/sms/smpp_arrivals.hpp"

#include "gateway/wire/digest.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using namespace std::chrono_literals;
using smpp::Instant;

// An answer that left so lately may not have been read when its link died.
constexpr Instant kReadWithin = 5s;
constexpr Instant kDoubtFor = 10min;
constexpr std::size_t kLatelyMost = 1'000, kDoubtsMost = 10'000, kPutOffMost = 10'000;
constexpr Instant kInboxLook = 60s;

} // namespace

SmppArrivals::SmppArrivals(SmppWorks const& works, SmppOptions const& options,
                           SmppBinds const& binds, Carrier& carrier, CarrierListener& listener)
    : works_(works), options_(options), binds_(binds), carrier_(carrier), listener_(listener),
      self_(std::make_shared<SmppArrivals*>(this)), inbox_({}), in_work_(binds.size()),
      lately_(binds.size()) {}

SmppArrivals::~SmppArrivals() { *self_ = nullptr; }

SmppArrivals::Owed SmppArrivals::owed_of(SmppBind const& bind, smpp::Pdu const& pdu) const {
    return {bind.number(), bind.session(), pdu.command, pdu.sequence, {}, false};
}

void SmppArrivals::answer(Owed const& owed, std::uint32_t status) {
    SmppBind& bind = *binds_[owed.bind];
    if (!owed.identity.empty()) {
        auto& lately = lately_[owed.bind];
        while (lately.size() >= kLatelyMost ||
               (!lately.empty() && lately.front().at + kReadWithin < now()))
            lately.pop_front();
        lately.push_back({now(), owed.identity});
    }
    bind.counts().put_off += status == smpp::status::temporary_app_error;
    bind.respond(smpp::response_to(owed.command, owed.sequence, status), owed.session);
}

CarrierListener::Stored SmppArrivals::when_stored(std::vector<Owed> owed) {
    for (Owed const& one : owed)
        if (!one.identity.empty()) ++in_work_[one.bind][one.identity];
    return [self = self_, owed = std::move(owed)](bool stored) {
        if (!*self) return;
        for (Owed const& one : owed) {
            auto& in_work = (*self)->in_work_[one.bind];
            auto const work = in_work.find(one.identity);
            if (work != in_work.end() && --work->second == 0) in_work.erase(work);
            (*self)->answer(one, stored ? smpp::status::ok : smpp::status::temporary_app_error);
        }
    };
}

void SmppArrivals::came(SmppBind& bind, smpp::Pdu const& pdu) {
    if (pdu.command != smpp::Command::deliver_sm && pdu.command != smpp::Command::data_sm)
        return answer(owed_of(bind, pdu), smpp::status::invalid_command);
    if (smpp::is_ussd(pdu)) return ussd_came(bind, pdu);
    switch (smpp::kind_of(pdu, options_.receipts)) {
    case smpp::DeliverKind::receipt:
        return receipt_came(bind, pdu);
    case smpp::DeliverKind::message:
        return message_came(bind, pdu);
    case smpp::DeliverKind::acknowledgement:
        break;
    }
    ++bind.counts().acknowledgements;
    answer(owed_of(bind, pdu), smpp::status::ok);
}

void SmppArrivals::receipt_came(SmppBind& bind, smpp::Pdu const& pdu) {
    auto news = news_of(pdu, options_);
    if (!news) { // nobody could ever match it, and a refusal would only bring it again
        ++bind.counts().unreadable_receipts;
        return answer(owed_of(bind, pdu), smpp::status::ok);
    }
    ++bind.counts().receipts;
    news->of_part = in_parts_ && in_parts_(news->to.number());
    news_.push_back(std::move(*news));
    news_owed_.push_back(owed_of(bind, pdu));
}

void SmppArrivals::settled() {
    if (news_.empty()) return;
    auto stored = when_stored(std::exchange(news_owed_, {}));
    listener_.receipts(carrier_, std::exchange(news_, {}), std::move(stored));
}

/// Only where the link that the first copy came by ended too early: two replies "1" in a row are two.
bool SmppArrivals::doubtful(std::string const& identity) {
    auto const doubt = doubtful_.find(identity);
    if (doubt == doubtful_.end()) return false;
    bool const still = now() < doubt->second;
    doubtful_.erase(doubt);
    return still;
}

void SmppArrivals::message_came(SmppBind& bind, smpp::Pdu const& pdu) {
    ++bind.counts().messages;
    Owed owed = owed_of(bind, pdu);
    owed.identity = identity_of(pdu);
    owed.maybe_again = doubtful(owed.identity);
    if (put_off_.erase(owed.identity) > 0) // we have had it all the time
        return answer(owed, smpp::status::ok);
    smpp::TextIn text = smpp::read_text(pdu, options_.charsets);
    std::string odd =
        text.readable ? std::string() : fmt::format("data_coding {}", pdu.data_coding);
    std::uint64_t const mark = ++marks_;
    parts_.emplace(mark, owed);
    auto added = inbox_.add(pdu, std::move(text), mark, now());
    if (added.twin) {
        parts_.erase(mark);
        return answer(owed, smpp::status::ok);
    }
    added.joined ? joined(std::move(*added.joined), std::move(odd)) : part_waits(mark);
}

void SmppArrivals::joined(smpp::Inbox::Joined text, std::string odd) {
    std::vector<Owed> owed;
    bool maybe_again = false;
    for (std::uint64_t const mark : text.marks) {
        auto const part = parts_.find(mark);
        if (part == parts_.end()) continue; // put off, and asked for again
        maybe_again = maybe_again || part->second.maybe_again;
        owed.push_back(std::move(part->second));
        parts_.erase(part);
    }
    auto const from = writer_of({0, 0, text.source});
    if (!from) { // a name, or a number of another country: there is nobody to answer
        for (Owed const& one : owed) answer(one, smpp::status::ok);
        return;
    }
    Arrived message;
    message.from = *from;
    message.to = text.destination;
    if (!text.whole) odd = "parts are missing";
    message.odd = std::move(odd);
    message.identity = text.marks.size() == 1 && owed.size() == 1
                           ? owed[0].identity
                           : short_digest({text.source, text.destination, text.text});
    message.by_content = true;
    message.maybe_again = maybe_again;
    message.text = std::move(text.text);
    listener_.arrived(carrier_, std::move(message), when_stored(std::move(owed)));
}

void SmppArrivals::part_waits(std::uint64_t mark) {
    parts_by_age_.emplace_back(now() + options_.parts_wait, mark);
    works_.after(options_.parts_wait, [self = self_] {
        if (*self) (*self)->put_off_parts();
    });
    if (inbox_.open() == 1)
        works_.after(kInboxLook, [self = self_] {
            if (*self) (*self)->look_at_inbox();
        });
}

void SmppArrivals::put_off_parts() {
    for (; !parts_by_age_.empty() && parts_by_age_.front().first <= now();
         parts_by_age_.pop_front()) {
        auto const part = parts_.find(parts_by_age_.front().second);
        if (part == parts_.end()) continue; // joined meanwhile
        will_come_again(part->second.identity);
        answer(part->second, smpp::status::temporary_app_error);
        parts_.erase(part);
    }
}

void SmppArrivals::will_come_again(std::string const& identity) {
    if (put_off_by_age_.size() >= kPutOffMost) {
        put_off_.erase(put_off_by_age_.front());
        put_off_by_age_.pop_front();
    }
    put_off_.insert(identity);
    put_off_by_age_.push_back(identity);
}

void SmppArrivals::look_at_inbox() {
    for (auto& text : inbox_.expired(now())) joined(std::move(text), {});
    if (inbox_.open() == 0) return;
    works_.after(kInboxLook, [self = self_] {
        if (*self) (*self)->look_at_inbox();
    });
}

void SmppArrivals::ussd_came(SmppBind& bind, smpp::Pdu const& pdu) {
    Owed const owed = owed_of(bind, pdu);
    auto const* const dialect = options_.ussd;
    // Never taken for an SMS, whatever it looks like.
    if (!dialect || !ussd_listener_) return answer(owed, smpp::status::permanent_app_error);
    ++bind.counts().ussd;
    auto const heard = smpp::hear_ussd(pdu, *dialect);
    auto const from = writer_of(pdu.source);
    if (!heard || !from) return answer(owed, smpp::status::ok);
    SmppUssdTurn turn;
    turn.event = heard->event;
    turn.from = *from;
    turn.code = heard->code;
    turn.dialogue =
        fmt::format("{}:{}", from->number(),
                    heard->key ? fmt::format("{:04x}", *heard->key) : pdu.destination.digits);
    turn.text = coding::text_of(smpp::read_text(pdu, options_.charsets).part.units);
    auto reply = [self = self_, to = smpp::answer_to(pdu, *dialect),
                  dialogue = turn.dialogue](std::string_view text, bool last) {
        return *self && (*self)->send_screen_(to, text, last, dialogue);
    };
    ussd_listener_->heard(carrier_, std::move(turn), when_stored({owed}), std::move(reply));
}

void SmppArrivals::bind_ended(SmppBind& bind) {
    if (doubtful_.size() >= kDoubtsMost) doubtful_.clear();
    Instant const until = now() + kDoubtFor;
    for (auto const& each : lately_[bind.number()])
        if (each.at + kReadWithin >= now()) doubtful_[each.identity] = until;
    lately_[bind.number()].clear();
    for (auto const& [identity, count] : in_work_[bind.number()]) doubtful_[identity] = until;
    // Parts that wait unanswered come again: theirs is the same part, which the inbox has.
    std::erase_if(parts_, [&](auto const& part) {
        if (part.second.bind != bind.number() || part.second.session != bind.session())
            return false;
        will_come_again(part.second.identity);
        return true;
    });
}

} // namespace haatline::gateway
