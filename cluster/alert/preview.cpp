#include "cluster/alert/preview.hpp"

#include "locales/coding/sms_plan.hpp"

#include <fmt/format.h>

namespace haatline::alerts {
namespace {

/// In proportion to what was not looked at.
std::uint64_t of_all(std::uint64_t counted, Counts const& counts) {
    if (counts.whole() || counts.looked_at == 0) return counted;
    return static_cast<std::uint64_t>(static_cast<double>(counted) *
                                      static_cast<double>(counts.subscribers) /
                                      static_cast<double>(counts.looked_at));
}

template <class Map>
std::uint64_t of(Map const& counts, std::string_view key) {
    auto const it = counts.find(std::string(key));
    return it == counts.end() ? 0 : it->second;
}

} // namespace

Result<Preview> preview(Item const& item, Counts const& counts, std::uint32_t paise_a_part) {
    Preview out;
    out.paise_a_part = paise_a_part;
    out.exact = counts.whole();
    out.counted = counts.looked_at;
    for (auto const& text : item.texts) {
        auto const plan = coding::plan_sms(text.body, {});
        if (!plan) return fail(Errc::bad_request, text.language + ": " + plan.error().detail);
        Preview::Line line;
        line.language = text.language;
        line.recipients = of_all(of(counts.by_language, text.language), counts);
        line.parts = static_cast<std::uint32_t>(plan->parts.size());
        line.units_left = plan->units_left();
        line.ucs2 = plan->ucs2();
        line.paise = line.recipients * line.parts * paise_a_part;
        out.recipients += line.recipients;
        out.messages += line.recipients * line.parts;
        out.paise += line.paise;
        out.lines.push_back(std::move(line));
    }
    for (auto const& reason : left_out_reasons)
        if (auto const n = of_all(of(counts.left_out, reason.name), counts); n > 0)
            out.left_out.emplace_back(reason.name, n);
    if (item.per_second > 0) out.seconds_at_least = out.recipients / item.per_second;
    return out;
}

std::string rupees(std::uint64_t paise) {
    auto const whole = std::to_string(paise / 100);
    std::string grouped;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        grouped += whole[i];
        // The last three digits together, those before them in pairs: 1,23,45,678.
        auto const left = whole.size() - 1 - i;
        if (left >= 3 && (left - 3) % 2 == 0) grouped += ',';
    }
    return fmt::format("₹{}.{:02}", grouped, paise % 100);
}

} // namespace haatline::alerts
