#pragma once

#include "gateway/channels/ussd/mapped.hpp"

#include <map>
#include <string>
#include <vector>

/// Requests as providers send them, for the tests of this folder.
namespace haatline::gateway::test {

inline RawRequest get(std::string query) {
    RawRequest out;
    out.method = "GET";
    out.query = std::move(query);
    return out;
}

inline RawRequest post(std::string body) {
    RawRequest out;
    out.method = "POST";
    out.content_type = "application/x-www-form-urlencoded";
    out.body = std::move(body);
    return out;
}

/// What the provider makes of it, or the error by which it refuses.
inline Result<Callback> read(UssdProvider const& provider, RawRequest const& request,
                             std::vector<std::string> const& rest = {}) {
    return provider.read(request, rest, {});
}

inline std::string refusal(UssdProvider const& provider, RawRequest const& request,
                           std::vector<std::string> const& rest = {}) {
    auto const callback = read(provider, request, rest);
    return callback ? "taken" : callback.error().detail;
}

/// A reply as one text: "200|text/plain|name: value|…|body".
inline std::string whole(RawReply const& reply) {
    std::string out = std::to_string(reply.status) + '|' + reply.content_type;
    for (auto const& [name, value] : reply.headers) out += '|' + name + ": " + value;
    return out + '|' + reply.body;
}

/// A meaning as one text: "dial 22", "answer 1", "late ".
inline std::string said(Meaning const& meaning) {
    static std::map<Meaning::Kind, std::string> const names{{Meaning::Kind::dial, "dial"},
                                                            {Meaning::Kind::answer, "answer"},
                                                            {Meaning::Kind::again, "again"},
                                                            {Meaning::Kind::late, "late"}};
    return names.at(meaning.kind) + ' ' + meaning.input;
}

} // namespace haatline::gateway::test
