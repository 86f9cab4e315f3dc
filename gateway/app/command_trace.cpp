#include "gateway/app/command_trace.hpp"

#include "gateway/app/moment.hpp"
#include "gateway/app/staff.hpp"
#include "gateway/app/trace_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iostream>
#include <memory>

namespace haatline::gateway {
namespace {

int refuse(Error const& error) {
    std::cerr << "haatline: " << error.detail << '\n';
    return 2;
}

/// A parcel's id; 0 when it is none. Ours have at most fifteen digits, a provider's may have more.
std::int64_t parcel_id(std::string_view text) {
    if (text.starts_with('#')) text.remove_prefix(1);
    std::int64_t id = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), id);
    bool const whole = read.ec == std::errc() && read.ptr == text.data() + text.size();
    return whole && text.size() <= 15 && id > 0 ? id : 0;
}

/// What the one word means: a number, a parcel of ours, else what a provider called it.
Result<storage::TraceQuery> query_of(TraceOptions const& options) {
    storage::TraceQuery query;
    auto const phone = Msisdn::parse(options.what);
    auto const parcel = parcel_id(options.what);
    if (options.by == "number" && !phone) return fail(phone.error());
    if (options.by == "id" && parcel == 0)
        return fail(Errc::bad_request, "a message's own id is a number, as the trace prints it");
    if (options.by == "number" || (options.by.empty() && phone && options.what.front() != '#'))
        query.phone = *phone;
    else if (options.by == "id" || (options.by.empty() && parcel != 0))
        query.parcel = parcel;
    else
        query.provider_id = options.what;
    return query;
}

Result<void> bounds(TraceOptions const& options, TimePoint now, storage::TraceQuery& query) {
    for (auto const& [text, to] :
         {std::pair{&options.since, &query.since}, std::pair{&options.until, &query.until}}) {
        if (text->empty()) continue;
        auto const moment = parse_moment(*text, now);
        if (!moment) return fail(moment.error());
        *to = *moment;
    }
    return {};
}

} // namespace

int command_trace(TraceOptions const& options, TimePoint now) {
    auto query = query_of(options);
    if (!query) return refuse(query.error());
    if (auto bound = bounds(options, now, *query); !bound) return refuse(bound.error());
    query->most = options.most;
    auto const staff = staff_called(options.as);
    auto traced = storage::trace(options.data, *query, staff, options.reveal);
    // A provider's id may be digits alone.
    if (traced && traced->messages.empty() && query->parcel != 0 && options.by.empty()) {
        query->parcel = 0;
        query->provider_id = options.what;
        traced = storage::trace(options.data, *query, staff, options.reveal);
    }
    if (!traced) return refuse(traced.error());
    auto const reveal = options.reveal.empty() ? Reveal::no : Reveal::yes;
    std::cout << (options.format == "json" ? trace_json(*traced, now, reveal)
                                           : trace_page(*traced, now, reveal))
              << std::flush;
    if (!traced->messages.empty()) return 0;
    std::cerr << "haatline: the ledger has no such message"
              << (options.since.empty() && options.until.empty() ? "" : " in that time") << '\n';
    return 1;
}

void describe_trace(CLI::App& trace, std::function<void(std::function<int()>)> chosen) {
    auto const given = std::make_shared<TraceOptions>();
    trace.add_option("WHAT", given->what, "a number, a message's id, or a provider's id of it")
        ->required();
    trace
        .add_option("--by", given->by,
                    "what WHAT is, where it could be two: number, id or reference (a provider's)")
        ->check(CLI::IsMember({"number", "id", "reference"}));
    trace.add_option("--since", given->since, "not older: 2026-11-22, 2026-11-22T15:30, 7d, 12h");
    trace.add_option("--until", given->until, "before that");
    trace.add_option("--most", given->most, "so many, the newest")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    trace.add_option("--format", given->format, "text, or json: one object a message")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    trace.add_option("--reveal", given->reveal, "show the number in full; REASON is recorded")
        ->type_name("REASON");
    trace.add_option("--as", given->as, as_whom);
    trace.add_option("--data", given->data, "folder of the database")->capture_default_str();
    trace.footer(
        "Every message to and from a number, or one message, newest first: its life with times in "
        "India and UTC, the template it was, the consent it rested on, whether STOP stood, route, "
        "receipt, the provider's own code and the price. It works beside a gateway that serves; "
        "every look is a row of the audit.\n\nExit: 0 found, 1 no such message, 2 could not or "
        "refused.\n\nExamples:\n  haatline trace 9876543210 --since 7d\n  haatline trace 4711 "
        "--format json\n  haatline trace 6a1f03 --by reference\n  haatline trace 9876543210 "
        "--reveal \"complaint 17 of the operator\" --as asha\n");
    trace.callback([given, chosen] {
        chosen([given] { return command_trace(*given, system_world().clock.now()); });
    });
}

} // namespace haatline::gateway
