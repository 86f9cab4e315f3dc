#include "gateway/app/alert_page.hpp"

#include "cluster/alert/when.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using storage::campaigns::Campaign;

/// Columns of the item's fields stand under each other.
std::string row(std::string_view name, std::string_view value) {
    return fmt::format("{:12} {}\n", name, value);
}

std::string audience_text(alerts::Audience const& audience) {
    std::string out;
    auto const add = [&](std::string_view name, auto const& list) {
        if (list.empty()) return;
        out += fmt::format("{}{}: {}", out.empty() ? "" : "; ", name, fmt::join(list, ", "));
    };
    std::vector<std::string> around;
    for (auto const& circle : audience.around)
        around.push_back(fmt::format("{} {} km", circle.pin, circle.metres / 1'000));
    add("states", audience.states);
    add("districts", audience.districts);
    add("PINs", audience.pins);
    add("around", around);
    add("products", audience.products);
    add("sectors", audience.sectors);
    add("roles", audience.roles);
    add("languages", audience.languages);
    return out.empty() ? "everybody who asked for this topic" : out;
}

std::string_view why_left_out(std::string_view name) {
    for (auto const& reason : alerts::left_out_reasons)
        if (reason.name == name) return reason.why;
    return name;
}

/// 21,04,117: grouped as in India.
std::string grouped(std::uint64_t number) {
    auto const sum = alerts::rupees(number * 100);
    constexpr std::size_t sign = 3; // octets of the rupee
    return sum.substr(sign, sum.size() - sign - 3);
}

std::string names_of(Campaign const& campaign) {
    auto out = "written by " + campaign.hands.author;
    if (campaign.hands.edited_by != campaign.hands.author)
        out += ", changed by " + campaign.hands.edited_by;
    if (!campaign.hands.submitted_by.empty())
        out += ", submitted by " + campaign.hands.submitted_by;
    if (!campaign.approved_by.empty()) out += ", approved by " + campaign.approved_by;
    return out;
}

} // namespace

std::string alert_table(std::vector<Campaign> const& campaigns) {
    if (campaigns.empty()) return "no alerts\n";
    auto out = fmt::format("{:>6} {:10} {:10} {:>10} {:17} {}\n", "alert", "standing", "topic",
                           "written", "valid until", "title");
    for (auto const& each : campaigns)
        out += fmt::format("{:>6} {:10} {:10} {:>10} {:17} {}\n", each.id,
                           alerts::name_of(each.standing), each.item.topic, each.written,
                           alerts::when_on_the_wall(each.item.valid_until), each.item.title);
    return out;
}

std::string alert_page(Campaign const& campaign) {
    auto const& item = campaign.item;
    auto out =
        row("alert", fmt::format("{} ({})", campaign.id, alerts::name_of(campaign.standing)));
    out += row("title", item.title) + row("source", item.source);
    out += row("topic", fmt::format("{}, {}", item.topic, item.category));
    out += row("audience", audience_text(item.audience));
    out += row("leaves",
               fmt::format("{}, {} every day{}, at most {} alerts a phone in seven days",
                           item.start_at == TimePoint()
                               ? std::string("once it is approved")
                               : "from " + alerts::when_on_the_wall(item.start_at),
                           alerts::hours_text(item.hours),
                           item.per_second > 0 ? fmt::format(", {} a second", item.per_second) : "",
                           item.weekly_cap));
    out += row("valid until", alerts::when_on_the_wall(item.valid_until));
    out += row("fallback",
               item.fallback.empty() ? "none: other languages get nothing" : item.fallback);
    out += row("people", names_of(campaign));
    out += row("mark", campaign.mark);
    for (auto const& text : item.texts)
        out += row(text.language + (text.template_id.empty() ? "" : " *"), text.body);
    return out;
}

std::string preview_page(Campaign const& campaign, alerts::Preview const& preview) {
    auto out = fmt::format("alert {} ({}), mark {}\n", campaign.id,
                           alerts::name_of(campaign.standing), campaign.mark);
    out += fmt::format("{:10} {:>12} {:>9} {:>6} {:>16}\n", "language", "recipients", "segments",
                       "left", "cost");
    for (auto const& line : preview.lines)
        out += fmt::format("{:10} {:>12} {:>9} {:>6} {:>18}\n", line.language,
                           grouped(line.recipients),
                           fmt::format("{} {}", line.parts, line.ucs2 ? "ucs2" : "gsm7"),
                           line.units_left, alerts::rupees(line.paise));
    out += fmt::format("{:10} {:>12} {:>9} {:>6} {:>18}  at {} paise a segment, without tax\n",
                       "all", grouped(preview.recipients), grouped(preview.messages), "",
                       alerts::rupees(preview.paise), preview.paise_a_part);
    if (!preview.left_out.empty()) out += "does not reach:\n";
    for (auto const& [name, n] : preview.left_out)
        out += fmt::format("{:>12}  {}: {}\n", grouped(n), name, why_left_out(name));
    out += preview.exact
               ? fmt::format("counted: all {} who asked for this topic, as things stand now\n",
                             grouped(preview.counted))
               : fmt::format("estimated: {} were counted, the rest is in proportion\n",
                             grouped(preview.counted));
    if (preview.seconds_at_least > 0)
        out += fmt::format("takes {} minutes at least, at its own pace\n",
                           (preview.seconds_at_least + 59) / 60);
    return out;
}

std::string progress_page(storage::campaigns::Progress const& progress) {
    auto const& campaign = progress.campaign;
    auto out = fmt::format("alert {} ({}): {}\n", campaign.id, alerts::name_of(campaign.standing),
                           campaign.item.title);
    out += fmt::format("looked at {} of {} who asked for this topic; {} messages written{}\n",
                       grouped(campaign.looked_at), grouped(progress.subscribers),
                       grouped(campaign.written), campaign.all_written ? ", all of them" : "");
    for (std::size_t i = 0; i < progress.by_state.size(); ++i)
        if (progress.by_state[i] > 0)
            out += fmt::format("{:>12}  {}\n", grouped(progress.by_state[i]),
                               storage::outbox::name_of(static_cast<storage::outbox::State>(i)));
    for (auto const& [reason, n] : progress.reasons)
        out += fmt::format("{:>12}  did not arrive: {}\n", grouped(n), reason);
    out += fmt::format("{:>12}  segments so far\n", grouped(progress.segments));
    return out;
}

} // namespace haatline::gateway
