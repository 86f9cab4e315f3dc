#include "gateway/phone/players.hpp"

#include "gateway/channels/ussd/reading.hpp"
#include "gateway/mapping/player.hpp"
#include "gateway/mapping/presets.hpp"
#include "locales/text/utf8.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace haatline::gateway {
namespace {
namespace json = boost::json;

/// Far more than a dialogue has; the request's size bounds each by itself.
constexpr std::size_t answers_max = 200;

/// A dialogue as the page tells it.
struct Question {
    std::string route, from, session, transaction, dialled;
    std::vector<std::string> said;
    bool hang_up = false;
    std::optional<ClientReply> reply;
};

std::string text_at(json::object const& in, std::string_view name) {
    auto const* value = in.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::optional<ClientReply> reply_at(json::object const& in) {
    auto const* value = in.if_contains("reply");
    if (!value || !value->is_object()) return std::nullopt;
    auto const& told = value->get_object();
    ClientReply out;
    if (auto const* status = told.if_contains("status"); status && status->is_int64())
        out.status = static_cast<unsigned>(std::clamp<std::int64_t>(status->get_int64(), 0, 999));
    out.body = text_at(told, "body");
    auto const* headers = told.if_contains("headers");
    if (!headers || !headers->is_array()) return out;
    for (auto const& row : headers->get_array())
        if (row.is_array() && row.get_array().size() == 2 && row.get_array()[0].is_string() &&
            row.get_array()[1].is_string())
            out.headers.emplace_back(row.get_array()[0].get_string(),
                                     row.get_array()[1].get_string());
    return out;
}

Result<Question> read(std::string_view text) {
    json::error_code ec;
    json::parse_options strict;
    strict.max_depth = 8;
    auto const value = json::parse(text, ec, {}, strict);
    if (ec || !value.is_object()) return fail(Errc::bad_request, "the question is no JSON object");
    auto const& in = value.get_object();
    Question out{text_at(in, "route"),
                 text_at(in, "from"),
                 text_at(in, "session"),
                 text_at(in, "transaction"),
                 text_at(in, "dialled"),
                 {},
                 false,
                 reply_at(in)};
    if (auto const* said = in.if_contains("said"); said && said->is_array())
        for (auto const& answer : said->get_array()) {
            if (!answer.is_string() || out.said.size() == answers_max)
                return fail(Errc::bad_request, "field said is no list of answers");
            out.said.emplace_back(answer.get_string());
        }
    auto const* hang_up = in.if_contains("hang_up");
    out.hang_up = hang_up && hang_up->is_bool() && hang_up->get_bool();
    if (!Msisdn::parse(out.from)) return fail(Errc::bad_request, "field from is no mobile number");
    if (out.session.empty() || out.dialled.empty())
        return fail(Errc::bad_request, "field session or dialled is missing");
    return out;
}

bool well_formed(std::string_view octets) {
    for (std::size_t at = 0; at < octets.size();)
        if (text::next_code_point(octets, at) == text::kIllFormed) return false;
    return true;
}

Result<std::string> written(ClientRequest const& request) {
    if (!well_formed(request.body))
        return fail(Errc::unsupported,
                    "this provider's octets are not UTF-8: use `haatline simulate aggregator`");
    json::array headers;
    if (request.has_body())
        headers.push_back(json::array{"Content-Type", json::string(request.content_type)});
    for (auto const& [name, value] : request.headers)
        if (name != "Content-Type")
            headers.push_back(json::array{json::string(name), json::string(value)});
    return json::serialize(json::object{{"method", request.method},
                                        {"path", request.path},
                                        {"headers", std::move(headers)},
                                        {"body", request.body}});
}

} // namespace

std::shared_ptr<mapping::Mapping const> Players::mapping_of(std::string const& provider) {
    auto const held = mappings_.find(provider);
    if (held != mappings_.end()) return held->second;
    std::shared_ptr<mapping::Mapping const> mapping;
    if (auto const preset = mapping::preset_named(provider)) {
        std::vector<Problem> problems; // proven by its self-tests; what does not load plays nothing
        mapping =
            mapping::load_mapping(preset->content, std::string(preset->path), problems, false);
    }
    return mappings_.emplace(provider, std::move(mapping)).first->second;
}

bool Players::plays(RouteConfig const& route) {
    auto const mapping = route.mapping ? route.mapping : mapping_of(route.provider);
    if (!mapping) return false;
    mapping::RouteFacts const facts{};
    auto const player = mapping::Player::make(*mapping, facts, {});
    return player && !player->asynchronous();
}

Result<std::string> Players::answer(std::string_view question, TimePoint now) {
    auto const asked = read(question);
    if (!asked) return fail(asked.error());
    auto const route = std::find_if(routes_.begin(), routes_.end(),
                                    [&](auto const& each) { return each.name == asked->route; });
    if (route == routes_.end())
        return fail(Errc::bad_request, "field route names none that can be played");
    auto const mapping = route->mapping ? route->mapping : mapping_of(route->provider);
    if (!mapping) return fail(Errc::bad_request, "field route names none that can be played");
    mapping::RouteFacts facts; // without secrets: what needs them, the tester brings
    facts.code = route->service_code;
    facts.bare_code = bare_code(route->service_code);
    facts.settings = mapping->settings;
    facts.settings.merge(route->settings);
    auto player = mapping::Player::make(*mapping, facts, {asked->from, asked->session});
    if (!player) return fail(player.error());
    auto last = player->begin(asked->dialled, asked->transaction, now);
    for (auto const& answer : asked->said) {
        if (!last) return fail(last.error());
        last = player->answer(answer, asked->transaction, now);
    }
    if (asked->hang_up) {
        auto left = player->abort(asked->transaction, now);
        if (!left) return std::string("{}");
        last = std::move(*left);
    }
    if (!last) return fail(last.error());
    if (!asked->reply) return written(*last);
    auto const shown = player->hear(*asked->reply);
    if (!shown) return fail(shown.error());
    return json::serialize(json::object{{"text", shown->text}, {"ended", shown->ended}});
}

} // namespace haatline::gateway
