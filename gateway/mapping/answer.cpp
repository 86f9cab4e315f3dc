#include "gateway/mapping/answer.hpp"

#include "gateway/mapping/scope.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::gateway::mapping {
namespace {

constexpr unsigned good = 200;

Result<unsigned> status_of(Reply const& reply, Scope const& scope, unsigned error_status) {
    for (auto const& [from, to] : reply.statuses)
        if (from == error_status) return to;
    if (reply.status) return *reply.status;
    if (!reply.status_choice) return error_status == 0 ? good : error_status;
    auto const text = reply.status_choice->of(scope);
    if (!text) return fail(text.error());
    unsigned status = good;
    if (*text) std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), status);
    return status >= 200 && status <= 599 ? status : good;
}

/// "field a is missing; field b is given twice" → a: is missing, b: is given twice; what names no field is the
/// request's.
Values faults_of(std::string_view detail) {
    constexpr std::string_view mark = "field ";
    Values out;
    while (!detail.empty()) {
        auto const end = detail.find("; ");
        auto part = detail.substr(0, end);
        detail = end == std::string_view::npos ? std::string_view() : detail.substr(end + 2);
        std::string_view name = "request";
        if (part.starts_with(mark)) {
            part.remove_prefix(mark.size());
            name = part.substr(0, part.find(' '));
            part.remove_prefix(std::min(part.size(), name.size() + 1));
        }
        out.set(name, part);
    }
    return out;
}

RawReply bare(unsigned status) {
    RawReply out;
    out.status = status;
    return out;
}

} // namespace

Result<RawReply> make_reply(Section const& section, std::string_view name, Scope const& scope,
                            unsigned error_status) {
    RawReply out;
    out.content_type = section.reply_type;
    auto const* reply = section.reply(name);
    if (!reply) {
        out.status = error_status == 0 ? good : error_status;
        return out;
    }
    auto const status = status_of(*reply, scope, error_status);
    if (!status) return fail(status.error());
    out.status = *status;
    out.content_type = reply->type;
    out.headers.reserve(reply->headers.size());
    for (auto const& [header, text] : reply->headers) {
        auto value = text.render(scope);
        if (!value) return fail(value.error());
        // A caller's line feed would end the header and begin one of his own.
        if (*value)
            std::erase_if(**value,
                          [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
        if (*value) out.headers.emplace_back(header, std::move(**value));
    }
    auto body = reply->body.render(scope);
    if (!body) return fail(body.error());
    out.body = std::move(*body);
    return out;
}

RawReply refuse(Mapping const& mapping, Section const* section, Error const& error,
                RouteFacts const& route, TimePoint now) {
    auto const status = error.about().http_status;
    if (!section && !mapping.in.empty()) section = &mapping.in.front();
    bool const stranger = error.code == Errc::unauthenticated;
    if (!section || (stranger && !section->reply("forbidden"))) return bare(status);
    GivenLists lists;
    lists.maps["faults"] = faults_of(error.detail);
    std::array const given{Given{"why", error.detail}};
    Scope scope;
    scope.route = &route;
    scope.lists = &lists;
    scope.given = given;
    scope.now = now;
    auto out = make_reply(*section, stranger ? "forbidden" : "refused", scope, status);
    return out ? std::move(*out) : bare(status);
}

} // namespace haatline::gateway::mapping
