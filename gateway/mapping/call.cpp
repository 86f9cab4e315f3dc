#include "gateway/mapping/call.hpp"

#include "gateway/mapping/request_view.hpp"
#include "gateway/wire/hash.hpp"
#include "gateway/wire/sigv4.hpp"
#include "locales/coding/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <deque>

namespace haatline::gateway::mapping {
namespace {

constexpr std::size_t url_bytes_max = 4096;
/// Where nothing readable says how long a token is good.
constexpr auto token_good_for = std::chrono::seconds(3000);
constexpr std::int64_t token_s_max = 366 * 86'400;

/// What a call's slots see: its inputs, then what `let` made of them.
class CallScope {
  public:
    CallScope(RouteFacts const& route, CallInputs const& inputs, TimePoint now) {
        for (auto const& [name, value] : inputs.texts) given_.emplace_back(name, value);
        scope_.route = &route;
        scope_.sheet = inputs.sheet;
        scope_.keep_names = inputs.keep_names;
        scope_.stored = inputs.stored;
        scope_.lists = &inputs.lists;
        scope_.now = now;
    }

    Scope const& scope() {
        scope_.given = given_;
        return scope_;
    }
    void give(std::string_view name, std::string value) {
        given_.emplace_back(name, made_.emplace_back(std::move(value)));
    }

  private:
    Scope scope_;
    std::vector<Given> given_;
    std::deque<std::string> made_;
};

Result<void> check_inputs(Call const& call, CallInputs const& inputs) {
    for (auto const& name : call.needs) {
        auto const list = inputs.lists.lists.find(name);
        bool const there = inputs.texts.has(name) || inputs.lists.maps.contains(name) ||
                           (list != inputs.lists.lists.end() && !list->second.empty());
        if (!there)
            return fail(Errc::bad_request, fmt::format("call {} needs `{}`", call.name, name));
    }
    for (auto const& [name, list] : inputs.lists.lists)
        if (name == "to" && list.size() > call.batch)
            return fail(Errc::limit,
                        fmt::format("call {} takes {} numbers at once", call.name, call.batch));
    return {};
}

using Pairs = std::vector<std::pair<std::string, TextTemplate>>;

/// `pairs` with the members that `unicode:` puts in their places, behind them or nowhere.
Pairs with_unicode(Pairs pairs, Call const& call) {
    for (auto const& [name, text] : call.unicode) {
        auto const at =
            std::find_if(pairs.begin(), pairs.end(),
                         [&sought = name](auto const& pair) { return pair.first == sought; });
        if (!text) {
            if (at != pairs.end()) pairs.erase(at);
        } else if (at != pairs.end()) {
            at->second = *text;
        } else {
            pairs.emplace_back(name, *text);
        }
    }
    return pairs;
}

bool is_unicode(CallInputs const& inputs) {
    return coding::measure(inputs.texts.get("text")).alphabet == coding::Alphabet::ucs2;
}

/// The body, with other members where the text is not GSM 7-bit.
Body body_for(Call const& call, bool unicode) {
    Body out = call.body;
    if (!unicode) return out;
    if (out.kind == Body::Kind::form) out.pairs = with_unicode(std::move(out.pairs), call);
    for (auto const& [name, json] : call.unicode_json) {
        auto const at = std::find(out.json.names.begin(), out.json.names.end(), name);
        if (at != out.json.names.end()) {
            out.json.members[static_cast<std::size_t>(at - out.json.names.begin())] = json;
        } else {
            out.json.names.push_back(name);
            out.json.members.push_back(json);
        }
    }
    return out;
}

/// Puts `auth:` on a request that has all else.
Result<void> authorize(Call const& call, Scope const& scope, std::string_view token,
                       ClientRequest& out) {
    std::vector<std::string> parts;
    for (auto const& part : call.auth_parts) {
        auto text = part.render(scope);
        if (!text) return fail(text.error());
        parts.push_back(text->value_or(std::string()));
    }
    auto const show = [&](std::string value) {
        out.headers.emplace_back("Authorization", std::move(value));
    };
    switch (call.auth) {
    case Call::Auth::none:
        break;
    case Call::Auth::basic:
        show("Basic " + base64(parts[0] + ':' + parts[1]));
        break;
    case Call::Auth::bearer:
        show("Bearer " + parts[0]);
        break;
    case Call::Auth::token:
        show(fmt::format("Bearer {}", token));
        break;
    case Call::Auth::sigv4: {
        AwsKey const key{parts[0], parts[1], parts[2], Secret(parts[3]),
                         Secret(parts.size() > 4 ? parts[4] : std::string())};
        auto headers = sign_v4(key, out, scope.now);
        if (!headers)
            return fail(headers.error().code,
                        fmt::format("call {}: {}", call.name, headers.error().detail));
        for (auto& each : *headers) out.headers.push_back(std::move(each));
        break;
    }
    }
    return {};
}

} // namespace

Result<void> render_headers(std::vector<std::pair<std::string, TextTemplate>> const& headers,
                            Scope const& scope, ClientRequest& out) {
    for (auto const& [name, text] : headers) {
        auto value = text.render(scope);
        if (!value) return fail(value.error());
        if (!*value) continue;
        if (same_header(name, "Content-Type"))
            out.content_type = std::move(**value); // the client writes it
        else
            out.headers.emplace_back(name, std::move(**value));
    }
    return {};
}

Result<ClientRequest> make_request(Call const& call, RouteFacts const& route,
                                   CallInputs const& inputs, TimePoint now, std::string_view token,
                                   std::size_t host) {
    if (auto good = check_inputs(call, inputs); !good) return fail(good.error());
    CallScope made(route, inputs, now);
    if (!call.hosts.empty()) made.give("host", call.hosts[host % call.hosts.size()]);
    for (auto const& [name, choice] : call.let) {
        auto value = choice.of(made.scope());
        if (!value) return fail(value.error());
        if (*value) made.give(name, std::move(**value));
    }
    auto const& scope = made.scope();
    ClientRequest out;
    out.method = call.method;
    out.content_type = call.content_type;
    auto url = call.url.render(scope);
    if (!url) return fail(url.error());
    out.path = url->value_or(std::string());
    bool const unicode = is_unicode(inputs);
    bool const in_query = unicode && call.body.kind == Body::Kind::none;
    auto query = render_pairs(in_query ? with_unicode(call.query, call) : call.query, scope);
    if (!query) return fail(query.error());
    if (!query->empty()) out.path += (out.path.find('?') == std::string::npos ? '?' : '&') + *query;
    if (out.path.size() > url_bytes_max)
        return fail(Errc::limit, "an address of more than 4096 bytes");
    if (auto done = render_headers(call.headers, scope, out); !done) return fail(done.error());
    auto body = body_for(call, unicode).render(scope);
    if (!body) return fail(body.error());
    out.body = std::move(*body);
    if (auto done = authorize(call, scope, token, out); !done) return fail(done.error());
    return out;
}

namespace {

/// The answer to one of our requests, as expressions see it.
class AnswerView {
  public:
    AnswerView(Call const& call, RouteFacts const& route, ClientReply const& reply, TimePoint now)
        : call_(call), reply_(reply), raw_(as_posted(reply)), view_(raw_),
          status_(std::to_string(reply.status)), given_{{"status", status_}} {
        scope_.route = &route;
        scope_.request = &view_;
        scope_.given = given_;
        scope_.now = now;
    }

    RequestView& view() { return view_; }
    SubmitResult judged() const;
    /// Of an answer that was accepted.
    Value value_of(Expression const& expression) const {
        auto value = evaluate(expression, scope_);
        return value ? std::move(*value) : std::nullopt;
    }

  private:
    static RawRequest as_posted(ClientReply const& reply) {
        RawRequest out;
        out.method = "POST"; // a form in the body is read as one
        out.body = reply.body;
        for (auto const& [name, value] : reply.headers) out.headers.add(name, value);
        return out;
    }
    bool is_html() const {
        return reply_.body.find("<html") != std::string::npos ||
               reply_.body.find("<HTML") != std::string::npos;
    }

    Call const& call_;
    ClientReply const& reply_;
    RawRequest raw_;
    RequestView view_;
    std::string status_;
    std::vector<Given> given_;
    Scope scope_;
};

SubmitResult AnswerView::judged() const {
    SubmitResult out;
    auto scope = scope_;
    scope.sheet = &out.sheet;
    scope.keep_names = &call_.answer.keep_names;
    auto const& answer = call_.answer;
    bool const good_status = reply_.status >= 200 && reply_.status < 300;
    auto const holds_or = [&](std::optional<Condition> const& condition, bool otherwise) {
        if (!condition) return otherwise;
        auto const fits = holds(*condition, scope);
        return fits && *fits;
    };
    out.sheet.keep.resize(answer.keep_names.size());
    bool readable = true;
    for (auto const& rule : answer.rules) {
        auto value = rule.choice.of(scope);
        readable = readable && value.has_value();
        if (value)
            (rule.field ? out.sheet.at(*rule.field) : out.sheet.keep[rule.keep]) =
                std::move(*value);
    }
    out.ok = !is_html() && holds_or(answer.accepted, good_status);
    if (out.ok) {
        out.reason.clear();
        return out;
    }
    out.sheet.at(Field::provider_message_id).reset();
    auto const& code = out.sheet.at(Field::raw_code);
    if (code)
        if (auto reason = answer.reasons.of(*code)) out.reason = std::move(*reason);
    bool const listed =
        code && std::find(answer.retry.begin(), answer.retry.end(), *code) != answer.retry.end();
    bool const theirs =
        is_html() || reply_.status >= 500 || reply_.status == 429 || reply_.status == 0;
    out.retryable =
        listed || theirs || holds_or(answer.retry_when, false) ||
        (!readable && !code && out.reason == "unknown" && good_status && !answer.rules.empty());
    return out;
}

} // namespace

SubmitResult read_answer(Call const& call, RouteFacts const& route, ClientReply const& reply,
                         TimePoint now) {
    return std::move(read_answers(call, route, reply, now).front());
}

std::vector<SubmitResult> read_answers(Call const& call, RouteFacts const& route,
                                       ClientReply const& reply, TimePoint now) {
    AnswerView answer(call, route, reply, now);
    std::vector<SubmitResult> out;
    if (call.answer.each)
        if (auto const items = answer.view().items(*call.answer.each))
            for (auto const& item : *items) {
                answer.view().look_at(item);
                out.push_back(answer.judged());
            }
    if (out.empty()) out.push_back(answer.judged());
    return out;
}

std::optional<FetchedToken> read_token(Call const& call, RouteFacts const& route,
                                       ClientReply const& reply, TimePoint now) {
    AnswerView const answer(call, route, reply, now);
    if (!call.token || !answer.judged().ok) return std::nullopt;
    auto value = answer.value_of(*call.token);
    // What is written into a header of ours must not begin another one.
    if (!value || value->empty() || !is_header_value(*value)) return std::nullopt;
    FetchedToken out{std::move(*value), token_good_for};
    if (call.token_valid_s)
        if (auto const seconds = answer.value_of(*call.token_valid_s)) {
            std::int64_t whole = 0;
            auto const* const end = seconds->data() + seconds->size();
            if (std::from_chars(seconds->data(), end, whole).ec == std::errc{} && whole >= 0)
                out.good_for = std::chrono::seconds(std::min(whole, token_s_max));
        }
    return out;
}

} // namespace haatline::gateway::mapping
