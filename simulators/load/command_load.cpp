#include "simulators/load/command_load.hpp"

#include "base/world.hpp"
#include "simulators/load/disk_probe.hpp"
#include "simulators/load/open_loop.hpp"
#include "simulators/load/story.hpp"
#include "simulators/load/strangers.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace haatline::simulators {
namespace {

int complain(std::string_view what) {
    fmt::print(stderr, "haatline load: {}\n", what);
    return 1;
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
    auto story = story_in(options.story);
    if (!story) return fail(story.error());
    plan.story = std::move(*story);
    auto const first = first_stranger(options.first, system_world());
    if (!first) return fail(first.error());
    plan.first_number = *first;
    auto carrier = make_carrier(plan.provider, plan.line, system_world());
    if (!carrier) return fail(carrier.error());
    bool const hangs_up = std::any_of(plan.story.begin(), plan.story.end(), [](Press const& press) {
        return press.kind == Press::Kind::hangup;
    });
    if (hangs_up && (!(*carrier)->dial(plan.line.code) || !(*carrier)->hang_up()))
        return fail(Errc::bad_request,
                    plan.provider +
                        " tells nobody that a caller hung up; leave it out of the story");
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
