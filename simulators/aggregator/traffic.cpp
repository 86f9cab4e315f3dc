#include "simulators/aggregator/traffic.hpp"

#include "gateway/mapping/attest.hpp"
#include "gateway/mapping/events.hpp"
#include "gateway/mapping/player.hpp"
#include "locales/text/utf8.hpp"
#include "simulators/aggregator/traffic_phone.hpp"
#include "simulators/handset/carrier_mapped.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::simulators::aggregator {
namespace {

namespace mapping = gateway::mapping;
using Kind = mapping::EventKind;

/// Where a provider's own is not known: longer than any that is (twilio's 15 s is for menus, exotel's 5 s usual).
constexpr int deadline_ms = 10'000;
/// What three joined messages carry in GSM 7-bit and more than six in UCS-2, where a mapping names no bound.
constexpr std::size_t text_chars = 450;
/// One message in so many is as long as may be.
constexpr std::size_t long_every = 4;

/// The number a provider's customer has: short codes are numbers in every format.
std::string own_number(std::string const& bare_code) {
    bool const digits =
        !bare_code.empty() && bare_code.find_first_not_of("0123456789") == std::string::npos;
    return digits ? bare_code : "789";
}

} // namespace

Traffic::Traffic(TrafficPlan plan, World& world, Fire fire, After after)
    : plan_(std::move(plan)), route_(facts_of(*plan_.mapping, plan_.line)),
      deadline_(plan_.mapping->limits.answer_within_ms > 0 ? plan_.mapping->limits.answer_within_ms
                                                           : deadline_ms),
      world_(world), fire_(std::move(fire)), after_(std::move(after)), chance_(plan_.seed),
      alive_(std::make_shared<bool>(true)) {
    count_.provider = plan_.line.route.empty() ? plan_.mapping->provider : plan_.line.route;
}

Traffic::~Traffic() { *alive_ = false; }

void Traffic::later(std::chrono::nanoseconds delay, std::function<void()> work) {
    after_(delay, [this, alive = alive_, work = std::move(work)] {
        if (*alive && !ended_) work();
    });
}

Millis Traffic::think() {
    auto const& span = plan_.faults.think;
    return chance_.between(span.least.count(), span.most.count());
}

void Traffic::start(std::function<void()> on_end) {
    on_end_ = std::move(on_end);
    begun_ = next_scene_ = world_.clock.steady();
    in_use_ = plan_.phones;
    for (std::size_t i = 0; i < plan_.phones; ++i) {
        auto phone = std::make_shared<Phone>();
        phone->number = Msisdn::from_number(plan_.first_number + i);
        next_scene(std::move(phone));
    }
    later(plan_.duration + plan_.patience, [this] {
        count_.unanswered += out_;
        end();
    });
}

/// The scenes come by turns, so that a short run plays all of them.
void Traffic::next_scene(PhonePtr phone) {
    auto const now = world_.clock.steady();
    next_scene_ = std::max(next_scene_, now);
    auto const wait = plan_.rate > 0 ? next_scene_ - now : std::chrono::nanoseconds(think());
    if (plan_.rate > 0)
        next_scene_ += std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / plan_.rate));
    later(wait, [this, phone = std::move(phone)]() mutable {
        if (over()) return stop();
        phone->scene = &plan_.scenes[scenes_begun_++ % plan_.scenes.size()];
        phone->at = phone->pressed = 0;
        phone->session = fresh();
        phone->message = fresh();
        phone->stored = {};
        ++count_.callers;
        if (phone->scene->front().kind == Kind::call) ++count_.calls;
        tell(std::move(phone));
    });
}

Values Traffic::said_by(Phone const& phone, Act const& act, std::string const& text) const {
    Values out;
    out.set("session", phone.session);
    out.set("phone", phone.number.full());
    out.set("to", own_number(route_.bare_code));
    out.set("code", route_.code);
    out.set("text", text);
    out.set("provider_message_id", phone.message);
    out.set("our_message_id", phone.message);
    out.set("recording", fmt::format("https://recordings.example.in/{}.wav", phone.message));
    out.set("seconds", std::to_string(phone.at + 1));
    if (!act.state.empty()) out.set("state", act.state);
    return out;
}

/// What she may write or press, the likeliest first: what the format does not carry she writes in plain letters.
std::vector<std::string> Traffic::texts_for(Phone& phone, Act const& act) {
    if (act.section->channel == mapping::Channel::voice)
        return {act.kind == Kind::dtmf ? std::to_string(++phone.pressed % 10) : std::string()};
    // Another one each time: without an id the same words are the same message to a dedupe rule.
    auto const serial = fmt::format(" {}", ++written_);
    auto const& text = chance_.one_of(plan_.texts);
    auto longer = text;
    std::size_t const most = plan_.mapping->limits.text_chars > 0
                                 ? static_cast<std::size_t>(plan_.mapping->limits.text_chars)
                                 : text_chars;
    // Bounds are told for GSM 7-bit; the same parts hold 67 characters of other scripts instead of 153.
    auto const room = text::code_points(text) == text.size() ? most : most * 67 / 153;
    while (written_ % long_every == 0 &&
           text::code_points(longer) + text::code_points(text) + serial.size() < room)
        longer += ' ' + text;
    return {longer + serial, plan_.texts.front() + serial};
}

Result<Traffic::TurnPtr> Traffic::made_saying(Phone const& phone, Act const& act,
                                              std::string const& text) {
    auto given = said_by(phone, act, text);
    auto const transaction = std::to_string(fresh_number(world_));
    given.set("transaction", transaction);
    auto const now = world_.clock.now();
    auto request = mapping::play_request(*act.play, route_, given, now);
    if (!request) return fail(request.error());
    if (auto shown =
            mapping::attest(*plan_.mapping, *act.section, route_, transaction, now, *request);
        !shown)
        return fail(shown.error());
    auto understood = mapping::understand(*plan_.mapping, route_, *request, &phone.stored, now);
    if (!understood) return fail(understood.error());
    if (understood->section != act.section || understood->events.size() != 1)
        return fail(Errc::invalid_data, "another section reads it, or it is several events");
    auto turn = std::make_shared<Turn>();
    turn->act = &act;
    turn->heard = std::move(understood->events.front());
    auto const kind = turn->heard.event(mapping::session_unseen).value_or(Kind::ignore);
    if (kind != act.kind)
        return fail(Errc::invalid_data, fmt::format("it reads as `{}`", mapping::name_of(kind)));
    if (kind == Kind::mo && turn->heard.sheet.at(mapping::Field::text) != text)
        return fail(Errc::invalid_data, "another text than was written");
    turn->due = kind == Kind::ignore ? Due::acknowledged : Due::taken;
    turn->request = std::move(*request);
    turn->request.path = placed(*plan_.mapping, plan_.line, turn->request.path);
    turn->fate = fate_of(plan_.faults, chance_);
    return turn;
}

Result<Traffic::TurnPtr> Traffic::made(Phone& phone, Act const& act) {
    Result<TurnPtr> out = fail(Errc::internal, "nothing to say");
    for (auto const& text : texts_for(phone, act))
        if (out = made_saying(phone, act, text); out) return out;
    return out;
}

/// The mark by which a repetition would be known belongs to one message or call only.
void Traffic::check_mark(Phone const& phone, Turn const& turn) {
    auto const mark = mapping::dedupe_key(turn.heard, route_);
    if (!mark) return;
    bool const voice = turn.act->section->channel == mapping::Channel::voice;
    auto const& owner = voice ? phone.session : phone.message;
    auto const [at, added] = marks_.try_emplace(turn.act->section->name + '|' + *mark, owner);
    if (!added && at->second != owner)
        wrong(*turn.act, "two messages or calls have one mark, so that one would be lost", *mark);
}

void Traffic::tell(PhonePtr phone) {
    auto const& act = (*phone->scene)[phone->at];
    auto turn = made(*phone, act);
    if (!turn) {
        wrong(act, "the mapping does not read its own play", turn.error().detail);
        return next_scene(std::move(phone));
    }
    check_mark(*phone, **turn);
    mapping::store((*turn)->heard, phone->stored);
    bool const guarded = mapping::asks_for_proof(*plan_.mapping, act.section->name, route_);
    if (guarded && chance_.percent(plan_.faults.forge)) forge(*phone, act);
    ask(std::move(phone), std::move(*turn));
}

void Traffic::go_on(PhonePtr phone) {
    if (++phone->at == phone->scene->size()) {
        ++count_.stories;
        return next_scene(std::move(phone));
    }
    later(think(), [this, phone] { tell(phone); });
}

void Traffic::stop() {
    --in_use_;
    end_if_done();
}

void Traffic::end_if_done() {
    if (in_use_ == 0 && out_ == 0) end();
}

void Traffic::end() {
    if (ended_) return;
    ended_ = true;
    count_.seconds = std::chrono::duration<double>(world_.clock.steady() - begun_).count();
    on_end_();
}

} // namespace haatline::simulators::aggregator
