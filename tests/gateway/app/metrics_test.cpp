#include "gateway/app/metrics.hpp"
#include "gateway/app/metrics_outbox.hpp"
#include "gateway/app/metrics_smpp.hpp"
#include "gateway/net/http.hpp"
#include "tests/gateway/channels/sms/smsc_stage.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

using namespace haatline;
using namespace haatline::gateway;

namespace {

std::string page(Metrics const& metrics, HttpCounters const& http = {}) {
    return metrics.text(http, 4096, 1.5);
}

bool has_line(std::string const& page, std::string const& line) {
    return ('\n' + page).find('\n' + line + '\n') != std::string::npos;
}

} // namespace

TEST_CASE("a histogram counts upwards and ends with everything") {
    constexpr double bounds[] = {1, 2, 4};
    Histogram histogram(bounds);
    for (double const value : {0.5, 1.0, 1.5, 4.0, 9.0}) histogram.add(value);
    CHECK(std::vector<std::uint64_t>(histogram.counts().begin(), histogram.counts().end()) ==
          std::vector<std::uint64_t>{2, 1, 1, 1});
    CHECK(histogram.sum() == 16.0);
    CHECK(histogram.count() == 5);
}

TEST_CASE("the page shows turns by route and outcome, times and the server's counters") {
    Metrics metrics;
    metrics.routes.push_back({"comviva", {}, 0});
    metrics.count(0, TurnOutcome::screen);
    metrics.count(0, TurnOutcome::screen);
    metrics.count(0, TurnOutcome::late);
    metrics.routes[0].replies_lost = 3;
    metrics.refuse(0, Refusal::new_call);
    metrics.wait_seconds = 0.25;
    metrics.overload_level = 1;
    metrics.turn_seconds.add(0.002);
    metrics.turn_seconds.add(30);
    metrics.commit_steps.add(7);
    metrics.forbidden = 5;
    metrics.desk.push_back({"callback", 4, 1, 7200.5});
    metrics.dlt = Metrics::Dlt{3, 7, 1, {{"template", 2}}, {{"HAATLN", 21}}};
    metrics.ready = true;
    HttpCounters http;
    http.requests = 11;
    http.too_large = 2;
    auto const text = page(metrics, http);
    CHECK(has_line(text, "# TYPE haatline_turns_total counter"));
    CHECK(has_line(text, "haatline_turns_total{route=\"comviva\",outcome=\"screen\"} 2"));
    CHECK(has_line(text, "haatline_turns_total{route=\"comviva\",outcome=\"late\"} 1"));
    CHECK(has_line(text, "haatline_turns_total{route=\"comviva\",outcome=\"fault\"} 0"));
    CHECK(has_line(text, "haatline_replies_lost_total{route=\"comviva\"} 3"));
    CHECK(has_line(text, "haatline_turns_total{route=\"comviva\",outcome=\"busy\"} 1"));
    CHECK(has_line(text, "haatline_turns_refused_total{route=\"comviva\",reason=\"new_call\"} 1"));
    CHECK(has_line(text, "haatline_turns_refused_total{route=\"comviva\",reason=\"full\"} 0"));
    CHECK(has_line(text, "haatline_wait_seconds 0.25"));
    CHECK(has_line(text, "haatline_overload_level 1"));
    CHECK(has_line(text, "haatline_turn_seconds_bucket{le=\"0.001\"} 0"));
    CHECK(has_line(text, "haatline_turn_seconds_bucket{le=\"0.0025\"} 1"));
    CHECK(has_line(text, "haatline_turn_seconds_bucket{le=\"25\"} 1"));
    CHECK(has_line(text, "haatline_turn_seconds_bucket{le=\"+Inf\"} 2"));
    CHECK(has_line(text, "haatline_turn_seconds_sum 30.002"));
    CHECK(has_line(text, "haatline_turn_seconds_count 2"));
    CHECK(has_line(text, "haatline_commit_steps_bucket{le=\"8\"} 1"));
    CHECK(has_line(text, "haatline_desk_waiting{kind=\"callback\"} 4"));
    CHECK(has_line(text, "haatline_desk_overdue{kind=\"callback\"} 1"));
    CHECK(has_line(text, "haatline_desk_oldest_seconds{kind=\"callback\"} 7200.5"));
    CHECK(has_line(text, "haatline_dlt_refused_total{reason=\"template\"} 2"));
    CHECK(has_line(text, "haatline_dlt_header_idle_days{header=\"HAATLN\"} 21"));
    CHECK(has_line(text, "haatline_forbidden_total 5"));
    CHECK(has_line(text, "haatline_http_requests_total 11"));
    CHECK(has_line(text, "haatline_http_rejected_total{reason=\"too_large\"} 2"));
    CHECK(has_line(text, "haatline_ready 1"));
    CHECK(has_line(text, "process_resident_memory_bytes 4096"));
    CHECK(has_line(text, "haatline_uptime_seconds 1.5"));
}

TEST_CASE("every metric is documented, and nothing is documented that is not there") {
    std::set<std::string> shown, written;
    Metrics metrics;
    metrics.dlt.emplace(); // stands there with a register alone
    tests::Staged account;
    SmppCarrier const* const carriers[] = {&account.carrier};
    std::string all = page(metrics);
    add_smpp_metrics(carriers, all);
    add_outbox_metrics({}, all);
    std::istringstream lines(all);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("# TYPE ")) shown.insert(line.substr(7, line.find(' ', 7) - 7));
    std::ifstream file(std::string(HAATLINE_SOURCE_DIR) + "/docs/metrics.md");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("| `"))
            written.insert(line.substr(3, line.find_first_of("`{", 3) - 3));
    CHECK(shown == written);
}

TEST_CASE("each bind of an account at an SMSC shows what it does") {
    tests::Staged account;
    account.submit({tests::outgoing(1)});
    SmppCarrier const* const carriers[] = {&account.carrier};
    std::string all;
    add_smpp_metrics(carriers, all);
    add_outbox_metrics({}, all);
    auto const shows = [&](std::string const& line) {
        return all.find('\n' + line + '\n') != std::string::npos;
    };
    CHECK(shows("haatline_smpp_bound{route=\"vcluster\",bind=\"0\"} 1"));
    CHECK(shows("haatline_smpp_in_flight{route=\"vcluster\",bind=\"0\"} 0"));
    CHECK(shows(
        "haatline_smpp_submissions_total{route=\"vcluster\",bind=\"0\",outcome=\"accepted\"} 1"));
    CHECK(shows("haatline_smpp_sessions_total{route=\"vcluster\",bind=\"0\",event=\"bound\"} 1"));
    CHECK(shows("haatline_smpp_odd_pdus_total{route=\"vcluster\",bind=\"0\",kind=\"odd\"} 0"));
    std::string none;
    add_smpp_metrics({}, none);
    CHECK(none.empty());
}
