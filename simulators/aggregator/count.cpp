#include "simulators/aggregator/count.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace haatline::simulators::aggregator {
namespace {

double ms(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

} // namespace

std::uint64_t Count::wrong_in_all() const {
    std::uint64_t out = 0;
    for (auto const& each : wrong) out += each.second;
    return out;
}

void Count::add_wrong(std::string const& kind, std::string const& example) {
    ++wrong[kind];
    examples.try_emplace(kind, example);
}

void Count::add(Count const& other) {
    seconds = std::max(seconds, other.seconds);
    for (auto const member :
         {&Count::callers, &Count::calls, &Count::stories, &Count::screens, &Count::ends,
          &Count::busy, &Count::requests, &Count::retries, &Count::duplicates, &Count::late_copies,
          &Count::lost_requests, &Count::lost_replies, &Count::abandoned, &Count::resumed,
          &Count::unanswered})
        this->*member += other.*member;
    for (auto const& [name, outcomes] : other.events)
        for (std::size_t i = 0; i < outcomes.size(); ++i) events[name][i] += outcomes[i];
    for (auto const& [kind, times] : other.wrong) wrong[kind] += times;
    for (auto const& [kind, example] : other.examples) examples.try_emplace(kind, example);
    latencies.add(other.latencies);
}

std::string as_text(Count const& count) {
    std::string out;
    auto const to = std::back_inserter(out);
    fmt::format_to(to, "{}: {} callers, {} calls, {} stories to their end in {:.1f} s\n",
                   count.provider, count.callers, count.calls, count.stories, count.seconds);
    fmt::format_to(to, "screens {}  ends {}  busy {}  wrong {}  unanswered {}\n", count.screens,
                   count.ends, count.busy, count.wrong_in_all(), count.unanswered);
    for (auto const& [name, outcomes] : count.events) {
        fmt::format_to(to, "{}:", name);
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            fmt::format_to(to, "  {} {}", outcome_names[i], outcomes[i]);
        out += '\n';
    }
    fmt::format_to(to,
                   "faults: {} requests and {} replies lost, {} duplicates, {} late copies, {} "
                   "retries, {} hung up and {} found again\n",
                   count.lost_requests, count.lost_replies, count.duplicates, count.late_copies,
                   count.retries, count.abandoned, count.resumed);
    fmt::format_to(to, "{} requests: p50 {:.2f}  p99 {:.2f}  p99.9 {:.2f}  max {:.2f} ms\n",
                   count.requests, ms(count.latencies.at(0.5)), ms(count.latencies.at(0.99)),
                   ms(count.latencies.at(0.999)), ms(count.latencies.max()));
    for (auto const& [kind, times] : count.wrong)
        fmt::format_to(to, "wrong: {} ({} times)\n  {}\n", kind, times, count.examples.at(kind));
    return out;
}

std::string as_json(Count const& count) {
    boost::json::object wrong;
    for (auto const& [kind, times] : count.wrong) wrong[kind] = times;
    boost::json::object events;
    for (auto const& [name, outcomes] : count.events) {
        boost::json::object told;
        for (std::size_t i = 0; i < outcomes.size(); ++i)
            told[boost::json::string_view(outcome_names[i].data(), outcome_names[i].size())] =
                outcomes[i];
        events[name] = std::move(told);
    }
    boost::json::object const out{
        {"provider", count.provider},
        {"seconds", count.seconds},
        {"callers", count.callers},
        {"calls", count.calls},
        {"stories", count.stories},
        {"screens", count.screens},
        {"ends", count.ends},
        {"busy", count.busy},
        {"wrong", count.wrong_in_all()},
        {"unanswered", count.unanswered},
        {"requests", count.requests},
        {"retries", count.retries},
        {"duplicates", count.duplicates},
        {"late_copies", count.late_copies},
        {"lost_requests", count.lost_requests},
        {"lost_replies", count.lost_replies},
        {"abandoned", count.abandoned},
        {"resumed", count.resumed},
        {"p50_ms", ms(count.latencies.at(0.5))},
        {"p99_ms", ms(count.latencies.at(0.99))},
        {"p999_ms", ms(count.latencies.at(0.999))},
        {"max_ms", ms(count.latencies.max())},
        {"wrong_by_kind", wrong},
        {"events", events},
    };
    return boost::json::serialize(out) + '\n';
}

} // namespace haatline::simulators::aggregator
