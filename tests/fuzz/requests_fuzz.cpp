// A request of anybody to every preset: which section reads it, whether its sender is let in, what it says, and what we answer.
#include "cluster/msisdn.hpp"
#include "gateway/mapping/answer.hpp"
#include "gateway/mapping/events.hpp"
#include "gateway/mapping/guard.hpp"
#include "gateway/mapping/hear.hpp"
#include "gateway/mapping/presets.hpp"
#include "locales/text/utf8.hpp"
#include "tests/fuzz/target.hpp"

#include <array>
#include <string>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::mapping;
using fuzz::expect;

namespace {

struct Preset {
    std::shared_ptr<Mapping const> mapping;
    RouteFacts open, closed; ///< without secrets, and with all of them
};

std::vector<Preset> all_presets() {
    std::vector<Preset> out;
    for (auto const& file : presets()) {
        std::vector<Problem> problems;
        Preset preset;
        preset.mapping = load_mapping(file.content, std::string(file.path), problems, false);
        expect(preset.mapping != nullptr, "a shipped preset can be read");
        preset.open.code = "*789#";
        preset.open.bare_code = "789";
        preset.open.url = "https://gw.example.in/in/x/T";
        preset.open.settings = preset.mapping->settings;
        preset.closed = preset.open;
        preset.closed.settings.set("user", "demo");
        for (auto const& name : preset.mapping->secrets)
            preset.closed.secrets.set(name, "synthetic");
        out.push_back(std::move(preset));
    }
    return out;
}

/// METHOD, path, query, content type, headers up to an empty line, the body.
RawRequest request_of(fuzz::Bytes& bytes) {
    RawRequest out;
    out.method = bytes.line();
    out.path = bytes.line();
    out.query = bytes.line();
    out.content_type = bytes.line();
    for (auto line = bytes.line(); !line.empty(); line = bytes.line()) {
        auto const colon = line.find(": ");
        if (colon != std::string_view::npos)
            out.headers.add(line.substr(0, colon), line.substr(colon + 2));
    }
    out.body = bytes.rest();
    return out;
}

std::vector<std::string> segments(std::string_view path) {
    std::vector<std::string> out;
    while (!path.empty() && out.size() < 4) {
        auto const end = path.find('/');
        if (end != 0) out.emplace_back(path.substr(0, end));
        path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    }
    return out;
}

void answer(Section const& section, mapping::Heard const& heard, Ear const& ear) {
    auto const said = heard.sheet.at(Field::text).value_or("1 < 2 & \"3\"\n4");
    std::array const given{Given{"text", said}, Given{"id", "1"}};
    Scope scope;
    scope.route = &ear.route;
    scope.sheet = &heard.sheet;
    scope.keep_names = &section.keep_names;
    scope.given = given;
    scope.now = ear.now;
    for (auto const* name : {"continue", "end", "ack", "known", "unknown"})
        expect(make_reply(section, name, scope).has_value(), "whoever is heard is answered");
}

void check(mapping::Heard const& heard, RouteFacts const& route) {
    auto const& sheet = heard.sheet;
    if (auto const& phone = sheet.at(Field::phone))
        expect(Msisdn::parse(*phone).has_value() && phone->starts_with("+91"),
               "a caller has an Indian mobile number");
    for (auto const& value : sheet.fields)
        expect(!value || text::well_formed(*value), "what a field holds is UTF-8");
    for (auto const state : {session_open, session_ended, session_overtaken, session_unseen}) {
        auto const event = heard.event(state);
        bool const turn = event == EventKind::begin || event == EventKind::go_on;
        expect(!turn || sheet.at(Field::phone).has_value(), "a caller who asks has a number");
        expect(!turn || !heard.key.empty(), "a turn belongs to a dialogue");
        (void)normalised(heard, route, {state, "1*2"});
    }
}

} // namespace

HAATLINE_FUZZ_TARGET(requests) {
    static auto const all = all_presets();
    fuzz::Bytes bytes(input);
    auto const name = bytes.line();
    auto const* preset =
        &all[name.empty() ? 0 : static_cast<unsigned char>(name.front()) % all.size()];
    for (auto const& each : all)
        if (each.mapping->provider == name) preset = &each;
    bool const closed = bytes.below(2) == 1;
    auto const request = request_of(bytes);
    Recall const recall = [](std::string_view) -> Values const* {
        static Values const stored{{"phone", "+919876543210"}};
        return &stored;
    };
    Ear const ear{closed ? preset->closed : preset->open, recall,
                  TimePoint(std::chrono::seconds(1'767'268'800)), true};
    RequestView view(request);
    auto const rest = segments(request.path);
    auto const section = choose_section(*preset->mapping, view, rest, ear);
    auto const let =
        admits(*preset->mapping, view, section ? (*section)->name : std::string_view(), ear);
    auto const refused = [&](Error const& error) {
        auto const reply =
            refuse(*preset->mapping, section ? *section : nullptr, error, ear.route, ear.now);
        expect(reply.status >= 200 && reply.status < 600, "a refusal is an HTTP answer");
    };
    if (!let) return refused(let.error());
    if (!section) return refused(section.error());
    auto const heard = hear(**section, view, ear);
    if (!heard) return refused(heard.error());
    for (auto const& one : *heard) {
        check(one, ear.route);
        answer(**section, one, ear);
    }
}
