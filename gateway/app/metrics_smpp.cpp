#include "gateway/app/metrics_smpp.hpp"

#include "gateway/channels/sms/smpp_carrier.hpp"

#include <fmt/format.h>

#include <array>
#include <iterator>

namespace haatline::gateway {
namespace {

using Bind = SmppBind const;

/// A family with one value a bind.
struct Family {
    std::string_view name, kind, help;
    double (*value)(Bind&);
};
constexpr std::array kFamilies{
    Family{"haatline_smpp_bound", "gauge", "1 while the bind is up.",
           [](Bind& bind) { return bind.up() ? 1.0 : 0.0; }},
    Family{"haatline_smpp_window", "gauge", "Messages it may have unanswered as things stand.",
           [](Bind& bind) { return bind.window().size(); }},
    Family{"haatline_smpp_in_flight", "gauge", "Requests of ours that are not answered yet.",
           [](Bind& bind) { return static_cast<double>(bind.unanswered()); }},
};

/// One label value of a family with several.
template <class From>
struct Row {
    std::string_view label;
    std::uint64_t From::*count;
};

constexpr std::array kSubmissions{
    Row<SmppCounts>{"sent", &SmppCounts::submitted},
    Row<SmppCounts>{"accepted", &SmppCounts::accepted},
    Row<SmppCounts>{"throttled", &SmppCounts::throttled},
    Row<SmppCounts>{"retry", &SmppCounts::retried},
    Row<SmppCounts>{"refused", &SmppCounts::refused},
    Row<SmppCounts>{"unanswered", &SmppCounts::unanswered},
    Row<SmppCounts>{"lost", &SmppCounts::lost},
};
constexpr std::array kArrivals{
    Row<SmppCounts>{"message", &SmppCounts::messages},
    Row<SmppCounts>{"receipt", &SmppCounts::receipts},
    Row<SmppCounts>{"unreadable_receipt", &SmppCounts::unreadable_receipts},
    Row<SmppCounts>{"ussd", &SmppCounts::ussd},
    Row<SmppCounts>{"acknowledgement", &SmppCounts::acknowledgements},
    Row<SmppCounts>{"put_off", &SmppCounts::put_off},
};
constexpr std::array kSessions{
    Row<SmppCounts>{"bound", &SmppCounts::binds},
    Row<SmppCounts>{"failed", &SmppCounts::bind_failures},
    Row<SmppCounts>{"ended", &SmppCounts::closes},
};
constexpr std::array kOdd{
    Row<smpp::LinkCounts>{"odd", &smpp::LinkCounts::odd},
    Row<smpp::LinkCounts>{"unreadable", &smpp::LinkCounts::faults},
    Row<smpp::LinkCounts>{"unmatched_response", &smpp::LinkCounts::unmatched},
    Row<smpp::LinkCounts>{"late_response", &smpp::LinkCounts::late},
    Row<smpp::LinkCounts>{"nack_in", &smpp::LinkCounts::nacks_in},
    Row<smpp::LinkCounts>{"nack_out", &smpp::LinkCounts::nacks_out},
    Row<smpp::LinkCounts>{"wrong_state", &smpp::LinkCounts::wrong_state},
    Row<smpp::LinkCounts>{"over_limit", &smpp::LinkCounts::over_limit},
};

class Page {
  public:
    Page(std::span<SmppCarrier const* const> carriers, std::string& to)
        : carriers_(carriers), out_(std::back_inserter(to)) {}

    void family(Family const& family) {
        head(family.name, family.kind, family.help);
        each([&](std::string_view route, Bind& bind) {
            fmt::format_to(out_, "{}{{route=\"{}\",bind=\"{}\"}} {}\n", family.name, route,
                           bind.number(), family.value(bind));
        });
    }
    template <class Rows, class Counts>
    void counters(std::string_view name, std::string_view label, std::string_view help,
                  Rows const& rows, Counts counts) {
        head(name, "counter", help);
        each([&](std::string_view route, Bind& bind) {
            auto const all = counts(bind);
            for (auto const& row : rows)
                fmt::format_to(out_, "{}{{route=\"{}\",bind=\"{}\",{}=\"{}\"}} {}\n", name, route,
                               bind.number(), label, row.label, all.*row.count);
        });
    }

  private:
    void head(std::string_view name, std::string_view kind, std::string_view help) {
        fmt::format_to(out_, "# HELP {} {}\n# TYPE {} {}\n", name, help, name, kind);
    }
    template <class Act>
    void each(Act act) {
        for (auto const* const carrier : carriers_)
            for (auto const& bind : carrier->binds()) act(carrier->name(), std::as_const(*bind));
    }

    std::span<SmppCarrier const* const> carriers_;
    std::back_insert_iterator<std::string> out_;
};

} // namespace

void add_smpp_metrics(std::span<SmppCarrier const* const> carriers, std::string& page) {
    if (carriers.empty()) return;
    Page out(carriers, page);
    for (auto const& family : kFamilies) out.family(family);
    auto const counts = [](Bind& bind) { return bind.counts(); };
    out.counters("haatline_smpp_submissions_total", "outcome",
                 "Parts of messages sent, and what the SMSC said of them.", kSubmissions, counts);
    out.counters("haatline_smpp_arrivals_total", "kind",
                 "What the SMSC brought; put_off: asked to bring it again.", kArrivals, counts);
    out.counters("haatline_smpp_sessions_total", "event", "Binds, refused binds, ended links.",
                 kSessions, counts);
    out.counters("haatline_smpp_odd_pdus_total", "kind", "PDUs that are not as they should be.",
                 kOdd, [](Bind& bind) { return bind.link_counts(); });
}

} // namespace haatline::gateway
