#include "simulators/load/tally.hpp"

#include <fmt/format.h>

namespace haatline::simulators {
namespace {

double ms(std::chrono::nanoseconds value) { return static_cast<double>(value.count()) / 1e6; }

/// A generator whose own delay reaches this in one turn of a hundred measures itself.
constexpr auto lateness_good = std::chrono::milliseconds(1);

std::string errors_text(Tally const& tally) {
    if (tally.errors.empty() && tally.unanswered == 0) return "none";
    std::string out;
    for (auto const& [kind, count] : tally.errors)
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, kind);
    if (tally.unanswered > 0)
        out += fmt::format("{}{} unanswered", out.empty() ? "" : ", ", tally.unanswered);
    return out;
}

std::string latencies_json(Latencies const& latencies) {
    return fmt::format(R"("p50_ms":{:.3f},"p99_ms":{:.3f},"p999_ms":{:.3f},"max_ms":{:.3f})",
                       ms(latencies.at(0.5)), ms(latencies.at(0.99)), ms(latencies.at(0.999)),
                       ms(latencies.max()));
}

} // namespace

void Tally::count(LoadCaller::Judged const& judged, std::chrono::nanoseconds took) {
    switch (judged.worth) {
    case LoadCaller::Worth::good:
        ++answered;
        return latencies.add(took);
    case LoadCaller::Worth::busy:
        ++busy;
        return busy_latencies.add(took);
    case LoadCaller::Worth::wrong:
        ++errors[judged.wrong];
    }
}

std::uint64_t Tally::errors_in_all() const {
    std::uint64_t out = unanswered;
    for (auto const& [kind, count] : errors) out += count;
    return out;
}

std::string Tally::doubt() const {
    if (lateness.at(0.99) > lateness_good)
        return fmt::format("the generator sent one turn in a hundred {:.1f} ms or more after it "
                           "was due: give it a core of its own, or a lower --rate",
                           ms(lateness.at(0.99)));
    if (queued > intended / 1000)
        return fmt::format("{} turns waited for a free connection: raise --connections", queued);
    return {};
}

std::string as_text(Tally const& tally) {
    auto const& l = tally.latencies;
    auto out = fmt::format(
        "turns       {} due, {} answered in {:.1f} s\n"
        "rate        {:.0f}/s wanted, {:.0f}/s achieved\n"
        "goodput     {:.0f}/s within {} ms; {} later; {} told to dial again (p99 {:.2f} "
        "ms)\n"
        "callers     {}, of whom {} played their story to its end\n"
        "latency ms  p50 {:.2f}  p99 {:.2f}  p99.9 {:.2f}  max {:.2f}   (from when a "
        "turn was due)\n"
        "stalls      {} over 50 ms; longest {:.1f} ms\n",
        tally.intended, tally.answered, tally.seconds, tally.rate_wanted, tally.achieved(),
        tally.goodput(), tally.deadline.count(), tally.latencies.over(tally.deadline), tally.busy,
        ms(tally.busy_latencies.at(0.99)), tally.callers, tally.stories, ms(l.at(0.5)),
        ms(l.at(0.99)), ms(l.at(0.999)), ms(l.max()), tally.stalls, ms(tally.longest_stall));
    if (tally.disk)
        out += fmt::format("disk ms     p50 {:.2f}  p99 {:.2f}  max {:.2f}   ({} fdatasync beside "
                           "it)\n",
                           ms(tally.disk->at(0.5)), ms(tally.disk->at(0.99)), ms(tally.disk->max()),
                           tally.disk->count());
    out += fmt::format("generator   p99 {:.2f}  max {:.2f} ms late; {} turns waited for a "
                       "connection\nerrors      {}\n",
                       ms(tally.lateness.at(0.99)), ms(tally.lateness.max()), tally.queued,
                       errors_text(tally));
    if (auto const doubt = tally.doubt(); !doubt.empty())
        out += fmt::format("WARNING     {}\n", doubt);
    return out;
}

std::string as_json(Tally const& tally) {
    std::string errors;
    for (auto const& [kind, count] : tally.errors)
        errors += fmt::format("{}\"{}\":{}", errors.empty() ? "" : ",", kind, count);
    auto out = fmt::format(
        R"({{"rate_wanted":{:.0f},"rate_achieved":{:.1f},"seconds":{:.3f},"due":{},"answered":{},)"
        R"("unanswered":{},"callers":{},"stories":{},{},"stalls_over_50_ms":{},)"
        R"("longest_stall_ms":{:.3f},"goodput":{:.1f},"in_time":{},"late":{},"deadline_ms":{},"busy":{},)"
        R"("busy_latency":{{{}}},"in_call_most":{},"generator":{{{},"queued":{}}},"errors":{{{}}})",
        tally.rate_wanted, tally.achieved(), tally.seconds, tally.intended, tally.answered,
        tally.unanswered, tally.callers, tally.stories, latencies_json(tally.latencies),
        tally.stalls, ms(tally.longest_stall), tally.goodput(), tally.in_time,
        tally.latencies.over(tally.deadline), tally.deadline.count(), tally.busy,
        latencies_json(tally.busy_latencies), tally.in_call_most, latencies_json(tally.lateness),
        tally.queued, errors);
    if (tally.disk)
        out += fmt::format(R"(,"disk":{{{},"syncs":{}}})", latencies_json(*tally.disk),
                           tally.disk->count());
    return out + fmt::format(R"(,"warning":"{}"}})", tally.doubt()) + "\n";
}

std::string progress_line(int second, Latencies const& latencies, std::uint64_t errors,
                          std::size_t out) {
    return fmt::format("{:4} s  {:6}/s  p50 {:7.2f}  p99 {:7.2f}  max {:8.2f} ms  {:5} out  {} "
                       "errors\n",
                       second, latencies.count(), ms(latencies.at(0.5)), ms(latencies.at(0.99)),
                       ms(latencies.max()), out, errors);
}

} // namespace haatline::simulators
