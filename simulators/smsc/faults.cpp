#include "simulators/smsc/faults.hpp"

#include "gateway/wire/smpp/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace haatline::simulators::smsc {
namespace {

constexpr unsigned many = 1'000'000'000;
constexpr std::uint32_t longest_ms = 3'600'000;

constexpr std::array rows{
    FaultRow{"error-every", "each N-th submission is answered with --error-status",
             &Faults::error_every, nullptr, many},
    FaultRow{"error-status", "command_status of --error-every, e.g. 8, 69, 1024",
             &Faults::error_status, nullptr, 0xFFFF},
    FaultRow{"throttle-one-in", "one submission in N, by chance, gets RTHROTTLED (0x58)",
             &Faults::throttle_one_in, nullptr, many},
    FaultRow{"drop", "percent of submissions lost: no answer, not kept", &Faults::drop},
    FaultRow{"silence", "percent of submissions kept and never answered", &Faults::silence},
    FaultRow{"duplicate", "percent of answers sent twice", &Faults::duplicate},
    FaultRow{"reorder", "percent of answers sent behind the next one", &Faults::reorder},
    FaultRow{"congestion", "congestion_state (0x0428) plus one in each answer; 0: none",
             &Faults::congestion, nullptr, 101},
    FaultRow{"receipt-lost", "percent of receipts never sent", &Faults::receipt_lost},
    FaultRow{"receipt-twice", "percent of receipts sent twice", &Faults::receipt_twice},
    FaultRow{"receipt-early", "percent of receipts before the answer to their message",
             &Faults::receipt_early},
    FaultRow{"receipt-late", "percent of receipts ten times as late", &Faults::receipt_late},
    FaultRow{"receipt-orphan", "percent of receipts with another beside it for an unknown id",
             &Faults::receipt_orphan},
    FaultRow{"receipt-odd", "percent of receipts in a style by chance", &Faults::receipt_odd},
    FaultRow{"undelivered", "percent of messages that end UNDELIV", &Faults::undelivered},
    FaultRow{"expired", "percent of messages that end EXPIRED", &Faults::expired},
    FaultRow{"rejected", "percent of messages that end REJECTD", &Faults::rejected},
    FaultRow{"unknown", "percent of messages that end UNKNOWN", &Faults::unknown},
    FaultRow{"cut-after", "a link is closed after N submissions, the last unanswered",
             &Faults::cut_after, nullptr, many},
    FaultRow{"reset-after", "the same, by RST", &Faults::reset_after, nullptr, many},
    FaultRow{"hang-after", "a link falls silent after N submissions and stays open",
             &Faults::hang_after, nullptr, many},
    FaultRow{"unbind-after", "a link is unbound after N submissions", &Faults::unbind_after,
             nullptr, many},
    FaultRow{"split", "at most N octets a TCP segment; 1 is the hardest", &Faults::split, nullptr,
             65'536},
    FaultRow{"no-version", "bind_resp without sc_interface_version", nullptr, &Faults::no_version},
    FaultRow{"silent-data-sm", "data_sm is never answered", nullptr, &Faults::silent_data_sm},
    FaultRow{"silent-query-sm", "query_sm is never answered", nullptr, &Faults::silent_query_sm},
    FaultRow{"refuse-multi", "submit_multi is answered with RINVCMDID", nullptr,
             &Faults::refuse_multi},
};

std::optional<std::uint32_t> whole(std::string_view text) {
    std::uint32_t out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (ec != std::errc{} || end != text.data() + text.size() || out > longest_ms)
        return std::nullopt;
    return out;
}

} // namespace

std::span<FaultRow const> fault_rows() { return rows; }

Result<void> set_fault(Faults& faults, std::string_view name, unsigned value) {
    auto const row = std::find_if(rows.begin(), rows.end(),
                                  [&](FaultRow const& each) { return each.name == name; });
    if (row == rows.end())
        return fail(Errc::bad_request, fmt::format("no fault is named '{}'; see --help", name));
    auto const most = row->flag ? 1U : row->most;
    if (value > most) return fail(Errc::bad_request, fmt::format("{} is at most {}", name, most));
    if (row->flag)
        faults.*row->flag = value == 1;
    else
        faults.*row->number = value;
    return {};
}

Result<Span> span_of(std::string_view typed, std::string_view option) {
    auto const dash = typed.find('-');
    auto const least = whole(typed.substr(0, dash));
    auto const most = dash == std::string_view::npos ? least : whole(typed.substr(dash + 1));
    if (!least || !most || *most < *least)
        return fail(Errc::bad_request,
                    fmt::format("{} is milliseconds, e.g. 300 or 200-800", option));
    return Span{*least, *most};
}

Fate fate_of(Faults const& faults, std::uint64_t number, world::Chance& chance) {
    Fate out;
    // Chance is drawn in the same order whatever the faults are: one fault more leaves the others where
    // they were.
    bool const throttled =
        chance.below(std::max(faults.throttle_one_in, 1U)) == 0 && faults.throttle_one_in > 0;
    bool const dropped = chance.percent(faults.drop);
    bool const silent = chance.percent(faults.silence);
    bool const twice = chance.percent(faults.duplicate);
    bool const behind = chance.percent(faults.reorder);
    out.delay = faults.delay.pick(chance);
    if (faults.error_every > 0 && number % faults.error_every == 0)
        out.status = faults.error_status;
    else if (throttled)
        out.status = smpp::status::throttled;
    out.dropped = dropped;
    out.silent = silent && !dropped;
    out.twice = twice;
    out.behind = behind;
    return out;
}

} // namespace haatline::simulators::smsc
