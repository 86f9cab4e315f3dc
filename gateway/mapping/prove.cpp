#include "gateway/mapping/prove.hpp"

#include "gateway/channels/ussd/reading.hpp"
#include "gateway/mapping/answer.hpp"
#include "gateway/mapping/compare.hpp"
#include "gateway/mapping/events.hpp"
#include "gateway/mapping/guard.hpp"
#include "gateway/mapping/prove_plays.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <charconv>
#include <map>

namespace haatline::gateway::mapping {
namespace json = boost::json;
namespace {

std::string text_of(json::value const& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

std::string member(json::object const& object, std::string_view name, std::string fallback = {}) {
    auto const found = object.find({name.data(), name.size()});
    return found == object.end() || found->value().is_null() ? fallback : text_of(found->value());
}

json::object const& inner(json::object const& object, std::string_view name) {
    static json::object const none;
    auto const found = object.find({name.data(), name.size()});
    return found != object.end() && found->value().is_object() ? found->value().get_object() : none;
}

/// What a test assumes of the route.
RouteFacts route_of(Mapping const& mapping, json::object const& given) {
    RouteFacts out;
    out.code = member(given, "service_code", "*789#");
    out.bare_code = bare_code(out.code);
    out.url = member(given, "url",
                     member(given, "public_base", "https://gw.example.in") + "/in/" +
                         mapping.provider + "/TOKEN");
    out.settings = mapping.settings;
    for (auto const& each : inner(given, "settings"))
        out.settings.set(each.key(), text_of(each.value()));
    for (auto const& each : inner(given, "secrets"))
        out.secrets.set(each.key(), text_of(each.value()));
    for (auto const& each : inner(given, "next_secrets"))
        out.next_secrets.set(each.key(), text_of(each.value()));
    return out;
}

TimePoint now_of(json::object const& given) {
    auto const* now = given.if_contains("now");
    // 2026-01-01T12:00:00Z, where the samples of the providers stand.
    std::int64_t const seconds = now && now->is_int64() ? now->get_int64() : 1'767'268'800;
    return TimePoint(std::chrono::seconds(seconds));
}

RawRequest request_of(json::object const& request) {
    RawRequest out;
    out.method = member(request, "method", "POST");
    out.query = member(request, "query");
    out.body = member(request, "body");
    auto path = member(request, "path", "/");
    if (auto const question = path.find('?'); question != std::string::npos) {
        out.query = path.substr(question + 1);
        path.resize(question);
    }
    out.path = std::move(path);
    for (auto const& header : inner(request, "headers")) {
        auto const value = text_of(header.value());
        if (same_header({header.key().data(), header.key().size()}, "content-type"))
            out.content_type = value.substr(0, value.find(';'));
        else
            out.headers.add({header.key().data(), header.key().size()}, value);
    }
    return out;
}

/// Runs the tests of one mapping; remembers dialogues from one to the next, as a gateway would.
class Prover {
  public:
    explicit Prover(Mapping const& mapping) : mapping_(mapping) {}

    std::string run(Proof const& proof) {
        switch (proof.kind) {
        case Proof::Kind::request:
            return request(proof);
        case Proof::Kind::reply:
            return reply(proof);
        case Proof::Kind::call:
            return call(proof);
        case Proof::Kind::answer:
            return answer(proof);
        }
        return "unknown kind of test";
    }

  private:
    std::string request(Proof const& proof);
    std::string reply(Proof const& proof);
    std::string call(Proof const& proof);
    std::string answer(Proof const& proof);
    Result<json::array> events(Proof const& proof);
    DialogueFacts facts(Proof const& proof, Heard const& heard);
    void remember(Heard const& heard, json::object const& event);

    struct Remembered {
        Values stored;
        std::string text;
    };
    Mapping const& mapping_;
    std::map<std::string, Remembered, std::less<>> dialogues_;
    std::string previous_;
};

DialogueFacts Prover::facts(Proof const& proof, Heard const& heard) {
    auto const known = dialogues_.find(heard.key);
    DialogueFacts out;
    bool open = known != dialogues_.end() && !heard.key.empty();
    previous_ = open ? known->second.text : std::string();
    if (auto const* said = proof.given.if_contains("known_session"); said && said->is_bool())
        open = said->get_bool();
    if (proof.given.contains("previous_text")) {
        previous_ = member(proof.given, "previous_text");
        open = true;
    }
    out.state = open ? session_open : session_unseen;
    out.previous_text = previous_;
    return out;
}

void Prover::remember(Heard const& heard, json::object const& event) {
    if (heard.key.empty()) return;
    auto const kind = event_named(member(event, "event"));
    if (kind && ends_dialogue(*kind)) {
        dialogues_.erase(heard.key);
        return;
    }
    auto& dialogue = dialogues_[heard.key];
    dialogue.text = heard.sheet.at(Field::text).value_or(std::string());
    for (auto const& name : heard.section->stores) {
        Scope scope;
        scope.sheet = &heard.sheet;
        scope.keep_names = &heard.section->keep_names;
        if (auto const found = scope.find({Place::variable, name}); found.text)
            dialogue.stored.set(name, *found.text);
    }
}

Result<json::array> Prover::events(Proof const& proof) {
    auto const raw = request_of(proof.request);
    auto const route = route_of(mapping_, proof.given);
    auto const rest = path_segments(raw.path);
    if (!rest) return fail(rest.error());
    Recall const recall = [this](std::string_view key) -> Values const* {
        auto const found = dialogues_.find(key);
        return found == dialogues_.end() ? nullptr : &found->second.stored;
    };
    Ear const ear{route, recall, now_of(proof.given), false};
    RequestView view(raw);
    bool const open_door = member(proof.given, "auth") == "off";
    auto const section = choose_section(mapping_, view, *rest, ear);
    auto const name = section ? std::string_view((*section)->name) : std::string_view();
    if (!open_door)
        if (auto let = admits(mapping_, view, name, ear); !let) return fail(let.error());
    if (!section) return fail(section.error());
    if ((*section)->name != proof.of)
        return fail(Errc::internal, fmt::format("section `{}` read it, not `{}`", name, proof.of));
    auto const all = hear(**section, view, ear);
    if (!all) return fail(all.error());
    json::array out;
    for (auto const& heard : *all) {
        out.push_back(normalised(heard, route, facts(proof, heard)));
        remember(heard, out.back().as_object());
    }
    return out;
}

std::string Prover::request(Proof const& proof) {
    auto const got = events(proof);
    json::array expected;
    if (proof.expect.is_array())
        expected = proof.expect.get_array();
    else
        expected.push_back(proof.expect);
    json::array refused;
    if (!got) {
        auto const& error = got.error();
        auto const reply = refuse(mapping_, mapping_.section(proof.of), error,
                                  route_of(mapping_, proof.given), now_of(proof.given));
        json::object event{{"event", "rejected"}, {"http_status", reply.status}};
        event["why"] = error.detail;
        // `why` may name one word of the detail.
        if (!expected.empty() && expected.front().is_object()) {
            auto const why = member(expected.front().get_object(), "why");
            if (!why.empty() && error.detail.find(why) != std::string::npos) event["why"] = why;
        }
        refused.push_back(std::move(event));
    }
    auto const& events = got ? *got : refused;
    if (events.size() != expected.size())
        return fmt::format("{} events expected, got {}", expected.size(), events.size());
    std::string out;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (!expected[i].is_object()) return "`expect` is a map or a list of maps";
        out += member_difference(expected[i].get_object(), events[i].get_object());
    }
    if (!out.empty() && !got) out += fmt::format(" (refused: {})", got.error().detail);
    return out;
}

/// What a reply or call is given: texts, lists and maps of the test's own words.
CallInputs inputs_of(json::object const& object) {
    CallInputs out;
    auto const add = [&](json::object const& from, auto const& self) -> void {
        for (auto const& each : from) {
            std::string const name(each.key());
            if (name == "echo" && each.value().is_object()) {
                self(each.value().get_object(), self);
            } else if (each.value().is_array()) {
                for (auto const& item : each.value().get_array())
                    out.lists.lists[name].push_back(text_of(item));
            } else if (each.value().is_object()) {
                for (auto const& item : each.value().get_object())
                    out.lists.maps[name].set(item.key(), text_of(item.value()));
            } else if (!each.value().is_null()) {
                out.texts.set(name, text_of(each.value()));
            }
        }
    };
    add(object, add);
    return out;
}

std::string reply_name(json::object const& model) {
    auto const action = member(model, "action", "ack");
    if (action == "error") return "refused";
    if (action == "ack_abort") return member(model, "known") == "false" ? "unknown" : "known";
    return action;
}

std::string Prover::reply(Proof const& proof) {
    auto const& section = *mapping_.section(proof.of);
    auto const route = route_of(mapping_, proof.given);
    auto inputs = inputs_of(proof.inputs);
    if (member(proof.inputs, "action") == "error")
        inputs.texts.set("why", member(proof.inputs, "text"));
    std::vector<Given> given;
    for (auto const& [name, value] : inputs.texts) given.emplace_back(name, value);
    Scope scope;
    scope.route = &route;
    scope.given = given;
    scope.lists = &inputs.lists;
    scope.now = now_of(proof.given);
    auto const name = reply_name(proof.inputs);
    if (!section.reply(name) && name != "ack" && name != "known" && name != "unknown")
        return fmt::format("section `{}` has no reply `{}`", section.name, name);
    auto const got = make_reply(section, name, scope);
    if (!got) return got.error().detail;
    if (!proof.expect.is_object()) return "`expect` is a map";
    auto const& expected = proof.expect.get_object();
    std::string out;
    if (auto const status = member(expected, "status");
        !status.empty() && status != std::to_string(got->status))
        out += fmt::format("status expected {} got {}; ", status, got->status);
    for (auto const& header : inner(expected, "headers")) {
        std::string value;
        if (same_header({header.key().data(), header.key().size()}, "content-type"))
            value = got->content_type;
        for (auto const& [each, text] : got->headers)
            if (same_header(each, {header.key().data(), header.key().size()})) value = text;
        if (value != text_of(header.value()))
            out += fmt::format("header {} expected {} got {}; ", std::string_view(header.key()),
                               text_of(header.value()), value);
    }
    if (auto const* body = expected.if_contains("body"))
        out += body_difference(text_of(*body), got->body, proof.compare);
    return out;
}

/// "a=1&b=2" as an object, for `expect: {form: …}`.
json::object form_of(std::string_view body) {
    json::object out;
    if (auto const fields = Fields::parse(body))
        for (auto const& [name, value] : fields->all())
            out[{name.data(), name.size()}] = json::string_view(value.data(), value.size());
    return out;
}

std::string Prover::call(Proof const& proof) {
    auto const& call = *mapping_.call(proof.of);
    auto const route = route_of(mapping_, proof.given);
    auto const inputs = inputs_of(proof.inputs);
    auto const made =
        make_request(call, route, inputs, now_of(proof.given), member(proof.given, "token"));
    if (!proof.expect.is_object()) return "`expect` is a map";
    auto const& expected = proof.expect.get_object();
    if (!made) {
        auto const why = member(expected, "refused");
        bool const as_expected = !why.empty() && made.error().detail.find(why) != std::string::npos;
        return as_expected ? std::string() : made.error().detail;
    }
    json::object got;
    got["method"] = made->method;
    got["url"] =
        made->path.substr(0, expected.contains("query") ? made->path.find('?') : std::string::npos);
    auto const question = made->path.find('?');
    got["query"] = question == std::string::npos ? std::string() : made->path.substr(question + 1);
    got["content_type"] = made->content_type;
    std::string out;
    json::object plain = expected;
    for (auto const* special : {"body", "form", "headers", "query"}) plain.erase(special);
    out += member_difference(plain, got);
    if (auto const* query = expected.if_contains("query"))
        out += query->is_object()
                   ? member_difference(query->get_object(), form_of(member(got, "query")))
                   : body_difference(text_of(*query), member(got, "query"), "exact");
    out += member_difference(inner(expected, "form"), form_of(made->body));
    json::object headers;
    for (auto const& [name, value] : made->headers) headers[name] = value;
    headers["Content-Type"] = made->content_type;
    out += member_difference(inner(expected, "headers"), headers);
    if (auto const* body = expected.if_contains("body"))
        out += body->is_structured() ? body_difference(json::serialize(*body), made->body, "json")
                                     : body_difference(text_of(*body), made->body, proof.compare);
    return out;
}

std::string Prover::answer(Proof const& proof) {
    auto const& call = *mapping_.call(proof.of);
    auto const route = route_of(mapping_, proof.given);
    ClientReply reply;
    auto const status = member(proof.request, "status", "200");
    std::from_chars(status.data(), status.data() + status.size(), reply.status);
    reply.body = member(proof.request, "body");
    for (auto const& header : inner(proof.request, "headers"))
        reply.headers.emplace_back(std::string(header.key()), text_of(header.value()));
    auto const result = read_answer(call, route, reply, now_of(proof.given));
    json::object got;
    got["event"] = call.answer.event ? std::string(name_of(*call.answer.event)) : "submit_result";
    got["ok"] = result.ok;
    if (!result.ok) {
        got["reason"] = result.reason;
        got["retryable"] = result.retryable;
    }
    for (std::size_t i = 0; i < field_count; ++i)
        if (auto const& value = result.sheet.fields[i];
            value && !got.contains(std::string(field_names[i])))
            got[std::string(field_names[i])] = *value;
    for (std::size_t i = 0; i < call.answer.keep_names.size(); ++i)
        if (result.sheet.keep[i]) got[call.answer.keep_names[i]] = *result.sheet.keep[i];
    if (!proof.expect.is_object()) return "`expect` is a map";
    return member_difference(proof.expect.get_object(), got);
}

} // namespace

std::vector<Proven> prove(Mapping const& mapping) {
    std::vector<Proven> out;
    Prover prover(mapping);
    for (auto const& proof : mapping.tests) {
        auto why = prover.run(proof);
        out.push_back({proof.name, proof.line, why.empty(), std::move(why)});
    }
    prove_plays(mapping, out);
    return out;
}

} // namespace haatline::gateway::mapping
