#include "gateway/mapping/attest.hpp"
#include "gateway/mapping/player.hpp"
#include "gateway/mapping/presets.hpp"
#include "gateway/mapping/understand.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::mapping;

namespace {

TimePoint const now{std::chrono::seconds(1'767'268'800)};

/// A route of this preset with every secret, and every user that a guard compares.
RouteFacts guarded_route(Mapping const& mapping, std::string const& secret) {
    RouteFacts out;
    out.code = "*789#";
    out.bare_code = "789";
    out.url = "https://gw.example.in/in/" + mapping.provider + "/TOKEN";
    out.settings = mapping.settings;
    for (auto const* user : {"user", "userid", "sp_rev_id"})
        if (out.settings.has(user)) out.settings.set(user, "demo");
    for (auto const& name : mapping.secrets) out.secrets.set(name, secret);
    return out;
}

Values said() {
    Values out;
    for (auto const& [name, value] :
         std::initializer_list<std::pair<std::string_view, std::string_view>>{
             {"session", "s1"},
             {"transaction", "t1"},
             {"phone", "+919876543210"},
             {"to", "166"},
             {"text", "7"},
             {"dialled", "*789#"},
             {"code", "*789#"},
             {"first", "true"},
             {"provider_message_id", "m1"},
             {"our_message_id", "o1"},
             {"recording", "https://recordings.example.in/1.wav"}})
        out.set(name, value);
    return out;
}

bool let_in(Mapping const& mapping, ClientRequest const& request, RouteFacts const& route) {
    auto const raw = as_raw(request);
    RequestView view(raw);
    Recall const nobody;
    Ear const ear{route, nobody, now};
    auto const section = choose_section(mapping, view, *path_segments(raw.path), ear);
    return admits(mapping, view, section ? (*section)->name : "", ear).has_value();
}

} // namespace

TEST_CASE("what a preset asks of its provider, its provider's side can show, and nobody else") {
    std::size_t guarded = 0;
    for (auto const& preset : presets()) {
        std::vector<Problem> problems;
        auto const mapping =
            load_mapping(preset.content, std::string(preset.path), problems, false);
        REQUIRE(mapping);
        auto const route = guarded_route(*mapping, "synthetic-secret");
        for (auto const& section : mapping->in)
            for (auto const& [name, play] : section.plays) {
                if (!asks_for_proof(*mapping, section.name, route)) continue;
                ++guarded;
                INFO(mapping->provider << ' ' << section.name << ' ' << name);
                auto request = play_request(play, route, said(), now);
                REQUIRE(request);
                REQUIRE(attest(*mapping, section, route, "fresh-1", now, *request));
                CHECK(let_in(*mapping, *request, route));
                CHECK_FALSE(let_in(*mapping, *request, guarded_route(*mapping, "another")));
                auto const nobody = guarded_route(*mapping, "");
                auto bare = play_request(play, nobody, said(), now);
                REQUIRE(bare);
                REQUIRE(attest(*mapping, section, nobody, "fresh-1", now, *bare));
                CHECK_FALSE(let_in(*mapping, *bare, route));
            }
    }
    CHECK(guarded > 30);
}

TEST_CASE("nothing is asked of a route without secrets") {
    for (auto const& preset : presets()) {
        std::vector<Problem> problems;
        auto const mapping =
            load_mapping(preset.content, std::string(preset.path), problems, false);
        REQUIRE(mapping);
        RouteFacts route;
        route.settings = mapping->settings;
        for (auto const& section : mapping->in)
            CHECK_FALSE(asks_for_proof(*mapping, section.name, route));
    }
}
