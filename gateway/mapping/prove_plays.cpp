#include "gateway/mapping/prove_plays.hpp"

#include "gateway/mapping/answer.hpp"
#include "gateway/mapping/events.hpp"
#include "gateway/mapping/player.hpp"
#include "gateway/mapping/understand.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace haatline::gateway::mapping {
namespace json = boost::json;
namespace {

constexpr auto phone = "+919876543210";
constexpr auto to = "166";
constexpr auto answer_text = "7";
TimePoint const now{std::chrono::seconds(1'767'268'800)};

/// What the gateway would make of a played request.
class Hearing {
  public:
    Hearing(Mapping const& mapping, RouteFacts const& route) : mapping_(mapping), route_(route) {}

    Result<json::object> hear(ClientRequest const& request, bool open) {
        auto got = understand(mapping_, route_, request, &stored_, now);
        if (!got) return fail(got.error());
        if (got->events.size() != 1) return fail(Errc::internal, "one event expected");
        section_ = got->section;
        heard_ = std::move(got->events.front());
        auto out = normalised(heard_, route_, {open ? session_open : session_unseen, previous_});
        previous_ = heard_.sheet.at(Field::text).value_or(std::string());
        store(heard_, stored_);
        return out;
    }

    Section const& section() const { return *section_; }
    Sheet const& sheet() const { return heard_.sheet; }
    Values const& stored() const { return stored_; }

  private:
    Mapping const& mapping_;
    RouteFacts const& route_;
    Section const* section_ = nullptr;
    Heard heard_;
    Values stored_;
    std::string previous_;
};

std::string expect(Result<json::object> const& got, json::object const& wanted) {
    if (!got) return got.error().detail;
    std::string out;
    for (auto const& member : wanted) {
        auto const* value = got->if_contains(member.key());
        if (value && *value == member.value()) continue;
        out += fmt::format("{} expected {} got {}; ", std::string_view(member.key()),
                           json::serialize(member.value()),
                           value ? json::serialize(*value) : std::string("nothing"));
    }
    return out;
}

/// A screen as this provider gets it, and how its side reads it.
std::string reply_heard(Mapping const& mapping, RouteFacts const& route, Hearing const& hearing,
                        Player const& player, bool ended) {
    std::string const text = "1 Hindi & <English>\n2 \"\u0927\u0928\" {x}";
    std::vector<Given> const given{{"text", text},
                                   {"action", ended ? "end" : "continue"},
                                   {"ended", ended ? "true" : "false"}};
    Scope scope;
    scope.route = &route;
    scope.sheet = &hearing.sheet();
    scope.keep_names = &hearing.section().keep_names;
    scope.stored = &hearing.stored();
    scope.given = given;
    scope.now = now;
    if (hearing.section().later) {
        CallInputs inputs;
        for (auto const& [name, value] : given) inputs.texts.set(name, value);
        auto const* call = mapping.call(*hearing.section().later);
        inputs.sheet = &hearing.sheet();
        inputs.keep_names = &hearing.section().keep_names;
        inputs.stored = &hearing.stored();
        auto const made = make_request(*call, route, inputs, now);
        return made ? std::string() : made.error().detail;
    }
    auto const reply = make_reply(hearing.section(), ended ? "end" : "continue", scope);
    if (!reply) return reply.error().detail;
    ClientReply as_client;
    as_client.status = reply->status;
    as_client.headers = reply->headers;
    as_client.headers.emplace_back("content-type", reply->content_type);
    as_client.body = reply->body;
    auto const shown = player.hear(as_client);
    if (!shown) return shown.error().detail;
    if (shown->text != text) return fmt::format("the provider would show `{}`", shown->text);
    if (shown->ended != ended) return fmt::format("ended is {}", shown->ended);
    return {};
}

void prove_dialogue(Mapping const& mapping, RouteFacts const& route, std::vector<Proven>& out) {
    auto player = Player::make(mapping, route, {phone, "s-100"});
    if (!player) {
        if (mapping.hears(Channel::ussd))
            out.push_back({"plays: begin", 0, false, player.error().detail});
        return;
    }
    int const line = mapping.in.front().line;
    auto const add = [&](std::string name, std::string why) {
        out.push_back({std::move(name), line, why.empty(), std::move(why)});
    };
    Hearing hearing(mapping, route);
    auto const begin = player->begin(route.code, "t-1", now);
    if (!begin) return add("plays: begin", begin.error().detail);
    json::object wanted{{"event", "begin"}, {"msisdn", phone}};
    auto const first = hearing.hear(*begin, false);
    add("plays: begin", expect(first, wanted));
    if (!first) return; // of a dialogue that does not begin there is nothing to play
    add("plays: a screen is read", reply_heard(mapping, route, hearing, *player, false));
    auto const answer = player->answer(answer_text, "t-2", now);
    if (!answer) return add("plays: continue", answer.error().detail);
    wanted = {{"event", "continue"}, {"msisdn", phone}, {"input", answer_text}};
    add("plays: continue", expect(hearing.hear(*answer, true), wanted));
    auto const second = player->answer("a b", "t-3", now);
    wanted["input"] = "a b";
    if (second) add("plays: a second answer", expect(hearing.hear(*second, true), wanted));
    add("plays: a last screen is read", reply_heard(mapping, route, hearing, *player, true));
    if (auto const abort = player->abort("t-4", now)) {
        auto const got =
            *abort ? hearing.hear(**abort, true) : Result<json::object>(fail(abort->error()));
        auto why = got ? std::string() : got.error().detail;
        if (got) {
            auto const kind = event_named(std::string(got->at("event").as_string()));
            if (!kind || !ends_dialogue(*kind)) why = "it does not end the dialogue";
        }
        add("plays: abort", why);
    }
}

Values what_messages_say() {
    Values out;
    out.set("phone", phone);
    out.set("to", to);
    out.set("text", "MAKE PICKLE");
    out.set("provider_message_id", "m-100");
    out.set("our_message_id", "o-100");
    out.set("session", "s-200");
    out.set("status", "delivered");
    out.set("transaction", "t-9");
    out.set("recording", "https://recordings.example.in/r-1.wav");
    out.set("seconds", "12");
    return out;
}

/// Each word of the provider's for what became of a message reads as its `map:` says.
std::string states_heard(Section const& section, Play const& play, RouteFacts const& route,
                         Hearing& hearing) {
    std::string out;
    for (auto const& [word, means] : report_states(section)) {
        auto given = what_messages_say();
        given.set("state", word);
        auto const request = play_request(play, route, given, now);
        auto const got =
            request ? hearing.hear(*request, true) : Result<json::object>(fail(request.error()));
        if (auto const why = expect(got, {{"event", "dlr"}, {"status", means}}); !why.empty())
            out += fmt::format("{}: {}; ", word, why);
    }
    return out;
}

void prove_messages(Mapping const& mapping, RouteFacts const& route, std::vector<Proven>& out) {
    for (auto const& section : mapping.in) {
        if (section.channel == Channel::ussd) continue;
        Hearing hearing(mapping, route); // what the first request said is known to the others
        auto const add = [&, &line = section.line](std::string name, std::string why) {
            out.push_back({std::move(name), line, why.empty(), std::move(why)});
        };
        for (auto const& [name, play] : section.plays) {
            auto texts = what_messages_say();
            if (section.channel == Channel::voice) texts.set("text", answer_text);
            auto const request = play_request(play, route, texts, now);
            auto const got = request ? hearing.hear(*request, true)
                                     : Result<json::object>(fail(request.error()));
            json::object wanted{{"event", name}};
            if (name == "mo") wanted["text"] = "MAKE PICKLE";
            if (section.reads_field(Field::phone) && name == "mo") wanted["msisdn"] = phone;
            add(fmt::format("plays: {} of {}", name, section.name), expect(got, wanted));
            if (name == "dlr" && !report_states(section).empty())
                add(fmt::format("plays: every state of {}", section.name),
                    states_heard(section, play, route, hearing));
        }
    }
}

} // namespace

void prove_plays(Mapping const& mapping, std::vector<Proven>& out) {
    RouteFacts route;
    route.code = "*789#";
    route.bare_code = "789";
    route.url = "https://gw.example.in/in/" + mapping.provider + "/TOKEN";
    route.settings = mapping.settings;
    prove_dialogue(mapping, route, out);
    prove_messages(mapping, route, out);
}

} // namespace haatline::gateway::mapping
