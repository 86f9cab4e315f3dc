#include "simulators/world/alone.hpp"

#include "cluster/reference.hpp"
#include "gateway/app/phones.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::simulators::world {
namespace {

bool same(std::vector<Effect> const& a, std::vector<Effect> const& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](auto const& x, auto const& y) {
        return x.name == y.name && x.with == y.with;
    });
}

/// The dialogue that a step left behind; an empty one when it is over.
Result<menus::Session> left_by(storage::Step const& step, gateway::Pepper const& pepper) {
    gateway::Phone phone;
    if (step.state.empty()) return phone.session;
    if (auto read = gateway::read_phone_state(
            step.state, phone, [&](std::string_view text) { return pepper.mark(text); });
        !read)
        return fail(read.error());
    return std::move(phone.session);
}

/// A clock that is set moves the times of open dialogues along, and nothing else of them.
bool same_but_for_times(menus::Session const& left, menus::Session expected) {
    expected.started = left.started;
    expected.last = left.last;
    expected.resume_last = left.resume_last;
    return left == expected;
}

/// Gives references in the order in which the step's effects carry them.
auto serials_of(storage::Step const& step) {
    std::vector<std::uint64_t> out;
    for (auto const& effect : step.effects)
        if (auto const serial = reference_serial(effect.with.get("ref"))) out.push_back(*serial);
    return [out, next = std::size_t{0}](std::string_view) mutable {
        return next < out.size() ? out[next++] : 0;
    };
}

} // namespace

std::optional<std::string> Alone::fold(storage::Step const& step, gateway::RouteConfig const& route,
                                       std::vector<Heard> const& heard, menus::Input::Kind kind,
                                       menus::Said& said) const {
    menus::Context context;
    context.now = step.caller.now;
    context.budget = route.budget;
    context.ucs2 = route.ucs2;
    context.service_code = route.service_code;
    context.serial = serials_of(step);
    context.digest = [this](std::string_view person, std::string_view digits) {
        return pepper_.digest(person, digits);
    };
    auto next = program_.engine.take(session_, {kind, step.said}, context);
    std::size_t answered = 0;
    while (auto* asked = std::get_if<menus::Asked>(&next)) {
        bool const told = answered < heard.size() &&
                          heard[answered].question.name == asked->question.name &&
                          heard[answered].question.with == asked->question.with;
        // A cap on what one number may look up is kept by the gateway itself.
        auto const* contract = find_question(asked->question.name);
        if (!told && !(contract && has_name(contract->outcomes, "limit")))
            return fmt::format("would have asked {}, and {} was asked", asked->question.name,
                               answered < heard.size() ? heard[answered].question.name : "nothing");
        Answer const answer = told ? heard[answered++].answer : Answer{"limit", {}, {}, false};
        next = program_.engine.go_on(std::move(*asked), answer, context);
    }
    said = std::move(std::get<menus::Said>(next));
    if (answered != heard.size())
        return fmt::format("asked {} too often", heard.back().question.name);
    if (said.screen.text != step.reply || said.screen.ended != step.ended)
        return fmt::format("reads\n{}\ninstead of\n{}", step.reply, said.screen.text);
    if (!same(said.effects, step.effects)) return "leaves other effects";
    return std::nullopt;
}

std::optional<std::string> Alone::take(storage::Step const& step, gateway::RouteConfig const& route,
                                       std::vector<Heard> const& heard) {
    auto const left = left_by(step, pepper_);
    if (!left) return "left a dialogue that cannot be read: " + left.error().detail;
    if (step.kind == "hangup") {
        if (!same_but_for_times(*left, session_)) return "lost her dialogue by hanging up";
        session_ = *left;
        return std::nullopt;
    }

    using Kind = menus::Input::Kind;
    auto wrong = as(step.kind == "begin" ? Kind::dial : Kind::answer, step, route, heard, *left);
    // Providers without a session id say "answer" of one who comes back after a silence.
    if (wrong && step.kind == "answer" && !as(Kind::again, step, route, heard, *left))
        wrong.reset();
    // What was typed there stands nowhere, so that nobody can say what should have come of it.
    if (wrong && step.said.empty() && program_.engine.hushes(session_)) wrong.reset();
    if (!wrong) session_ = *left;
    return wrong;
}

/// How a step of that kind would differ from the one that was taken.
std::optional<std::string> Alone::as(menus::Input::Kind kind, storage::Step const& step,
                                     gateway::RouteConfig const& route,
                                     std::vector<Heard> const& heard,
                                     menus::Session const& left) const {
    menus::Said said;
    if (auto wrong = fold(step, route, heard, kind, said)) return wrong;
    if (step.state.empty())
        return said.session.ended ? std::nullopt
                                  : std::optional<std::string>(
                                        "has a dialogue to go on with, and nothing was kept of it");
    if (!same_but_for_times(left, said.session))
        return fmt::format("left another dialogue than the one she had:\n{}\ninstead of\n{}",
                           menus::to_json(left), menus::to_json(said.session));
    return std::nullopt;
}

} // namespace haatline::simulators::world
