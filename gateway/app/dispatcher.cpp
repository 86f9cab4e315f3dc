#include "gateway/app/dispatcher.hpp"

#include "base/limits.hpp"
#include "gateway/app/dispatcher_working.hpp"
#include "gateway/channels/ussd/reading.hpp"

#include <algorithm>
#include <charconv>

namespace haatline::gateway {
namespace {

TurnReply say(UssdReply screen) { return {TurnReply::Kind::screen, std::move(screen), {}}; }

} // namespace

Dispatcher::Dispatcher(Asker& asker, World& world, Metrics& metrics,
                       std::shared_ptr<Program const> program, Pepper const& pepper,
                       DispatcherOptions options)
    : asker_(asker), world_(world), metrics_(metrics), program_(std::move(program)),
      pepper_(pepper), options_(options),
      phones_([this](std::string_view text) { return pepper_.mark(text); }),
      admission_(options.admission, std::hash<std::string>()(pepper_.mark("admission"))) {}

void Dispatcher::begin(storage::Journal& journal,
                       std::map<std::string, std::uint64_t, std::less<>> serials) {
    journal_ = &journal;
    serials_ = std::move(serials);
}

void Dispatcher::pump(Phone& phone) {
    if (phone.busy || phone.waiting.empty()) return;
    phone.busy = true;
    if (phone.loaded) return run_front(phone);
    if (auto const left = left_.find(phone.number); left != left_.end()) {
        phone.loaded = phone.stored = true;
        read_from_disk(phone, left->second.state);
        return run_front(phone);
    }
    asker_.snapshot_of(phone.number, [this, &phone](Result<std::string> state) {
        // A snapshot that cannot be read now must not be taken for "never called": the caller would
        // lose her answers.
        if (!state) {
            say_not_answered("snapshot", state.error());
            return finish(phone, say(words_only("err.busy", phone.session.language)),
                          TurnOutcome::busy);
        }
        phone.loaded = true;
        phone.stored = !state->empty();
        read_from_disk(phone, std::move(*state));
        run_front(phone);
    });
}

/// The turn at the front as work in hand.
std::shared_ptr<Dispatcher::Working> Dispatcher::begun(Phone& phone) {
    Waiting& front = phone.waiting.front();
    auto working = std::make_shared<Working>();
    working->phone = &phone;
    working->program = program_;
    working->route = front.turn.route;
    working->provider = front.turn.provider;
    working->callback = std::move(front.turn.callback);
    working->message = front.turn.message;
    working->dialogue = std::move(front.dialogue);
    working->marks = front.marks;
    working->now = now();
    return working;
}

void Dispatcher::run_front(Phone& phone) {
    if (phone.waiting.front().given_up()) return finish(phone, {}, TurnOutcome::busy);
    auto working = begun(phone); // first: it looks at the clock
    phone.ensure_read(phones_.marker());
    for (auto* at : {&phone.last, &phone.session.last, &phone.session.started})
        *at = std::min(*at, working->now); // a clock that was ahead wrote it
    if (working->callback.kind == Callback::Kind::hangup) return hang_up(std::move(working));

    if (working->message) return run_message(std::move(working));
    bool const ours = phone.dialogue == working->dialogue;
    auto dialogue = live(phone, ours, working->callback.session, working->now);
    dialogue.overtaken =
        !ours &&
        std::any_of(phone.answered.begin(), phone.answered.end(), [&](Answered const& each) {
            return each.marks.dialogue == working->marks.dialogue;
        });
    Meaning meaning = working->provider->meaning(working->callback, dialogue);
    if (meaning.kind == Meaning::Kind::late) return too_late(std::move(working));
    using Kind = menus::Input::Kind;
    auto kind = meaning.kind == Meaning::Kind::dial     ? Kind::dial
                : meaning.kind == Meaning::Kind::answer ? Kind::answer
                                                        : Kind::again;
    working->kind = kind == Kind::dial ? "begin" : "answer";
    if (kind != Kind::dial) {
        auto began_with = program_of(phone);
        // "1" was said to a screen that nobody has any more: she is asked whether to go on.
        working->hushed = !began_with; // whether it was a secret number nobody knows
        if (!began_with)
            kind = Kind::again;
        else
            working->program = std::move(began_with);
    }
    working->typed = std::move(meaning.input);
    if (auto const& text = working->callback.text; !text.empty() && working->provider->cumulative())
        working->text = {text.size(), pepper_.mark(text)};
    working->hushed =
        working->hushed || (kind != Kind::dial && working->program->engine.hushes(phone.session));
    run_engine(working, working->program->engine.take(phone.session, {kind, working->typed},
                                                      context(*working)));
}

/// Of a call that is over, nothing is kept in memory for long, nor is its language: then the store
/// knows what she chose.
void Dispatcher::too_late(std::shared_ptr<Working> working) {
    auto const end = [this, working](std::string_view language) {
        finish(*working->phone, say(words_only("err.expired", language)), TurnOutcome::late);
    };
    if (auto const& known = working->phone->session.language; !known.empty()) return end(known);
    asker_.ask({"caller.profile", {}}, caller(*working), [end](Result<Answer> const& answer) {
        end(answer ? answer->values.get("lang") : std::string_view());
    });
}

void Dispatcher::run_engine(std::shared_ptr<Working> working, menus::Next next) {
    if (auto* said = std::get_if<menus::Said>(&next)) return write_down(working, std::move(*said));
    auto asked = std::make_shared<menus::Asked>(std::move(std::get<menus::Asked>(next)));
    working->session.language = asked->session.language;
    working->session.person = asked->session.person;
    Question question = asked->question;
    auto const phone = working->callback.phone;
    if (!harvest_.allows(phone.number(), question.name, question.with, working->now)) {
        take_notice(notice_of(question.name, "limit"), phone);
        return run_engine(working, working->program->engine.go_on(std::move(*asked),
                                                                  {"limit", {}, {}, false},
                                                                  context(*working)));
    }
    asker_.ask(
        std::move(question), caller(*working), [this, working, asked](Result<Answer> answer) {
            if (!answer) {
                say_not_answered(asked->question.name, answer.error());
                return finish(*working->phone, say(words_only("err.busy", asked->session.language)),
                              TurnOutcome::fault);
            }
            take_notice(notice_of(asked->question.name, answer->outcome), working->callback.phone);
            run_engine(working, working->program->engine.go_on(std::move(*asked), *answer,
                                                               context(*working)));
        });
}

void Dispatcher::write_down(std::shared_ptr<Working> working, menus::Said said) {
    // She was told to dial again: then nothing may have happened.
    if (working->phone->waiting.front().given_up())
        return finish(*working->phone, {}, TurnOutcome::busy);
    working->session = std::move(said.session);
    working->reply = {std::move(said.screen.text), said.screen.ended};
    storage::Step step;
    step.caller = caller(*working);
    step.session = working->dialogue;
    step.identity = working->callback.identity;
    step.kind = working->kind;
    if (!working->hushed)
        step.said = working->kind == "begin" ? dialled_parts(working->typed) : working->typed;
    if (!working->session.ended)
        step.state = phone_state_json(working->dialogue, working->text, working->reply.ended,
                                      working->program->mark, working->session);
    step.reply = working->reply.text;
    step.ended = working->reply.ended;
    step.effects = std::move(said.effects);
    if (working->message) leave_answer(*working, step);
    if (sends_ && !step.effects.empty()) tell_newcomer(*working, step);
    append(std::move(working), std::move(step));
}

void Dispatcher::hang_up(std::shared_ptr<Working> working) {
    Phone& phone = *working->phone;
    if (phone.dialogue != working->dialogue || phone.ended)
        return finish(phone, {TurnReply::Kind::hung_up_unknown, {}, {}}, TurnOutcome::hangup);
    working->text = phone.text;
    working->kind = "hangup";
    working->hangup = true;
    working->session = phone.session;
    storage::Step step;
    step.caller = caller(*working);
    step.session = working->dialogue;
    step.kind = working->kind;
    step.state =
        phone_state_json(working->dialogue, phone.text, true, phone.program, phone.session);
    step.ended = true;
    append(std::move(working), std::move(step));
}

void Dispatcher::append(std::shared_ptr<Working> working, storage::Step step) {
    std::uint64_t const token = oldest_token_ + on_the_way_.size();
    auto const queued = journal_->append(std::move(step), token);
    if (!queued) {
        return finish(*working->phone, say(words_only("err.busy", working->session.language)),
                      TurnOutcome::busy);
    }
    count_on_the_way(-1);
    on_the_way_.push_back(std::move(working));
}

void Dispatcher::committed(std::vector<storage::Committed> const& steps) {
    since_tidy_ += steps.size();
    for (auto const& step : steps) {
        if (step.token < oldest_token_ || step.token - oldest_token_ >= on_the_way_.size())
            continue;
        auto const working = std::move(on_the_way_[step.token - oldest_token_]);
        while (!on_the_way_.empty() && !on_the_way_.front()) {
            on_the_way_.pop_front();
            ++oldest_token_;
        }
        if (!working) continue;
        count_on_the_way(+1); // finish() takes it back: the turn no longer waits for the disk
        Phone& phone = *working->phone;
        if (!step.seq) {
            ++(storage::lost_a_race(step) ? metrics_.steps_overtaken : metrics_.steps_failed);
            finish(phone, say(words_only("err.busy", phone.session.language)), TurnOutcome::busy);
            continue;
        }
        ++metrics_.steps_committed;
        head_seq_ = std::max(head_seq_, *step.seq);
        phone.last = working->now;
        phone.session = std::move(working->session);
        phone.ended = working->hangup || working->reply.ended;
        phones_.touched(phone, *step.seq);
        if (working->hangup) {
            finish(phone, {TurnReply::Kind::hung_up_known, {}, {}}, TurnOutcome::hangup);
            continue;
        }
        phone.dialogue = working->dialogue;
        phone.text = std::move(working->text);
        phone.program = working->program->mark;
        bool const counts = working->callback.retry == RetryRule::while_unanswered;
        remember(phone, {working->marks, working->reply,
                         counts ? Answered::Delivery::pending : Answered::Delivery::written,
                         working->now});
        TurnReply reply = say(working->reply);
        if (counts) reply.sent = watch(phone, working->marks);
        finish(phone, std::move(reply),
               working->reply.ended ? TurnOutcome::ended : TurnOutcome::screen);
    }
    // Under load the log grows by tens of thousands of events a second: put phones down as it
    // grows, not by the clock.
    constexpr std::size_t steps_between_tidying = 512;
    if (since_tidy_ >= steps_between_tidying) tidy_up();
}

UssdReply Dispatcher::words_only(std::string_view key, std::string_view language) const {
    return {program_->words.format(key, language.empty() ? "en" : language, "ussd", {}), true};
}

menus::Context Dispatcher::context(Working const& working) {
    menus::Context out;
    out.now = working.now;
    out.budget = working.route->config.budget;
    out.ucs2 = working.route->config.ucs2;
    out.service_code = working.route->config.service_code;
    if (working.message) out.channel = menus::sms_channel;
    out.sends = sends_ || working.message;
    out.digest = [this](std::string_view person, std::string_view digits) {
        return pepper_.digest(person, digits);
    };
    out.serial = [this](std::string_view counter) {
        auto const it = serials_.find(counter);
        return it == serials_.end() ? serials_.emplace(counter, 1).first->second++ - 1
                                    : it->second++;
    };
    return out;
}

Caller Dispatcher::caller(Working const& working) const {
    std::string const& language = working.session.language;
    std::string const& known = working.session.person;
    std::int64_t person = 0;
    std::from_chars(known.data(), known.data() + known.size(), person);
    return {working.callback.phone,
            working.dialogue,
            std::string(working.message ? menus::sms_channel : menus::ussd_channel),
            language.empty() ? "en" : language,
            working.now,
            person};
}

void Dispatcher::remember(Phone& phone, Answered answered) {
    if (options_.answered_max == 0) return;
    if (phone.answered.size() >= options_.answered_max)
        phone.answered.erase(phone.answered.begin());
    phone.answered.push_back(std::move(answered));
}

/// The journal hears only of the first and the last: each word to it takes its lock.
void Dispatcher::count_on_the_way(int change) {
    bool const were_some = not_appended_ > 0;
    not_appended_ = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(not_appended_) + change);
    if (were_some != (not_appended_ > 0)) journal_->expect(not_appended_);
}

void Dispatcher::tidy_up() {
    // A few at a time: this rides along with turns and must not make one of them wait.
    constexpr std::size_t at_once = 256;
    since_tidy_ = 0;
    auto down =
        phones_.put_down(now(), head_seq_, options_.replay_span_max, options_.idle_max, at_once);
    if (!left_.empty())
        std::erase_if(left_, [written = journal_->snapshots_written()](auto const& each) {
            return each.second.call <= written;
        });
    if (down.covered_seq == 0) return;
    ++snapshot_calls_;
    for (auto const& each : down.snapshots)
        left_.insert_or_assign(each.phone, Left{snapshot_calls_, each.state});
    journal_->snapshot(std::move(down.snapshots), down.covered_seq);
}

} // namespace haatline::gateway
