#include "gateway/mapping/answer.hpp"

#include "gateway/mapping/scope.hpp"

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
        if (*value) out.headers.emplace_back(header, std::move(**value));
    }
    auto body = reply->body.render(scope);
    if (!body) return fail(body.error());
    out.body = std::move(*body);
    return out;
}

} // namespace haatline::gateway::mapping
