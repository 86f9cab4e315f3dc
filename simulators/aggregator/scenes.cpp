#include "simulators/aggregator/scenes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::simulators::aggregator {
namespace {

namespace mapping = gateway::mapping;
using Kind = mapping::EventKind;
using Story = std::vector<Kind>;

/// How messages and calls go, with all that a provider may tell; what its section does not play is left out.
std::vector<Story> const& stories_of(mapping::Channel channel) {
    static std::vector<Story> const messages{
        {Kind::mo}, {Kind::opt_out}, {Kind::ignore}, {Kind::dlr}};
    static std::vector<Story> const calls{
        {Kind::call, Kind::dtmf, Kind::dtmf, Kind::record, Kind::dial_result, Kind::end},
        {Kind::call, Kind::dtmf, Kind::abort},
        {Kind::call, Kind::ignore, Kind::end},
        {Kind::missed},
    };
    return channel == mapping::Channel::sms ? messages : calls;
}

/// The acts of one event: of reports one for every state that the provider knows.
void add_acts(Scene& scene, mapping::Section const& section, Kind kind) {
    auto const* play = section.play(mapping::name_of(kind));
    if (!play) return;
    Act const act{&section, play, kind};
    auto const states =
        kind == Kind::dlr ? mapping::report_states(section) : std::vector<mapping::ReportState>();
    if (states.empty()) scene.push_back(act);
    for (auto const& state : states) {
        scene.push_back(act);
        scene.back().state = state.word;
    }
}

bool same_acts(Scene const& one, Scene const& other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                      [](Act const& a, Act const& b) { return a.play == b.play; });
}

} // namespace

std::vector<Scene> scenes_of(mapping::Mapping const& of,
                             std::span<mapping::Channel const> channels) {
    std::vector<Scene> out;
    for (auto const& section : of.in) {
        bool const wanted =
            std::find(channels.begin(), channels.end(), section.channel) != channels.end();
        if (!wanted || section.channel == mapping::Channel::ussd) continue;
        for (auto const& story : stories_of(section.channel)) {
            Scene scene;
            for (auto const kind : story) add_acts(scene, section, kind);
            bool const known = std::any_of(
                out.begin(), out.end(), [&](Scene const& each) { return same_acts(each, scene); });
            if (!scene.empty() && !known) out.push_back(std::move(scene));
        }
    }
    return out;
}

std::string name_of(Act const& act) {
    auto const channel = static_cast<std::size_t>(act.section->channel);
    return fmt::format("{} {}", mapping::channel_names[channel], mapping::name_of(act.kind));
}

} // namespace haatline::simulators::aggregator
