#include "simulators/world/command_world.hpp"

#include "simulators/world/village.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cstdio>

namespace haatline::simulators {
namespace {

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t out = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

/// What all worlds did together, so that a reader sees that they were no idle ones.
struct Sum {
    std::uint64_t worlds = 0;
    std::size_t callbacks = 0, steps = 0, crashes = 0, disk_faults = 0, erased = 0;
    std::map<std::string, std::size_t> effects;

    void add(world::WorldReport const& report) {
        ++worlds;
        callbacks += report.callbacks;
        steps += report.steps;
        crashes += report.crashes;
        disk_faults += report.disk_faults;
        erased += report.erased;
        for (auto const& [name, n] : report.effects) effects[name] += n;
    }
    void print() const {
        fmt::print(
            "{} worlds: {} callbacks, {} steps, {} crashes, {} disk faults, {} numbers whose "
            "member was erased\n",
            worlds, callbacks, steps, crashes, disk_faults, erased);
        for (auto const& [name, n] : effects) fmt::print("  {} {}\n", name, n);
    }
};

void print_story(world::WorldReport const& report, std::size_t lines_most) {
    auto const skipped = report.story.size() - std::min(report.story.size(), lines_most);
    if (skipped > 0) fmt::print("… {} lines before\n", skipped);
    for (std::size_t i = skipped; i < report.story.size(); ++i) fmt::print("{}\n", report.story[i]);
}

} // namespace

void describe_world(CLI::App& app, WorldCommand& command) {
    app.add_option("--seeds", command.seeds, "one seed or a range, e.g. 17 or 1-1000")
        ->capture_default_str();
    app.add_option("--steps", command.steps, "callbacks that the phones of one world send")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    app.add_flag("--keep-going", command.keep_going,
                 "a line for each broken promise, instead of stopping with the first one's story");
    app.add_flag("--verbose", command.verbose, "tell every world's story, line by line");
    app.add_option("--spoil", command.spoil,
                   "switch one protection off, to see that the world misses it; `list` names them")
        ->capture_default_str();
    app.footer("Examples:\n  haatline simulate world --seeds 1-1000\n  haatline simulate world "
               "--seeds 17 --verbose\n  haatline simulate world --spoil disk-lies\n");
}

int command_world(WorldCommand const& command) {
    if (command.spoil == "list") {
        for (auto const& row : world::spoils()) fmt::print("{}\n", row.name);
        return 0;
    }
    auto const spoil = world::spoil_named(command.spoil);
    auto const dash = command.seeds.find('-');
    auto const first = number_in(std::string_view(command.seeds).substr(0, dash));
    auto const last = dash == std::string::npos
                          ? first
                          : number_in(std::string_view(command.seeds).substr(dash + 1));
    if (!first || !last || *last < *first || !spoil) {
        fmt::print(stderr, "haatline: --seeds is a number or a range like 1-1000, --spoil one of "
                           "`--spoil list`\n");
        return 2;
    }
    auto ground = world::Ground::make();
    if (!ground) {
        fmt::print(stderr, "haatline: {}\n", ground.error().detail);
        return 2;
    }
    Sum sum;
    std::size_t broken = 0;
    for (auto seed = *first; seed <= *last; ++seed) {
        auto const report = world::run_world(**ground, {seed, command.steps, *spoil});
        sum.add(report);
        if (report.broken && command.keep_going) {
            fmt::print("seed {}: {}\n", seed, *report.broken);
            ++broken;
        } else if (report.broken) {
            print_story(report, command.verbose ? report.story.size() : 60);
            fmt::print("\nseed {}: {}\nreplay: haatline simulate world --seeds {} --steps {}{} "
                       "--verbose\n",
                       seed, *report.broken, seed, command.steps,
                       *spoil == world::Spoil::none ? "" : " --spoil " + command.spoil);
            sum.print();
            return 1;
        }
        if (command.verbose) print_story(report, report.story.size());
    }
    if (broken == 0) fmt::print("seeds {}: every promise was kept\n", command.seeds);
    sum.print();
    return broken == 0 ? 0 : 1;
}

} // namespace haatline::simulators
