#include "simulators/load/command_load.hpp"

#include "base/world.hpp"
#include "locales/catalogue.hpp"
#include "simulators/load/disk_probe.hpp"
#include "simulators/load/open_loop.hpp"
#include "simulators/load/story.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace haatline::simulators {
namespace {

/// 9005000000 to 9008999999 are fictional, and owners of no demo of up to five million enterprises.
constexpr std::uint64_t fictional_from = 919'005'000'000, fictional_many = 4'000'000;

int complain(std::string_view what) {
    fmt::print(stderr, "haatline load: {}\n", what);
    return 1;
}

Result<std::vector<Press>> story_of(LoadOptions const& options) {
    if (options.story.empty()) return read_story(built_in_story);
    std::ifstream file(options.story);
    if (!file) return fail(Errc::not_found, fmt::format("cannot read {}", options.story));
    std::string const text{std::istreambuf_iterator<char>(file), {}};
    auto story = read_story(text);
    if (!story) return fail(Errc::bad_request, options.story + ": " + story.error().detail);
    return story;
}

Result<std::uint64_t> first_number(LoadOptions const& options) {
    if (options.first.empty())
        return fictional_from + system_world().random.next() % fictional_many;
    auto const number = Msisdn::parse(options.first);
    if (!number) return fail(Errc::bad_request, "--first: " + number.error().detail);
    return number->number();
}

/// How a gateway with the words of this binary says that it is busy.
std::vector<std::string> busy_words() {
    std::vector<Problem> problems;
    std::vector<std::string> out;
    auto const words = Catalogue::load(locales::embedded_files(), problems);
    if (!words) return out;
    for (auto const& language : words->languages())
        out.push_back(words->format("err.busy", language.code, "ussd", {}));
    return out;
}

/// Each connection is a descriptor, and the usual soft limit is 1,024.
Result<void> raise_descriptor_limit(std::size_t connections) {
    constexpr rlim_t ours = 64;
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= connections + ours) return {};
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, connections + ours);
    if (setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= connections + ours) return {};
    return fail(Errc::limit, fmt::format("--connections {} needs as many open files: `ulimit -Hn` "
                                         "says {}",
                                         connections, limit.rlim_max));
}

Result<LoadPlan> plan_of(LoadOptions const& options) {
    LoadPlan plan;
    plan.provider = options.provider;
    plan.line.token = options.token;
    plan.line.code = options.code;
    plan.dials = options.dials > 0;
    plan.rate = plan.dials ? options.dials : options.rate;
    plan.duration = std::chrono::seconds(options.duration_s);
    plan.warm_up = std::chrono::seconds(options.warm_up_s);
    if (plan.warm_up >= plan.duration)
        return fail(Errc::bad_request, "--warm-up must be shorter than --duration");
    auto const think_ms = plan.dials ? 1'000 : 0;
    plan.think = std::chrono::milliseconds(options.think_ms < 0 ? think_ms : options.think_ms);
    plan.deadline = std::chrono::milliseconds(options.deadline_ms);
    plan.patience = std::max(plan.patience, plan.deadline);
    plan.busy = busy_words();
    plan.callers =
        options.callers > 0 ? options.callers : static_cast<std::size_t>(std::ceil(options.rate));
    auto story = story_of(options);
    if (!story) return fail(story.error());
    plan.story = std::move(*story);
    auto const first = first_number(options);
    if (!first) return fail(first.error());
    plan.first_number = *first;
    return plan;
}

int print(Tally const& tally, bool json) {
    fmt::print("{}", json ? as_json(tally) : as_text(tally));
    std::fflush(stdout);
    if (auto const doubt = tally.doubt(); !doubt.empty())
        fmt::print(stderr, "warning: {}\n", doubt);
    return tally.errors_in_all() == 0 && tally.busy == 0 && tally.answered > 0 ? 0 : 1;
}

int load_ussd(LoadOptions const& options) {
    auto plan = plan_of(options);
    if (!plan) return complain(plan.error().detail);
    std::size_t const usual = plan->dials ? 1'024 : 256;
    auto const connections = options.connections > 0 ? options.connections : usual;
    if (auto const raised = raise_descriptor_limit(connections); !raised)
        return complain(raised.error().detail);
    gateway::Loop loop;
    auto volley = gateway::HttpVolley::open(loop, options.url, {connections, plan->patience});
    if (!volley) return complain(volley.error().detail);
    std::unique_ptr<DiskProbe> probe;
    if (!options.disk.empty()) {
        // Fifty a second: beside the hundreds of a gateway under load they change little.
        auto started =
            DiskProbe::start(options.disk, system_world(), std::chrono::milliseconds(20));
        if (!started) return complain(started.error().detail);
        probe = std::move(*started);
    }
    std::uint64_t queued = 0;
    OpenLoop run(
        std::move(*plan), system_world(),
        [&](gateway::ClientRequest request, gateway::HttpVolley::Done done) {
            auto const before = (*volley)->queued();
            (*volley)->send(std::move(request), std::move(done));
            queued += (*volley)->queued() > before;
        },
        [&](std::chrono::nanoseconds delay, std::function<void()> work) {
            loop.after(delay, std::move(work));
        });
    auto const started = run.start([](std::string const& line) { fmt::print(stderr, "{}", line); },
                                   [&] { loop.stop(); });
    if (!started) return complain(started.error().detail);
    loop.run();
    auto tally = run.tally();
    tally.queued = queued;
    if (probe) {
        auto const disk = probe->stop();
        if (!disk) return complain(disk.error().detail);
        tally.disk = *disk;
    }
    return print(tally, options.json);
}

int load_disk(LoadOptions const& options) {
    auto probe = DiskProbe::start(options.disk.empty() ? "." : options.disk, system_world(),
                                  std::chrono::milliseconds(0));
    if (!probe) return complain(probe.error().detail);
    gateway::Loop loop;
    loop.after(std::chrono::seconds(options.duration_s), [&] { loop.stop(); });
    loop.run();
    auto const disk = (*probe)->stop();
    if (!disk) return complain(disk.error().detail);
    auto const ms = [&](double share) {
        return static_cast<double>(disk->at(share).count()) / 1e6;
    };
    fmt::print(
        options.json
            ? fmt::runtime(R"({{"syncs":{},"p50_ms":{:.3f},"p99_ms":{:.3f},"p999_ms":{:.3f},)"
                           R"("max_ms":{:.3f}}})"
                           "\n")
            : fmt::runtime("{} times 4 KiB and fdatasync: p50 {:.3f}  p99 {:.3f}  p99.9 "
                           "{:.3f}  max {:.3f} ms\n"),
        disk->count(), ms(0.5), ms(0.99), ms(0.999), ms(1));
    return 0;
}

} // namespace

int command_load(LoadOptions const& options) {
    return options.what == "disk" ? load_disk(options) : load_ussd(options);
}

} // namespace haatline::simulators
