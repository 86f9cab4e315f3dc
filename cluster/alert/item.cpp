#include "cluster/alert/item.hpp"

#include "cluster/role.hpp"
#include "cluster/topic.hpp"
#include "locales/coding/sms_plan.hpp"
#include "locales/text/clean.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace haatline::alerts {
namespace {

constexpr std::array<std::string_view, 3> kCategories{"service_explicit", "promotional",
                                                      "government"};
constexpr auto kLongest = std::chrono::hours(24 * 90);

template <class List>
std::string listed(List const& words) {
    std::string out;
    for (auto const& word : words) (out += out.empty() ? "" : ", ") += std::string(word);
    return out;
}

class Faults {
  public:
    void note(std::string field, std::string what) {
        all_.push_back({std::move(field), std::move(what)});
    }
    /// One line of letters, not blank, not too long.
    void line(std::string const& field, std::string_view value, std::size_t bytes_max) {
        auto const clean = text::clean_input(value, bytes_max + 1);
        if (!clean || *clean != value)
            note(field, "must be one line of well-formed UTF-8 without blanks at its ends");
        else if (text::match_key(value).empty())
            note(field, "must be there: write it in words");
        else if (value.size() > bytes_max)
            note(field, fmt::format("is longer than {} octets", bytes_max));
    }
    std::vector<Fault> take() { return std::move(all_); }

  private:
    std::vector<Fault> all_;
};

void check_times(Item const& item, TimePoint now, Faults& faults) {
    if (item.valid_until <= now)
        faults.note("valid_until", "must lie in the future: what is over is never sent");
    else if (item.valid_until > now + kLongest)
        faults.note("valid_until", "must lie within 90 days: nobody can promise more of a fact");
    if (item.start_at != TimePoint() && item.start_at >= item.valid_until)
        faults.note("start_at", "must come before valid_until");
    if (!item.hours.whole())
        faults.note("hours", "must be within one day, e.g. \"10:00-18:00\", in Indian time");
}

void check_text(Text const& text, std::string const& field, Faults& faults) {
    auto const clean = text::clean_input(text.body, 4'096);
    if (!clean || clean->empty() || *clean != text.body)
        return faults.note(
            field + ".text",
            "must be there, of well-formed UTF-8, on one line, without blanks at its ends or two "
            "together: templates are registered so");
    auto const plan = coding::plan_sms(text.body, {});
    if (!plan || plan->parts.size() > parts_most)
        faults.note(field + ".text",
                    fmt::format("is longer than {} parts: say less, or send two", parts_most));
    if (text.template_id.size() > 40 ||
        text.template_id.find_first_not_of("0123456789") != std::string::npos)
        faults.note(field + ".template", "must be the register's number of a template, in digits");
}

void check_texts(Item const& item, std::span<std::string const> languages, Faults& faults) {
    auto const known = [&](std::string const& code) {
        return std::find(languages.begin(), languages.end(), code) != languages.end();
    };
    if (item.texts.empty()) faults.note("texts", "must hold one text at least");
    if (item.texts.size() > languages_most)
        faults.note("texts", fmt::format("holds more than {} languages", languages_most));
    std::set<std::string> seen;
    for (std::size_t i = 0; i < item.texts.size(); ++i) {
        auto const field = fmt::format("texts[{}]", i);
        auto const& text = item.texts[i];
        if (!known(text.language))
            faults.note(field + ".language", "must be one of " + listed(languages));
        else if (!seen.insert(text.language).second)
            faults.note(field + ".language", "stands twice: one text a language");
        check_text(text, field, faults);
    }
    if (!item.fallback.empty() && seen.count(item.fallback) == 0)
        faults.note("fallback", "must be a language that has a text here, or left out");
}

void check_audience(Audience const& audience, std::span<std::string const> languages,
                    Faults& faults) {
    auto const bounded = [&](std::string_view name, std::size_t size) {
        if (size > list_most)
            faults.note(fmt::format("audience.{}", name),
                        fmt::format("holds more than {} entries", list_most));
    };
    bounded("states", audience.states.size());
    bounded("districts", audience.districts.size());
    bounded("pins", audience.pins.size());
    bounded("around", audience.around.size());
    bounded("products", audience.products.size());
    bounded("sectors", audience.sectors.size());
    for (auto const pin : audience.pins)
        if (pin < 100'000 || pin > 999'999)
            faults.note("audience.pins", "must be PIN codes of six digits");
    for (auto const& circle : audience.around)
        if (circle.pin < 100'000 || circle.pin > 999'999 || circle.metres < 1'000 ||
            circle.metres > metres_most)
            faults.note("audience.around",
                        "must be a PIN and a distance of 1 to 500 km, e.g. \"844101 25km\"");
    for (auto const& role : audience.roles)
        if (!role_named(role))
            faults.note("audience.roles",
                        fmt::format("'{}' is no role: maker, machine_maker, supplier, buyer, "
                                    "service, institute",
                                    role));
    for (auto const& code : audience.languages)
        if (std::find(languages.begin(), languages.end(), code) == languages.end())
            faults.note("audience.languages",
                        fmt::format("'{}' is none of {}", code, listed(languages)));
}

} // namespace

bool is_category(std::string_view name) {
    return std::find(kCategories.begin(), kCategories.end(), name) != kCategories.end();
}

std::vector<Fault> faults_of(Item const& item, std::span<std::string const> languages,
                             TimePoint now) {
    Faults faults;
    faults.line("title", item.title, title_bytes_max);
    faults.line("source", item.source, source_bytes_max);
    if (!is_topic(item.topic)) faults.note("topic", "must be one of " + listed(topics));
    if (!is_category(item.category))
        faults.note("category", "must be one of " + listed(kCategories));
    check_times(item, now, faults);
    if (item.per_second > 100'000) faults.note("per_second", "must be at most 100000");
    if (item.weekly_cap < 1 || item.weekly_cap > 50)
        faults.note("weekly_cap", "must be from 1 to 50 alerts in seven days");
    check_texts(item, languages, faults);
    check_audience(item.audience, languages, faults);
    return faults.take();
}

} // namespace haatline::alerts
