#include "gateway/mapping/events.hpp"

#include "gateway/channels/ussd/heard.hpp"
#include "gateway/channels/ussd/reading.hpp"

#include <boost/json/array.hpp>

#include <array>
#include <charconv>

namespace haatline::gateway::mapping {
namespace json = boost::json;
namespace {

json::string_view as_json(std::string_view text) { return {text.data(), text.size()}; }

json::value of(Value const& value) {
    return value ? json::value(as_json(*value)) : json::value(nullptr);
}

/// What the shared event calls our fields, where the names differ.
std::string_view shown_name(Field field, Channel channel) {
    if (field == Field::phone) return "msisdn";
    if (field == Field::text) return channel == Channel::sms ? "text" : "input";
    return field_names[static_cast<std::size_t>(field)];
}

/// The code as dialled: of a first request whose text is it or what was dialled behind it.
std::string dialled_code(Heard const& heard, RouteFacts const& route) {
    auto const dial = heard.section->dialogue.dial;
    auto const text = heard.sheet.at(Field::text).value_or(std::string());
    auto const plain = heard.sheet.at(Field::service_code).value_or(route.code);
    std::string behind;
    if (!is_dialled(text, dial, route.bare_code, behind)) return plain;
    if (dial != Dial::arguments) return '*' + bare_code(text) + '#';
    return behind.empty() ? plain : '*' + bare_code(plain) + '*' + behind + '#';
}

void add_dialogue(json::object& out, Heard const& heard, RouteFacts const& route,
                  DialogueFacts const& facts, EventKind kind) {
    auto const& section = *heard.section;
    auto const text = heard.sheet.at(Field::text).value_or(std::string());
    out["session_key"] = heard.key;
    out["service_code"] = heard.sheet.at(Field::service_code).value_or(route.code);
    std::string behind;
    if (kind == EventKind::begin) {
        // `dial: nothing`: whatever stands there is nothing the caller typed.
        bool const dialled = section.dialogue.dial == Dial::nothing ||
                             is_dialled(text, section.dialogue.dial, route.bare_code, behind);
        out["input"] = dialled ? std::string() : text;
        out["service_code"] = dialled_code(heard, route);
        out["input_path"] = json::array();
        return;
    }
    out["input"] = text;
    if (section.dialogue.answers == Dialogue::Answers::single) return;
    // Where the dialled code comes first, it ends with a hash that moves along.
    bool const coded = section.dialogue.answers == Dialogue::Answers::cumulative_behind_code;
    auto const before = coded ? bare_code(facts.previous_text) : std::string(facts.previous_text);
    auto const all = coded ? bare_code(text) : text;
    auto const answer = answer_after(std::string_view(before), all);
    out["input"] = as_json(answer.value_or(std::string_view()));
    json::array path;
    for (std::string_view rest = text; !rest.empty();) {
        auto const end = rest.find('*');
        path.push_back(json::value(as_json(rest.substr(0, end))));
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    out["input_path"] = std::move(path);
}

} // namespace

json::object normalised(Heard const& heard, RouteFacts const& route, DialogueFacts const& facts) {
    json::object out;
    auto const& section = *heard.section;
    auto const kind = heard.event(facts.state).value_or(EventKind::ignore);
    out["event"] = as_json(name_of(kind));
    out["channel"] = as_json(channel_names[static_cast<std::size_t>(section.channel)]);
    for (std::size_t i = 0; i < field_count; ++i) {
        auto const field = static_cast<Field>(i);
        out[as_json(shown_name(field, section.channel))] = of(heard.sheet.at(field));
    }
    for (std::size_t i = 0; i < section.keep_names.size(); ++i)
        if (!out.contains(section.keep_names[i]))
            out[section.keep_names[i]] = of(heard.sheet.keep[i]);
    if (auto const& part = heard.sheet.at(Field::part)) {
        std::int64_t number = 0;
        std::from_chars(part->data(), part->data() + part->size(), number);
        out["part"] = number;
    }
    if (section.channel == Channel::ussd) add_dialogue(out, heard, route, facts, kind);
    if (kind == EventKind::dtmf) {
        auto const& keys = heard.sheet.at(Field::text);
        out["input"] = keys.value_or(std::string());
        if (!keys || keys->empty()) out["timeout"] = true;
    }
    if (section.dedupe) out["dedupe_key"] = of(dedupe_key(heard, route));
    return out;
}

Value dedupe_key(Heard const& heard, RouteFacts const& route) {
    auto const& section = *heard.section;
    if (!section.dedupe) return std::nullopt;
    Scope scope;
    scope.route = &route;
    scope.sheet = &heard.sheet;
    scope.keep_names = &section.keep_names;
    auto key = section.dedupe->by.render(scope);
    return key ? std::move(*key) : std::nullopt;
}

} // namespace haatline::gateway::mapping
