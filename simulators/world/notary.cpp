#include "simulators/world/notary.hpp"

#include "cluster/reference.hpp"

#include <algorithm>
#include <array>

namespace haatline::simulators::world {
namespace {

/// What a step's screen was is forgotten after a day (storage/upkeep.hpp); clocks are set here by
/// hours.
bool same(storage::Witness::Event const& event, storage::Step const& step, TimePoint now) {
    if (event.phone == 0)
        return event.kind == step.kind && event.ended == step.ended && event.identity.empty() &&
               event.reply.empty();
    bool const forgotten = event.identity.empty() && event.reply.empty() &&
                           now - step.caller.now > std::chrono::hours(20);
    return event.phone == step.caller.phone.number() && event.session == step.session &&
           event.kind == step.kind && event.ended == step.ended &&
           (forgotten || (event.identity == step.identity && event.reply == step.reply));
}

/// These find what they would add there already: a yes that stands or gives the number instead of a
/// call, a wish that stands, a request that waits at the desk.
constexpr std::array<std::string_view, 4> may_add_nothing{"talk.agree", "erase.ask", "number.ask",
                                                          "secret.reset.ask"};

} // namespace

Notary::Notary(gateway::Program const& program, gateway::Pepper const& pepper,
               std::vector<gateway::RouteConfig> const& routes, Story& story)
    : program_(program), pepper_(pepper), routes_(routes), story_(story) {}

Notary::Line& Notary::line(std::uint64_t phone) {
    return lines_.try_emplace(phone, program_, pepper_).first->second;
}

menus::Session const& Notary::session_of(std::uint64_t phone) {
    return line(phone).alone.session();
}

gateway::RouteConfig const& Notary::route_of(std::string_view dialogue) const {
    auto const name = dialogue.substr(0, dialogue.find(':'));
    auto const it = std::find_if(routes_.begin(), routes_.end(),
                                 [&](auto const& route) { return route.name == name; });
    return it == routes_.end() ? routes_.front() : *it;
}

void Notary::answered(Caller const& caller, Question const& question, Answer const& answer) {
    line(caller.phone.number()).heard.push_back({question, answer});
    if (question.name == "caller.profile") is_nobody_else(caller, answer);
}

/// The rest of her dialogue rests on whom this answer takes her for.
void Notary::is_nobody_else(Caller const& caller, Answer const& answer) {
    if (!witness_) return;
    auto const hers = witness_->enterprises_of(caller.phone.number());
    if (!hers) return story_.broken("{}", hers.error().detail);
    auto const taken_for = answer.values.get("eid");
    bool const known = std::any_of(hers->begin(), hers->end(), [&](std::uint64_t each) {
        return std::to_string(each) == taken_for;
    });
    if (!taken_for.empty() && !known)
        story_.broken("a caller is taken for somebody who is not behind her number");
    if (answer.outcome == "new" && !hers->empty())
        story_.broken("a member is taken for somebody nobody knows");
}

void Notary::not_answered(Caller const& caller) { line(caller.phone.number()).heard.clear(); }

void Notary::appended(storage::Step const& step, std::uint64_t token) {
    auto& heard = line(step.caller.phone.number()).heard;
    Noted noted{step, std::move(heard), nullptr, 0};
    heard.clear();
    // Of several identical answers the one that came first.
    auto const it = std::find_if(open_.begin(), open_.end(), [&](CallbackPtr const& each) {
        return each->dialogue == step.session && each->read.identity == step.identity &&
               !each->hangup() && each->arrival > 0;
    });
    if (it != open_.end() && step.kind != "hangup") {
        noted.callback = *it;
        noted.arrival = (*it)->arrival;
        open_.erase(it);
    }
    queued_.emplace(token, std::move(noted));
}

void Notary::on_disk(storage::Committed const& committed) {
    auto const it = queued_.find(committed.token);
    if (it == queued_.end()) return;
    Noted noted = std::move(it->second);
    queued_.erase(it);
    // A refused commit may still come to light after a crash: its bytes were written.
    if (committed.seq)
        durable(*committed.seq, std::move(noted));
    else {
        story_.say("  a step was refused: {}", committed.seq.error().detail);
        doubtful_.push_back(std::move(noted));
    }
}

void Notary::durable(std::uint64_t seq, Noted noted) {
    auto const& step = noted.step;
    story_.say("  step {} ({}{}) is on the disk", seq, step.kind,
               noted.callback ? fmt::format(" of callback {}", noted.callback->number) : "");
    auto& hers = line(step.caller.phone.number());
    if (noted.arrival > 0) {
        if (noted.arrival <= hers.last_arrival)
            story_.broken("the turns of one number are out of order: callback {} was taken after a "
                          "later one",
                          noted.callback->number);
        hers.last_arrival = noted.arrival;
    }
    if (auto const wrong = hers.alone.take(step, route_of(step.session), noted.heard))
        story_.broken("step {}: had she been alone, it would be otherwise: the caller {}", seq,
                      *wrong);
    count_effects(noted);
    durable_.emplace(seq, std::move(noted));
}

void Notary::count_effects(Noted const& noted) {
    auto const phone = noted.step.caller.phone.number();
    for (auto const& effect : noted.step.effects) {
        ++effects_[effect.name];
        if (effect.name == "erase.ask") wishes_.push_back(noted.step.caller.now);
        if (effect.name == "talk.ask") askers_.insert(phone);
        if (effect.name == "talk.agree") givers_.insert(phone);
        if (effect.name == "search.empty") ++empty_searches_;
        auto const* contract = find_effect(effect.name);
        auto const serial = reference_serial(effect.with.get("ref"));
        if (!contract || contract->serial.empty() || !serial) continue;
        bool const sure = std::find(may_add_nothing.begin(), may_add_nothing.end(), effect.name) ==
                          may_add_nothing.end();
        left_[std::string(contract->serial)][*serial] = {phone, sure};
    }
}

void Notary::arrived(CallbackPtr const& callback) {
    ++callback->waiting;
    if (callback->arrival > 0) return;
    callback->arrival = ++arrivals_;
    open_.push_back(callback);
}

bool Notary::is_sentence(std::string_view key, Heard const& heard) const {
    auto const languages = program_.words.languages();
    return heard.ended &&
           std::any_of(languages.begin(), languages.end(), [&](auto const& language) {
               return program_.words.format(key, language.code, "ussd", {}) == heard.text;
           });
}

/// A reply leaves the gateway.
void Notary::replied(Callback& callback, gateway::RawReply const& reply, Heard const& heard) {
    if (--callback.waiting < 0)
        story_.broken("callback {} was replied to more often than it came", callback.number);
    if (reply.status != 200)
        story_.broken("callback {} got status {}", callback.number, reply.status);
    // Whatever became of it, no later step is its own: this may have been an old reply.
    std::erase_if(open_, [&](CallbackPtr const& each) { return each.get() == &callback; });
    if (callback.hangup()) return;
    fits(callback, heard.text);
    is_hers(callback, heard.text);
    // What was looked up for the sentence's language belongs to no dialogue.
    if (is_sentence("err.expired", heard)) line(callback.phone()).heard.clear();
    hides_numbers(callback, heard.text);
    if (is_sentence("err.busy", heard) || is_sentence("err.expired", heard)) {
        // No step: whether it comes again before or after another is open.
        callback.arrival = 0;
        if (!callback.first_reply.empty() && callback.exact())
            story_.broken("a retry of callback {} got no reply, and its twin had one",
                          callback.number);
        return;
    }
    is_a_step(callback, heard);
    std::string const bytes = reply.body;
    if (!callback.first_reply.empty() && callback.first_reply != bytes)
        story_.broken("a retry of callback {} got other bytes than its twin", callback.number);
    callback.first_reply = bytes;
}

void Notary::look_for_new_events() {
    auto const last = seen_.empty() ? settled_ : seen_.rbegin()->first;
    auto events = witness_->events_after(last);
    if (!events) return story_.broken("the log cannot be read: {}", events.error().detail);
    for (auto& event : *events) {
        by_key_[{event.phone, event.session, event.identity}].push_back(event.seq);
        seen_.emplace(event.seq, std::move(event));
    }
}

/// What she reads is on the disk now, as a step of hers, once.
void Notary::is_a_step(Callback& callback, Heard const& heard) {
    look_for_new_events();
    auto const& seqs = by_key_[{callback.phone(), callback.dialogue, callback.read.identity}];
    if (seqs.empty())
        return story_.broken("the reply to callback {} left, and its step is not on the disk",
                             callback.number);
    if (callback.exact() && seqs.size() > 1)
        return story_.broken("callback {} became {} steps", callback.number, seqs.size());
    auto const& event = seen_.at(seqs.back());
    if (event.reply != heard.text || event.ended != heard.ended)
        return story_.broken("the reply to callback {} is not the one of its step:\n{}\ninstead "
                             "of\n{}",
                             callback.number, heard.text, event.reply);
    callback.seq = event.seq;
}

void Notary::fits(Callback const& callback, std::string_view text) {
    auto const measure = coding::measure(text);
    if (!route_of(callback.dialogue).budget.fits(measure))
        story_.broken("the reply to callback {} has {} units, more than its route carries",
                      callback.number, measure.units);
}

void Notary::is_hers(Callback const& callback, std::string_view text) {
    for (auto const& [word, whose] : private_words_)
        if (whose != callback.phone() && text.find(word) != std::string_view::npos)
            story_.broken("the reply to callback {} shows what another caller typed",
                          callback.number);
}

void Notary::hides_numbers(Callback const& callback, std::string_view text) {
    auto const reader = callback.phone();
    for (auto const& [digits, whose] : numbers_) {
        auto const in_groups = digits.substr(0, 5) + ' ' + digits.substr(5);
        if (whose == reader || (text.find(digits) == std::string_view::npos &&
                                text.find(in_groups) == std::string_view::npos))
            continue;
        bool const given = givers_.contains(whose) && askers_.contains(reader);
        if (!given && !known_numbers_.contains({reader, digits}))
            story_.broken("the reply to callback {} shows a number that nobody gave away",
                          callback.number);
    }
}

void Notary::keep_number(std::uint64_t phone, std::string digits) {
    numbers_.emplace(std::move(digits), phone);
}

void Notary::knows_number(std::uint64_t phone, std::string digits) {
    known_numbers_.emplace(phone, std::move(digits));
}

void Notary::keep_private(std::uint64_t phone, std::string word) {
    private_words_.emplace(std::move(word), phone);
}

void Notary::read(Callback const& callback, Heard const& heard, bool faults) {
    if (!callback.clean) return;
    if (is_sentence("err.expired", heard))
        story_.broken("callback {} is of a dialogue that is open, and she is told it is over",
                      callback.number);
    if (is_sentence("err.busy", heard) && !faults)
        story_.broken("callback {} was refused as busy, and nothing was the matter",
                      callback.number);
}

void Notary::crashed() {
    witness_ = nullptr;
    for (auto& [token, noted] : queued_) doubtful_.push_back(std::move(noted));
    queued_.clear();
    for (auto& [phone, hers] : lines_) hers.heard.clear();
    for (auto const& callback : open_) callback->arrival = 0;
    for (auto& [seq, noted] : durable_)
        if (noted.callback) noted.callback->arrival = 0;
    for (auto& noted : doubtful_)
        if (noted.callback) noted.callback->arrival = 0;
    open_.clear();
    seen_.clear();
    by_key_.clear();
}

void Notary::opened(storage::Witness& witness) {
    witness_ = &witness;
    if (first_serial_.empty()) {
        for (auto const& contract : effect_contracts()) {
            if (contract.serial.empty()) continue;
            auto const there = witness.left(contract.serial, 0);
            if (!there) return story_.broken("{}", there.error().detail);
            first_serial_[std::string(contract.serial)] =
                there->empty() ? 0 : there->back().serial + 1;
        }
        empty_searches_ = witness.empty_searches().value_or(0);
        if (auto const before = witness.events_after(0); before && !before->empty())
            settled_ = before->back().seq;
        if (auto const asks = witness.left("enquiry", 0))
            for (auto const& ask : *asks) askers_.insert(ask.phone);
    }
    compare_events();
    doubtful_.clear();
    compare_effects();
}

void Notary::compare(Care care) {
    compare_events();
    compare_effects();
    if (care == Care::promises) return;
    auto const overdue = witness_->overdue_erasures(story_.now() - std::chrono::hours(3));
    if (overdue && *overdue > 0)
        story_.broken("{} people wished to be erased a week ago, and are there", *overdue);
    if (auto whole = witness_->whole(); !whole) story_.broken("{}", whole.error().detail);
}

/// Nobody is erased who did not wish it a week ago; clocks are set here by minutes.
bool Notary::is_as_promised(storage::Witness::Event const& event, storage::Step const& step) const {
    constexpr auto week = std::chrono::hours(7 * 24 - 3);
    bool const due = std::any_of(wishes_.begin(), wishes_.end(),
                                 [&](TimePoint wish) { return story_.now() - wish > week; });
    return (event.phone != 0 || due) && same(event, step, story_.now());
}

void Notary::erased(std::uint64_t phone) {
    if (!erased_.insert(phone).second) return;
    story_.say("  somebody behind a number was erased");
    line(phone).alone.forget();
}

/// Every step that was acknowledged is there, as it was; what else is there was on its way.
void Notary::compare_events() {
    seen_.clear();
    by_key_.clear();
    look_for_new_events();
    for (auto const& [seq, noted] : durable_) {
        auto const it = seen_.find(seq);
        if (it == seen_.end()) return story_.broken("step {} was on the disk and is gone", seq);
        if (it->second.phone == 0) erased(noted.step.caller.phone.number());
        if (!is_as_promised(it->second, noted.step))
            return story_.broken("step {} is another now", seq);
    }
    for (auto const& [seq, event] : seen_) {
        if (durable_.contains(seq)) continue;
        auto const it = std::find_if(doubtful_.begin(), doubtful_.end(), [&](Noted const& noted) {
            return is_as_promised(event, noted.step);
        });
        if (it == doubtful_.end())
            return story_.broken("step {} is on the disk, and nobody made it", seq);
        Noted noted = std::move(*it);
        doubtful_.erase(it);
        noted.arrival = 0;
        durable(seq, std::move(noted));
    }
    for (auto const& [key, seqs] : by_key_) {
        if (seqs.size() < 2 || std::get<2>(key).empty()) continue;
        auto const it = durable_.find(seqs.back());
        if (it != durable_.end() && it->second.callback && it->second.callback->exact())
            return story_.broken("callback {} became {} steps", it->second.callback->number,
                                 seqs.size());
    }
}

/// Each row was promised, once, and none that was promised is missing.
bool Notary::are_left(std::string_view counter, std::vector<storage::Witness::Left> const& there) {
    auto missing = left_[std::string(counter)];
    for (auto const& row : there) {
        auto const it = missing.find(row.serial);
        if (it == missing.end() || (row.phone != 0 && row.phone != it->second.phone)) return false;
        missing.erase(it);
    }
    // What others asked of her goes with whoever is erased.
    bool const between_two = !erased_.empty() && counter != "member" && counter != "listing";
    return std::none_of(missing.begin(), missing.end(), [&](auto const& each) {
        return each.second.sure && !between_two && !erased_.contains(each.second.phone);
    });
}

/// Each effect of a durable step took place once, and no other did.
void Notary::compare_effects() {
    for (auto const& [counter, first] : first_serial_) {
        auto there = witness_->left(counter, first);
        if (!there) return story_.broken("{}", there.error().detail);
        if (!are_left(counter, *there))
            return story_.broken("{}: {} are in the database, {} were acknowledged, or they are "
                                 "not the same",
                                 counter, there->size(), left_[counter].size());
    }
    auto const searches = witness_->empty_searches();
    if (searches && *searches != empty_searches_)
        story_.broken("searches that found nobody: {} are counted, {} took place", *searches,
                      empty_searches_);
}

} // namespace haatline::simulators::world
