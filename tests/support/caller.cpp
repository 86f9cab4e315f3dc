#include "tests/support/caller.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace haatline::tests {
namespace {

std::string header(gateway::RawReply const& reply, std::string_view name) {
    for (auto const& [key, value] : reply.headers)
        if (key == name) return value;
    return "";
}

/// "*789*22#" → "789*22"
std::string without_marks(std::string const& code) {
    std::string out = code;
    if (!out.empty() && out.front() == '*') out.erase(0, 1);
    if (!out.empty() && out.back() == '#') out.pop_back();
    return out;
}

} // namespace

Shown Caller::dial(Line& line, std::string const& code) {
    ++call().sessions;
    std::string const inner = without_marks(code);
    auto const star = inner.find('*');
    call().cumulative = star == std::string::npos ? "" : inner.substr(star + 1);
    if (provider_ == "africastalking") return send(line, "");
    return send(line, provider_ == "comviva" ? inner : code);
}

Shown Caller::answer(Line& line, std::string const& typed) {
    call().cumulative += (call().cumulative.empty() ? "" : "*") + typed;
    return send(line, typed);
}

Shown Caller::send(Line& line, std::string const& typed) {
    ++messages_;
    if (provider_ == "africastalking") {
        auto const body = line.dial(
            "+91" + phone_, fmt::format("talk-{}-{}", phone_, call().sessions), call().cumulative);
        if (body.substr(0, 4) == "CON ") return {body.substr(4), false};
        if (body.substr(0, 4) == "END ") return {body.substr(4), true};
        throw std::runtime_error("africastalking answered neither CON nor END");
    }
    if (provider_ == "imimobile") {
        auto const reply =
            line.get("/in/imimobile/demo/789", fmt::format("msisdn={}&msg={}&tid=t{}&dcs=x&code=HL",
                                                           phone_, encoded(typed), messages_));
        return {reply.body, header(reply, "X-USSD-SESSION") == "0"};
    }
    auto const reply =
        line.get("/in/comviva/demo", fmt::format("SessionID=talk-{}-{}&MSISDN=91{}&MSC=m&input={}",
                                                 phone_, call().sessions, phone_, encoded(typed)));
    return {reply.body, header(reply, "Freeflow") == "FB"};
}

void Caller::hang_up(Line& line) {
    if (provider_ == "imimobile")
        line.get("/in/imimobile/demo/789",
                 fmt::format("msisdn={}&msg={}&tid=t{}&dcs=x&code=HL", phone_,
                             encoded("Map Dialog User Abort User Reason: User specific reason"),
                             ++messages_));
    else if (provider_ == "comviva")
        line.get("/in/comviva/demo",
                 fmt::format("SessionID=talk-{}-{}&msisdn=91{}&clean=clean-session&error=522",
                             phone_, call().sessions, phone_));
    // Africa's Talking tells of a lost dialogue at another URL, or not at all: the next dial must
    // do without.
}

} // namespace haatline::tests
