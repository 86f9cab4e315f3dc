#include "gateway/mapping/player.hpp"

#include "gateway/channels/ussd/reading.hpp"
#include "gateway/mapping/attest.hpp"
#include "gateway/mapping/request_view.hpp"

#include <fmt/format.h>

namespace haatline::gateway::mapping {
namespace {

/// The section that plays `name`, and how.
Section const* section_playing(Mapping const& mapping, std::string_view name) {
    for (auto const& section : mapping.in)
        if (section.channel == Channel::ussd && section.play(name)) return &section;
    return nullptr;
}

} // namespace

Result<ClientRequest> play_request(Play const& play, RouteFacts const& route, Values const& given,
                                   TimePoint now) {
    std::vector<Given> names;
    for (auto const& [name, value] : given) names.emplace_back(name, value);
    Scope scope;
    scope.route = &route;
    scope.given = names;
    scope.now = now;
    ClientRequest out;
    out.method = play.method;
    out.content_type = play.content_type;
    auto path = play.path.render(scope);
    if (!path) return fail(path.error());
    out.path = path->value_or(std::string());
    auto query = render_pairs(play.query, scope);
    if (!query) return fail(query.error());
    if (!query->empty()) out.path += '?' + *query;
    if (auto done = render_headers(play.headers, scope, out); !done) return fail(done.error());
    auto body = play.body.render(scope);
    if (!body) return fail(body.error());
    out.body = std::move(*body);
    return out;
}

Result<Shown> hear_reply(Hears const& hears, RouteFacts const& route, ClientReply const& reply) {
    RawRequest raw;
    raw.body = reply.body;
    for (auto const& [name, value] : reply.headers) raw.headers.add(name, value);
    RequestView view(raw);
    Scope scope;
    scope.route = &route;
    scope.request = &view;
    Shown out;
    if (!hears.text.sources.empty()) {
        auto text = evaluate(hears.text, scope);
        if (!text) return fail(Errc::invalid_data, text.error().detail);
        out.text = text->value_or(std::string());
    }
    if (hears.ended) {
        auto const ended = holds(*hears.ended, scope);
        if (!ended) return fail(Errc::invalid_data, ended.error().detail);
        out.ended = *ended;
    }
    return out;
}

Result<Player> Player::make(Mapping const& mapping, RouteFacts const& route, Caller caller) {
    Player out(mapping, route, std::move(caller));
    out.last_ = section_playing(mapping, "begin");
    if (!out.last_)
        return fail(Errc::unsupported,
                    fmt::format("{} does not say in `plays:` how a USSD dialogue begins",
                                mapping.provider));
    if (out.last_->later) out.later_ = mapping.call(*out.last_->later);
    return out;
}

Result<ClientRequest> Player::play(std::string_view name, std::string_view text,
                                   std::string_view transaction, TimePoint now) {
    auto const* section = section_playing(*mapping_, name);
    if (!section)
        return fail(Errc::unsupported, fmt::format("{} does not say in `plays:` how it tells `{}`",
                                                   mapping_->provider, name));
    last_ = section;
    // "*789" + "*22" + "*1" + "#", as a provider with cumulative text would write it.
    std::string all = route_->code.substr(0, route_->code.find('#'));
    if (!arguments_.empty()) all += '*' + arguments_;
    std::string answers = arguments_;
    if (!answers_.empty()) {
        if (!answers.empty()) answers += '*';
        answers += answers_;
        all += '*' + answers_;
    }
    all += '#';
    Values given;
    given.set("session", caller_.session);
    given.set("transaction", transaction);
    given.set("phone", caller_.phone);
    given.set("code", route_->code);
    given.set("dialled", dialled_);
    given.set("arguments", arguments_);
    given.set("text", text);
    given.set("answers", answers);
    given.set("all", all);
    given.set("first", first_ ? "true" : "false");
    auto out = play_request(*section->play(name), *route_, given, now);
    if (!out) return out;
    if (auto shown = attest(*mapping_, *section, *route_, transaction, now, *out); !shown)
        return fail(shown.error());
    return out;
}

Result<ClientRequest> Player::begin(std::string_view dialled, std::string_view transaction,
                                    TimePoint now) {
    dialled_ = dialled;
    arguments_.clear();
    answers_.clear();
    first_ = true;
    std::string behind;
    if (is_dialled(dialled, Dial::any_code, route_->bare_code, behind)) arguments_ = behind;
    auto out = play("begin", arguments_, transaction, now);
    first_ = false;
    return out;
}

Result<ClientRequest> Player::answer(std::string_view text, std::string_view transaction,
                                     TimePoint now) {
    if (!answers_.empty()) answers_ += '*';
    answers_ += text;
    return play("continue", text, transaction, now);
}

std::optional<Result<ClientRequest>> Player::abort(std::string_view transaction, TimePoint now) {
    if (!section_playing(*mapping_, "abort")) return std::nullopt;
    return play("abort", {}, transaction, now);
}

Result<Shown> Player::hear(ClientReply const& reply) const {
    auto const* section = last_;
    if (!section->hears)
        for (auto const& each : mapping_->in)
            if (each.channel == Channel::ussd && each.hears) section = &each;
    if (!section->hears)
        return fail(Errc::unsupported,
                    mapping_->provider + " does not say in `plays: hears:` how it reads a reply");
    return hear_reply(*section->hears, *route_, reply);
}

} // namespace haatline::gateway::mapping
