#include "simulators/smsc/count.hpp"

#include "gateway/wire/smpp/status.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include <array>
#include <iterator>
#include <string_view>

namespace haatline::simulators::smsc {
namespace {

struct Row {
    std::string_view name;
    std::uint64_t Count::*member;
    std::string_view group; ///< a line of the text begins with it
};
constexpr std::array rows{
    Row{"links", &Count::links, "links"},
    Row{"binds", &Count::binds, {}},
    Row{"binds_refused", &Count::binds_refused, {}},
    Row{"bound_most", &Count::bound_most, {}},
    Row{"enquire_links", &Count::enquire_links, {}},
    Row{"submitted", &Count::submitted, "submissions"},
    Row{"accepted", &Count::accepted, {}},
    Row{"throttled", &Count::throttled, {}},
    Row{"full", &Count::full, {}},
    Row{"refused", &Count::refused, {}},
    Row{"refused_dlt", &Count::refused_dlt, {}},
    Row{"dropped", &Count::dropped, {}},
    Row{"silent", &Count::silent, {}},
    Row{"unanswered_most", &Count::unanswered_most, {}},
    Row{"destinations", &Count::destinations, "texts"},
    Row{"distinct", &Count::distinct, {}},
    Row{"repeated", &Count::repeated, {}},
    Row{"reference_twins", &Count::reference_twins, {}},
    Row{"out_of_order", &Count::out_of_order, {}},
    Row{"whole_texts", &Count::whole_texts, {}},
    Row{"payloads", &Count::payloads, {}},
    Row{"queries", &Count::queries, "asked"},
    Row{"cancels", &Count::cancels, {}},
    Row{"replaces", &Count::replaces, {}},
    Row{"receipts", &Count::receipts, "deliveries"},
    Row{"receipts_answered", &Count::receipts_answered, {}},
    Row{"mo", &Count::mo, {}},
    Row{"mo_answered", &Count::mo_answered, {}},
    Row{"mo_replied", &Count::mo_replied, {}},
    Row{"delivered_again", &Count::delivered_again, {}},
    Row{"deliveries_refused", &Count::deliveries_refused, {}},
    Row{"deliveries_put_off", &Count::deliveries_put_off, {}},
    Row{"deliveries_lost", &Count::deliveries_lost, {}},
    Row{"ussd_calls", &Count::ussd_calls, "ussd"},
    Row{"ussd", &Count::ussd, {}},
    Row{"ussd_answered", &Count::ussd_answered, {}},
    Row{"ussd_screens", &Count::ussd_screens, {}},
    Row{"ussd_ended", &Count::ussd_ended, {}},
    Row{"ussd_wrong", &Count::ussd_wrong, {}},
    Row{"malformed", &Count::malformed, "odd"},
    Row{"unknown_commands", &Count::unknown_commands, {}},
    Row{"unexpected_responses", &Count::unexpected_responses, {}},
    Row{"odd", &Count::odd, {}},
    Row{"wrong_state", &Count::wrong_state, {}},
};

double ms(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e6; }

std::string written(Latencies const& latencies) {
    return fmt::format("p50 {:.2f}  p99 {:.2f}  p99.9 {:.2f}  max {:.2f} ms of {}",
                       ms(latencies.at(0.5)), ms(latencies.at(0.99)), ms(latencies.at(0.999)),
                       ms(latencies.max()), latencies.count());
}

boost::json::object told(Latencies const& latencies) {
    return {{"count", latencies.count()},
            {"p50_ms", ms(latencies.at(0.5))},
            {"p99_ms", ms(latencies.at(0.99))},
            {"p999_ms", ms(latencies.at(0.999))},
            {"max_ms", ms(latencies.max())}};
}

} // namespace

std::optional<std::uint64_t> counted(Count const& count, std::string_view name) {
    for (auto const& row : rows)
        if (row.name == name) return count.*row.member;
    return std::nullopt;
}

std::string as_text(Count const& count) {
    std::string out;
    auto const to = std::back_inserter(out);
    for (auto const& row : rows) {
        if (!row.group.empty()) fmt::format_to(to, "{}{}:", out.empty() ? "" : "\n", row.group);
        fmt::format_to(to, "  {} {}", row.name, count.*row.member);
    }
    out += "\nanswers to submissions:";
    for (auto const& [status, times] : count.by_status)
        fmt::format_to(to, "  {:#x} {} {}", status, smpp::status_name(status), times);
    fmt::format_to(to, "\ndeliver_sm to its answer: {}\n", written(count.answers));
    fmt::format_to(to, "a phone's message to the reply: {}\n", written(count.replies));
    return out;
}

std::string as_json(Count const& count) {
    boost::json::object out{{"seconds", count.seconds}};
    for (auto const& row : rows) out[std::string(row.name)] = count.*row.member;
    boost::json::object statuses;
    for (auto const& [status, times] : count.by_status) statuses[std::to_string(status)] = times;
    out["by_status"] = std::move(statuses);
    out["answers"] = told(count.answers);
    out["replies"] = told(count.replies);
    return boost::json::serialize(out) + '\n';
}

} // namespace haatline::simulators::smsc
