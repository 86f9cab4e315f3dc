#include "gateway/app/metrics.hpp"

#include "cluster/harvest.hpp"
#include "gateway/net/http.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace haatline::gateway {
namespace {

// Below a millisecond nothing waits for the disk; past 25 s the network has hung up
// (limits.reply_timeout).
constexpr double turn_bounds[] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                  0.25,   0.5,   1,      2.5,   5,    10,    25};
constexpr double commit_bounds[] = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512};

constexpr std::array<std::string_view, turn_outcomes> outcome_names{
    "screen", "ended", "retry", "late", "hangup", "busy", "refused", "fault"};

/// Writes families one after the other, each with its own two lines of explanation.
class Page {
  public:
    void family(std::string_view name, std::string_view type, std::string_view help) {
        line("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
    }
    template <class Value>
    void single(std::string_view name, std::string_view type, std::string_view help, Value value) {
        family(name, type, help);
        line("{} {}\n", name, value);
    }
    template <class... Args>
    void line(fmt::format_string<Args...> text, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), text, std::forward<Args>(args)...);
    }
    void histogram(std::string_view name, std::string_view help, Histogram const& held) {
        family(name, "histogram", help);
        std::uint64_t below = 0;
        for (std::size_t i = 0; i < held.bounds().size(); ++i) {
            below += held.counts()[i];
            line("{}_bucket{{le=\"{}\"}} {}\n", name, held.bounds()[i], below);
        }
        line("{0}_bucket{{le=\"+Inf\"}} {1}\n{0}_sum {2}\n{0}_count {1}\n", name, held.count(),
             held.sum());
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

void desk_families(Page& page, std::span<Metrics::Waiting const> desk) {
    page.family("haatline_desk_waiting", "gauge", "Tickets that are not closed, by kind.");
    for (auto const& row : desk)
        page.line("haatline_desk_waiting{{kind=\"{}\"}} {}\n", row.kind, row.tickets);
    page.family("haatline_desk_overdue", "gauge", "Tickets past the hour they were due.");
    for (auto const& row : desk)
        page.line("haatline_desk_overdue{{kind=\"{}\"}} {}\n", row.kind, row.overdue);
    page.family("haatline_desk_oldest_seconds", "gauge",
                "Age of the oldest ticket that is not closed, by kind.");
    for (auto const& row : desk)
        page.line("haatline_desk_oldest_seconds{{kind=\"{}\"}} {}\n", row.kind, row.oldest_seconds);
}

void dlt_families(Page& page, Metrics::Dlt const& dlt) {
    page.single("haatline_dlt_templates", "gauge", "Templates messages are held against.",
                dlt.templates);
    page.single("haatline_dlt_passed_total", "counter",
                "Messages that are a registered template and may leave.", dlt.passed);
    page.single("haatline_dlt_later_total", "counter", "Messages held for their hours.", dlt.later);
    page.family("haatline_dlt_refused_total", "counter",
                "Messages the register would refuse, by reason; with enforce = warn most left all "
                "the same.");
    for (auto const& [reason, count] : dlt.refused)
        page.line("haatline_dlt_refused_total{{reason=\"{}\"}} {}\n", reason, count);
    page.family("haatline_dlt_header_idle_days", "gauge",
                "Days a header was not used; at 30 it is suspended.");
    for (auto const& [header, days] : dlt.idle_days)
        page.line("haatline_dlt_header_idle_days{{header=\"{}\"}} {}\n", header, days);
}

void http_families(Page& page, HttpCounters const& http) {
    page.single("haatline_http_connections_open", "gauge", "Connections open now.",
                http.connections_open);
    page.single("haatline_http_connections_total", "counter", "Connections ever accepted.",
                http.connections_total);
    page.single("haatline_http_connections_refused_total", "counter",
                "Connections answered 503 because limits.connections was reached.",
                http.connections_refused);
    page.single("haatline_http_requests_total", "counter", "Requests read completely.",
                http.requests);
    page.family("haatline_http_rejected_total", "counter",
                "Requests refused before any route saw them.");
    page.line("haatline_http_rejected_total{{reason=\"malformed\"}} {}\n", http.bad_requests);
    page.line("haatline_http_rejected_total{{reason=\"too_large\"}} {}\n", http.too_large);
    page.line("haatline_http_rejected_total{{reason=\"timeout\"}} {}\n", http.timeouts);
    page.single("haatline_http_writes_failed_total", "counter",
                "Replies whose connection was lost before they were written.", http.writes_failed);
}

} // namespace

void Histogram::add(double value) {
    auto const place = std::lower_bound(bounds_.begin(), bounds_.end(), value) - bounds_.begin();
    ++counts_[static_cast<std::size_t>(place)];
    sum_ += value;
    ++count_;
}

Metrics::Metrics() : turn_seconds(turn_bounds), commit_steps(commit_bounds) {
    for (auto const name : haatline::notices) notices.emplace(name, 0);
}

std::string Metrics::text(HttpCounters const& http, std::uint64_t resident_bytes,
                          double uptime_seconds) const {
    Page page;
    page.family("haatline_turns_total", "counter", "Callbacks answered, by route and outcome.");
    for (auto const& route : routes)
        for (std::size_t i = 0; i < turn_outcomes; ++i)
            page.line("haatline_turns_total{{route=\"{}\",outcome=\"{}\"}} {}\n", route.name,
                      outcome_names[i], route.turns[i]);
    page.family("haatline_replies_lost_total", "counter",
                "Screens that could not be handed to the network any more.");
    for (auto const& route : routes)
        page.line("haatline_replies_lost_total{{route=\"{}\"}} {}\n", route.name,
                  route.replies_lost);
    page.family("haatline_unknown_fields_total", "counter",
                "Fields that the provider sends and the mapping does not know; they are ignored.");
    for (auto const& route : routes)
        page.line("haatline_unknown_fields_total{{route=\"{}\"}} {}\n", route.name,
                  route.unknown_fields);
    page.family("haatline_turns_refused_total", "counter",
                "Callbacks told to dial again before they were worked on, by reason.");
    for (auto const& route : routes)
        for (std::size_t i = 1; i < refusals; ++i) // 0 is no refusal
            page.line("haatline_turns_refused_total{{route=\"{}\",reason=\"{}\"}} {}\n", route.name,
                      refusal_names[i], route.refused[i]);
    page.single("haatline_wait_seconds", "gauge", "How long a callback that comes now will wait.",
                wait_seconds);
    page.single("haatline_overload_level", "gauge",
                "0: open; 1: no new calls; 2: answers in open calls are refused too.",
                overload_level);
    page.histogram("haatline_turn_seconds",
                   "From the whole request read to the reply handed to the kernel.", turn_seconds);
    page.histogram("haatline_commit_steps", "Steps that shared one commit.", commit_steps);
    page.single("haatline_steps_committed_total", "counter", "Steps on disk.", steps_committed);
    page.single("haatline_steps_failed_total", "counter", "Steps the store refused.", steps_failed);
    page.single("haatline_steps_overtaken_total", "counter",
                "Steps that lost to another phone's in the same moment.", steps_overtaken);
    page.single("haatline_journal_queue", "gauge", "Steps waiting for a commit.", journal_queue);
    page.single("haatline_turns_in_flight", "gauge",
                "Callbacks between their arrival and their reply.", turns_in_flight);
    page.single("haatline_dialogues_live", "gauge", "Phones whose dialogue is in memory.",
                dialogues_live);
    page.single("haatline_enterprises", "gauge", "Enterprises in the network at the last start.",
                enterprises);
    page.family("haatline_notices_total", "counter",
                "Callers stopped at a cap or a closed secret number: somebody tries something.");
    for (auto const& [name, count] : notices)
        page.line("haatline_notices_total{{kind=\"{}\"}} {}\n", name, count);
    page.family("haatline_sms_unanswered_total", "counter",
                "Messages from phones that got no answer, by reason; `wait` was told so once.");
    for (std::size_t i = 1; i < silences; ++i)
        page.line("haatline_sms_unanswered_total{{reason=\"{}\"}} {}\n", silence_names[i],
                  sms_silent[i]);
    page.single("haatline_sms_answers_total", "counter",
                "Answers to messages from phones, written down to be sent.", sms_answered);
    page.single("haatline_forbidden_total", "counter",
                "Requests with a wrong token, an unknown route or a foreign address.", forbidden);
    page.single("haatline_not_found_total", "counter", "Requests for paths that do not exist.",
                not_found);
    desk_families(page, desk);
    if (dlt) dlt_families(page, *dlt);
    http_families(page, http);
    page.family("haatline_upkeep_rows_total", "counter",
                "Rows that had their time, by what they were; `persons` were erased.");
    for (auto const& [job, rows] : upkeep_rows)
        page.line("haatline_upkeep_rows_total{{job=\"{}\"}} {}\n", job, rows);
    page.single("haatline_upkeep_rounds_total", "counter", "Rounds of upkeep.", upkeep_rounds);
    page.single("haatline_upkeep_failed_total", "counter",
                "Rounds of upkeep that an error ended early; the log says which.", upkeep_failed);
    page.single("haatline_ready", "gauge", "1 when /readyz says so.",
                ready && trouble.empty() ? 1 : 0);
    page.single("process_resident_memory_bytes", "gauge", "Resident memory.", resident_bytes);
    page.single("haatline_uptime_seconds", "gauge", "Seconds since start.", uptime_seconds);
    page.family("haatline_build_info", "gauge", "The version that runs.");
    page.line("haatline_build_info{{version=\"{}\"}} 1\n", HAATLINE_VERSION);
    return page.take();
}

} // namespace haatline::gateway
