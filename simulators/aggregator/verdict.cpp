#include "simulators/aggregator/verdict.hpp"

#include "gateway/mapping/answer.hpp"
#include "gateway/mapping/hear.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::simulators::aggregator {
namespace {

namespace mapping = gateway::mapping;

/// "Not now, come back": with nothing in it, so that nobody takes it for an answer.
constexpr unsigned come_back = 503;
/// Replies that say no.
constexpr std::array noes{std::string_view("refused"), std::string_view("forbidden")};

std::string_view bare_type(std::string_view type) { return type.substr(0, type.find(';')); }

bool same_type(std::string_view wanted, gateway::ClientReply const& reply) {
    auto const came = bare_type(reply.header("content-type"));
    return reply.body.empty() || bare_type(wanted) == came;
}

/// Whether the answer has the shape of one that this section gives: which of them is for whoever answers.
bool is_an_answer(mapping::Section const& section, gateway::ClientReply const& reply) {
    if (section.replies.empty()) return reply.status == 200;
    return std::any_of(section.replies.begin(), section.replies.end(), [&](auto const& each) {
        auto const& [name, like] = each;
        if (std::find(noes.begin(), noes.end(), name) != noes.end()) return false;
        bool const status =
            like.status_choice ? reply.status < 400 : like.status.value_or(200) == reply.status;
        return status && same_type(like.type, reply);
    });
}

Verdict wrong(std::string why) { return {Outcome::wrong, std::move(why)}; }

Verdict acknowledged(mapping::RouteFacts const& route, mapping::Heard const& heard,
                     gateway::ClientReply const& reply) {
    if (reply.status == come_back) return wrong("what the mapping ignores is told to come back");
    mapping::Scope scope;
    scope.route = &route;
    scope.sheet = &heard.sheet;
    scope.keep_names = &heard.section->keep_names;
    auto const ack = mapping::make_reply(*heard.section, "ack", scope);
    if (!ack || ack->status != reply.status || ack->body != reply.body ||
        !same_type(ack->content_type, reply))
        return wrong("what the mapping ignores is not acknowledged as it says");
    return {Outcome::acknowledged, {}};
}

Verdict refused(mapping::Mapping const& of, mapping::RouteFacts const& route,
                gateway::ClientReply const& reply) {
    auto const wanted = mapping::refuse(of, nullptr, {Errc::unauthenticated, {}}, route, {});
    if (reply.status != wanted.status) return wrong("a forged request is not refused");
    if (wanted.body.empty() && !reply.body.empty())
        return wrong("a stranger is told more than that he is refused");
    return {Outcome::refused, {}};
}

} // namespace

Verdict judge(mapping::Mapping const& of, mapping::RouteFacts const& route,
              mapping::Heard const& heard, Due due, gateway::ClientReply const& reply,
              std::chrono::nanoseconds took, Millis within) {
    if (took > within) return wrong("answered after the provider's deadline");
    if (due == Due::refused) return refused(of, route, reply);
    if (due == Due::acknowledged) return acknowledged(route, heard, reply);
    if (reply.status == come_back)
        return reply.body.empty() ? Verdict{Outcome::come_back, {}}
                                  : wrong("`come back` with something in it");
    if (is_an_answer(*heard.section, reply)) return {Outcome::taken, {}};
    return wrong("an answer that is none of the section's replies");
}

} // namespace haatline::simulators::aggregator
