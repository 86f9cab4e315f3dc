#include "base/limits.hpp"
#include "cluster/tidings.hpp"
#include "gateway/app/dispatcher_working.hpp"
#include "locales/text/clean.hpp"
#include "locales/text/digits.hpp"
#include "menus/keywords.hpp"

#include <algorithm>
#include <array>

// Turns that came by SMS: the answer is a parcel of the step, and leaves after it is on disk.
namespace haatline::gateway {
namespace {

/// Who wrote still has the phone in hand; later an answer only puzzles.
constexpr auto answer_valid = std::chrono::minutes(15);

/// What she joined for is there when she opens the message, days later too.
constexpr auto news_valid = std::chrono::hours(72);

/// What a person may want of us under the law is worked on in a flood too.
constexpr std::array<std::string_view, 4> always_heard{"STOP", "START", "HIDE", "DELETE"};

/// STOP anywhere among the first words; the others alone or with a code, or a machine that says "we resume Monday" would be.
bool is_always_heard(std::string_view text) {
    auto const command = menus::Keywords::shipped().command(text);
    if (!command || !command->exact) return false;
    if (command->name == always_heard.front()) return true;
    bool const alone = command->rest.empty() || text::all_digits(command->rest);
    auto const key = text::match_key(text);
    return alone && std::count(key.begin(), key.end(), ' ') <= 1 &&
           std::find(always_heard.begin(), always_heard.end(), command->name) != always_heard.end();
}

} // namespace

/// Who joins gets her number to keep, where she did not just read it in a message, and what is kept of her.
void Dispatcher::tell_newcomer(Working const& working, storage::Step& step) const {
    for (auto const& effect : step.effects) {
        if (effect.name != "member.join") continue;
        storage::outbox::NewParcel parcel;
        parcel.to = working.callback.phone;
        parcel.language = step.caller.language;
        parcel.valid_until = working.now + news_valid;
        parcel.words = "reg.done";
        parcel.with.set("ref", effect.with.get("ref"));
        parcel.once = "joined " + std::string(effect.with.get("ref"));
        if (!working.message) step.parcels.push_back(parcel);
        parcel.words = tidings::consent;
        parcel.with.clear();
        parcel.once = "consent " + std::string(effect.with.get("ref"));
        step.parcels.push_back(std::move(parcel));
    }
}

/// Before anything is looked at: a flood is told to wait once and costs nothing more.
bool Dispatcher::heard_enough(Turn& turn) {
    auto const& text = turn.callback.text;
    auto const why = turn.message->guard->heard(turn.callback.phone.number(), text,
                                                world_.clock.now(), is_always_heard(text));
    if (why == Silence::none) return false;
    ++metrics_.sms_silent[static_cast<std::size_t>(why)];
    if (why == Silence::wait) {
        turn.message->only_wait = true;
        return false;
    }
    std::exchange(turn.done, nullptr)({});
    return true;
}

void Dispatcher::run_message(std::shared_ptr<Working> working) {
    Phone& phone = *working->phone;
    working->kind = "answer";
    working->typed = working->callback.text;
    if (working->message->only_wait) {
        menus::Said told{phone.session, {}, {}};
        told.screen.text = words_only("sms.wait", phone.session.language).text;
        working->hushed = true; // the seventeenth message of a minute is nothing to keep
        return write_down(std::move(working), std::move(told));
    }
    if (!phone.session.language.empty()) return read_message(std::move(working));
    // STOP is answered before anything is asked, and in her own language all the same: after a restart only the
    // store knows it.
    asker_.ask({"caller.profile", {}}, caller(*working), [this, working](Result<Answer> answer) {
        if (answer) working->phone->session.language = answer->values.get("lang");
        read_message(working);
    });
}

void Dispatcher::read_message(std::shared_ptr<Working> working) {
    Phone& phone = *working->phone;
    // A dialogue that is open goes on with the menus it began with.
    auto began_with = phone.ended ? nullptr : program_of(phone);
    if (began_with) working->program = std::move(began_with);
    working->hushed = working->program->engine.hushes(phone.session);
    run_engine(working, working->program->engine.take(phone.session,
                                                      {menus::Input::Kind::text, working->typed},
                                                      context(*working)));
}

/// Not into the reply to whoever brought the message: that says only that it was taken.
void Dispatcher::leave_answer(Working const& working, storage::Step& step) {
    auto const number = working.callback.phone.number();
    if (step.reply.empty()) return; // the menus chose silence
    auto const why = working.message->guard->answers(number, step.reply, working.now);
    if (why != Silence::none) {
        ++metrics_.sms_silent[static_cast<std::size_t>(why)];
        return;
    }
    ++metrics_.sms_answered;
    storage::outbox::NewParcel answer;
    answer.to = working.callback.phone;
    answer.person = step.caller.person;
    answer.cls = storage::outbox::Class::caller;
    answer.language = step.caller.language;
    answer.text = step.reply;
    answer.valid_until = working.now + answer_valid;
    answer.hand_to = working.message->hand_to;
    step.parcels.push_back(std::move(answer));
}

} // namespace haatline::gateway
