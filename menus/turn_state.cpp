#include "base/limits.hpp"
#include "cluster/reference.hpp"
#include "menus/dial_codes.hpp"
#include "menus/turn.hpp"

#include <algorithm>
#include <array>

namespace haatline::menus {
namespace {

bool name_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

bool place_shape(std::string_view part) {
    return part.size() == 6 && part[0] >= '1' && part[0] <= '9' &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Calls `each` with what stands between stars and hashes.
template <class Each>
void for_each_part(std::string_view dialled, Each each) {
    for (std::size_t at = 0; at <= dialled.size();) {
        auto const end = std::min(dialled.find_first_of("*# ", at), dialled.size());
        if (end > at) each(dialled.substr(at, end - at));
        at = end + 1;
    }
}

/// What this call found out about who is calling: a dialogue that is gone on with does not bring
/// its own back.
constexpr std::array<std::string_view, 9> of_this_call{"shared",   "unlocked", "secret_known",
                                                       "verified", "seen",     "acting",
                                                       "helper",   "dial_pin", "dial_inbox"};
/// What stays when another person takes the phone within one call.
constexpr std::array<std::string_view, 7> of_the_phone{
    "shared", "verified", "seen", "helper", "dial_pin", "dial_lang", "dial_inbox"};

} // namespace

/// A dialogue that begins: what was left open is kept for "go on", and who calls is asked anew.
void Turn::start_anew() {
    bool const alive = !session_.ended && within_window(session_.last);
    if (alive) keep_resume();
    // Another person's calls on the same phone do not lengthen it. (0: written before this was kept.)
    auto const left = session_.resume_last == TimePoint{} ? session_.last : session_.resume_last;
    if (!alive || !within_window(left)) forget_resume();
    if (session_.resume.screen.empty()) session_ = {};
    session_.screen.clear();
    session_.person.clear(); // a known number is not a known person: each call asks anew
    session_.back.clear();
    session_.returns.clear();
    session_.rows.clear();
    session_.vars.clear();
    session_.offset = session_.shown = session_.page = session_.wrong = 0;
    session_.more = session_.ended = false;
    session_.started = session_.last = context_.now;
    session_.channel.clear();
    session_.listed.clear();
    set_question_number();
}

Next Turn::dial(std::string_view dialled) {
    start_anew();
    for_each_part(dialled, [&](std::string_view part) {
        if (place_shape(part)) session_.vars.set("dial_pin", part);
        for (auto const& code : dial_codes)
            if (code.part == part) session_.vars.set(code.variable, "yes");
        for (auto const& language : words_.languages())
            if (!language.dial_suffix.empty() && language.dial_suffix == part)
                session_.vars.set("dial_lang", language.code);
    });
    return enter(menu_.landmarks().start);
}

/// Somebody without a session id comes back after a silence: is it the same call or a new one?
Next Turn::again() {
    Node const* node = menu_.find(session_.screen);
    if (!node || !node->shows() || node->kind == Kind::end || session_.ended ||
        !within_window(session_.last))
        return dial({});
    move_ = Move::back;
    bool const shared = session_.vars.get("shared") == "yes";
    if (node->id == menu_.landmarks().resume && !shared) return enter(node->id);
    if (shared) return dial({}); // the one who is back may be another one: who is it?
    session_.resume = {session_.screen, session_.offset};
    session_.resume_person = session_.person;
    session_.resume_last = session_.last;
    session_.resume_vars = session_.vars;
    session_.resume_back = std::move(session_.back);
    session_.resume_returns = std::move(session_.returns);
    session_.back.clear();
    session_.returns.clear();
    set_question_number();
    return enter(menu_.landmarks().resume);
}

bool Turn::within_window(TimePoint last) const {
    return context_.now - last < limits::resume_window;
}

/// Keeps the newest screen that a dropped dialogue may continue at: the one on the display, or the
/// nearest on the way back. An earlier one stays when this dialogue had none.
bool Turn::keep_resume() {
    auto const resumable = [&](std::string const& id) {
        Node const* node = menu_.find(id);
        return node && node->kind != Kind::end && node->resumable;
    };
    auto& back = session_.back;
    if (resumable(session_.screen)) {
        session_.resume = {session_.screen, session_.offset};
        session_.resume_back = back;
    } else {
        auto const met = std::find_if(back.rbegin(), back.rend(),
                                      [&](Mark const& mark) { return resumable(mark.screen); });
        if (met == back.rend()) return !session_.resume.screen.empty();
        session_.resume = *met;
        session_.resume_back.assign(back.begin(), std::prev(met.base()));
    }
    session_.resume_person = session_.person;
    session_.resume_last = session_.last;
    session_.resume_vars = session_.vars;
    session_.resume_returns = session_.returns;
    auto const depth = static_cast<int>(session_.resume_back.size());
    std::erase_if(session_.resume_returns, [&](Mark const& mark) { return mark.n > depth; });
    return true;
}

void Turn::forget_resume() {
    session_.resume = {};
    session_.resume_person.clear();
    session_.resume_last = {};
    session_.resume_vars.clear();
    session_.resume_back.clear();
    session_.resume_returns.clear();
}

/// What was answered before, with what this call said or proved: a place that was dialled is not
/// asked, and a secret number typed yesterday opens nothing today.
void Turn::put_back(Values answered) {
    for (auto const name : of_this_call) {
        answered.erase(name);
        if (session_.vars.has(name)) answered.set(name, session_.vars.get(name));
    }
    session_.vars = std::move(answered);
}

/// What one person chose, saw or unlocked is not the next one's.
void Turn::become(std::string_view person) {
    if (person == session_.person) return;
    if (!session_.person.empty()) {
        Values kept;
        for (auto const name : of_the_phone)
            if (session_.vars.has(name)) kept.set(name, session_.vars.get(name));
        session_.vars = std::move(kept);
    }
    session_.person = person;
}

/// A dialogue to go on with, and it is the caller's own.
bool Turn::stopped() const {
    return !session_.resume.screen.empty() && session_.resume_person == session_.person;
}

/// {q} of "You stopped at question {q}": the screen's own number, else the last one before it.
void Turn::set_question_number() {
    if (session_.resume.screen.empty()) return;
    Node const* node = menu_.find(session_.resume.screen);
    int number = node ? node->step : 0;
    auto const& back = session_.resume_back;
    for (auto it = back.rbegin(); number == 0 && it != back.rend(); ++it)
        if (Node const* before = menu_.find(it->screen)) number = before->step;
    if (number == 0) number = static_cast<int>(back.size()) + 1;
    session_.vars.set("q", std::to_string(number));
}

std::string_view Turn::value_of(std::string_view name) const {
    if (name == "lang") return session_.language;
    if (name == "me") return session_.person;
    // Whoever sends a word stands nowhere yet: a ticket says where calls begin.
    if (name == "screen")
        return session_.screen.empty() ? std::string_view(menu_.landmarks().start)
                                       : std::string_view(session_.screen);
    if (name == "ucs2") return context_.ucs2 ? "yes" : "no";
    if (name == "channel") return context_.channel;
    if (name == "sends") return context_.sends ? "yes" : "no";
    if (name == "stopped") return stopped() ? "yes" : "";
    return session_.vars.get(name);
}

/// "$name" is a variable's value, "$name rest" with a literal behind it, all else itself.
std::string Turn::resolve(std::string_view value) const {
    if (!value.starts_with('$')) return std::string(value);
    std::size_t end = 1;
    while (end < value.size() && name_letter(value[end])) ++end;
    std::string_view const name = value.substr(1, end - 1);
    std::string out = name == "now" ? std::to_string(context_.now.time_since_epoch().count())
                                    : std::string(value_of(name));
    out += value.substr(end);
    return out;
}

bool Turn::holds(Condition const& when) const {
    return std::all_of(when.begin(), when.end(), [&](auto const& entry) {
        std::string_view const wanted = entry.second;
        return value_of(entry.first) ==
               (wanted.starts_with('$') ? value_of(wanted.substr(1)) : wanted);
    });
}

void Turn::set(Values const& values) {
    for (auto const& [name, value] : values) set_one(name, resolve(value));
}

void Turn::set_one(std::string_view name, std::string_view value) {
    if (name == "lang") {
        // A language that is not shipped (any more) changes nothing.
        if (words_.language(value)) session_.language = value;
    } else if (name == "me") {
        become(value);
    } else if (value.empty()) {
        session_.vars.erase(name);
    } else {
        session_.vars.set(name, value);
    }
}

bool Turn::leave_effect(std::string_view name) {
    auto const* contract = find_effect(name);
    if (!contract) return false;
    if (!contract->serial.empty()) {
        if (!context_.serial) return false;
        session_.vars.set("ref", reference_text(context_.serial(contract->serial)));
    }
    Effect effect{std::string(name), {}};
    bool complete = true;
    for_each_name(contract->needs, [&](std::string_view needed) {
        std::string_view const value = value_of(needed);
        complete = complete && !value.empty();
        effect.with.set(needed, value);
    });
    for_each_name(contract->may_use, [&](std::string_view used) {
        if (std::string_view const value = value_of(used); !value.empty())
            effect.with.set(used, value);
    });
    if (!contract->serial.empty()) effect.with.set("ref", session_.vars.get("ref"));
    for (std::string_view const who : {"acting", "helper"})
        if (session_.vars.has(who)) effect.with.set(who, session_.vars.get(who));
    if (complete) effects_.push_back(std::move(effect));
    return complete;
}

} // namespace haatline::menus
