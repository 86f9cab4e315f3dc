#include "simulators/load/load_caller.hpp"

#include "simulators/load/story.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::simulators {
namespace {

std::string_view kind_of(Error const& error) {
    return error.code == Errc::timeout ? "timeout" : "connection broken";
}

LoadCaller::Judged wrong(std::string what) { return {LoadCaller::Worth::wrong, std::move(what)}; }

} // namespace

LoadCaller::LoadCaller(LoadPlan const& plan, std::uint64_t index, World& world)
    : plan_(plan), name_(name_of(index)) {
    auto line = plan.line;
    line.from = Msisdn::from_number(plan.first_number + index);
    carrier_ = *make_carrier(plan.provider, std::move(line), world); // whoever plans tried it
}

gateway::ClientRequest LoadCaller::next() {
    auto const& press = plan_.story[step_];
    auto const text = filled(press.text, name_);
    if (press.kind == Press::Kind::hangup)
        return carrier_->hang_up().value_or(gateway::ClientRequest{}); // whoever plans tried it
    auto request = press.kind == Press::Kind::dial ? carrier_->dial(text) : carrier_->answer(text);
    // An answer this provider cannot carry is refused by whoever sends it: a turn that went wrong.
    return request ? std::move(*request) : gateway::ClientRequest{};
}

LoadCaller::Judged LoadCaller::heard(Result<gateway::ClientReply> const& reply) {
    auto out = judged(reply);
    ++step_;
    return out;
}

LoadCaller::Judged LoadCaller::judged(Result<gateway::ClientReply> const& reply) const {
    if (!reply) return wrong(std::string(kind_of(reply.error())));
    if (reply->status != 200) return wrong(fmt::format("status {}", reply->status));
    if (plan_.story[step_].kind == Press::Kind::hangup) return {};
    auto const screen = carrier_->read(*reply);
    if (!screen || screen->text.empty()) return wrong("not a screen");
    if (!screen->ended) return {};
    if (std::find(plan_.busy.begin(), plan_.busy.end(), screen->text) != plan_.busy.end())
        return {Worth::busy, {}};
    // The story types on, so a screen that closes the call is a refusal in words.
    bool const types_on =
        step_ + 1 < plan_.story.size() && plan_.story[step_ + 1].kind == Press::Kind::answer;
    return types_on ? wrong("closed early") : Judged{};
}

} // namespace haatline::simulators
