#include "locales/coding/sms_plan.hpp"
#include "locales/text/utf8.hpp"
#include "menus/check/findings.hpp"
#include "menus/check/widest.hpp"
#include "menus/preview.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace haatline::menus {
namespace {

constexpr coding::PageBudget kWide{160, 80}, kNarrow{160, 60};
/// No screen is longer: it is sent as one SMS of several parts.
constexpr coding::PageBudget kUncut{4000, 4000};
constexpr std::string_view kWideName = "160/80";

/// English keys without their channel: what every language is to say.
std::set<std::string, std::less<>> base_keys(Catalogue const& words) {
    std::set<std::string, std::less<>> out;
    for (auto const& message : words.messages("en"))
        out.emplace(message.key.substr(0, message.key.rfind('@')));
    return out;
}

/// One language, counted.
class Counted {
  public:
    Counted(Checking const& checking, Language const& language)
        : checking_(checking), language_(language),
          with_(example_values(checking.menu, language.code)) {
        for (auto const& message : checking.words.messages(language.code))
            messages_.emplace(message.key, &message);
    }

    LanguageReport report(std::set<std::string, std::less<>> const& keys) {
        LanguageReport out;
        out.code = language_.code;
        out.own_name = language_.own_name;
        for (auto const& key : keys) {
            count(out.ussd, key, "ussd");
            count(out.sms, key, "sms");
            count(out.voice, key, "voice");
            out.own_wordings += messages_.contains(key + "@voice") ? 1 : 0;
            price(out, key);
        }
        out.ussd.too_long = over_budget() + paged();
        measure(out);
        return out;
    }

  private:
    void count(ChannelTexts& into, std::string const& key, std::string_view channel) const {
        ++into.texts;
        auto found = messages_.find(key + "@" + std::string(channel));
        if (found == messages_.end()) found = messages_.find(key);
        if (found == messages_.end()) return;
        ++into.ready;
        into.drafts += found->second->draft ? 1 : 0;
        into.stale += found->second->stale ? 1 : 0;
    }

    static int parts(std::string const& text, coding::SmsRoute const& route) {
        auto const plan = coding::plan_sms(text, route);
        return plan ? static_cast<int>(plan->parts.size()) : 0;
    }

    /// What is not translated is sent in the fallback language, and costs what that costs.
    void price(LanguageReport& into, std::string const& key) const {
        std::string const text = checking_.words.format(key, language_.code, "sms", with_);
        int const segments = parts(text, {});
        into.segments += segments;
        into.segments_national += parts(text, national_route());
        into.sms.too_long += segments > 1 ? 1 : 0;
        std::string const said = checking_.words.format(key, language_.code, "voice", with_);
        for (std::size_t at = 0; at < said.size(); ++into.letters) text::next_code_point(said, at);
    }

    int over_budget() const {
        return static_cast<int>(std::count_if(
            checking_.report.findings.begin(), checking_.report.findings.end(),
            [&](Finding const& f) {
                return f.rule == Finding::Rule::budget && f.language == language_.code;
            }));
    }

    /// Screens that at their widest need a second page, in the letters of the language alone.
    int paged() const {
        std::set<std::string_view> screens;
        for (auto const& width : checking_.report.widths)
            for (auto const& fit : width.fits)
                if (width.language == language_.code && fit.budget == kWideName && fit.pages > 1 &&
                    (language_.needs_ucs2 || width.alphabet == coding::Alphabet::gsm7))
                    screens.insert(width.screen);
        return static_cast<int>(screens.size());
    }

    void measure(LanguageReport& into) const {
        auto const pages = [&](Node const& node, coding::PageBudget budget) {
            return example_pages(checking_.menu, checking_.words, node, language_.code, budget);
        };
        for (auto const& node : checking_.menu.nodes()) {
            if (!node.shows()) continue;
            ++into.screens;
            auto const wide = pages(node, kWide);
            into.pages_80 += static_cast<int>(wide.size());
            for (auto const& page : wide) into.units += coding::measure(page).units;
            into.pages_60 += static_cast<int>(pages(node, kNarrow).size());
            for (auto const& whole : pages(node, kUncut)) {
                into.screen_segments += parts(whole, {});
                into.screen_segments_national += parts(whole, national_route());
            }
        }
    }

    Checking const& checking_;
    Language const& language_;
    Values with_;
    std::map<std::string, MessageInfo const*, std::less<>> messages_;
};

} // namespace

coding::SmsRoute const& national_route() {
    static coding::SmsRoute const route = [] {
        coding::SmsRoute out;
        out.policy = coding::Policy::cheaper;
        out.allow = {true, true, true, true};
        out.tables = coding::kIndianTables;
        return out;
    }();
    return route;
}

void count_languages(Checking const& checking) {
    auto const keys = base_keys(checking.words);
    for (auto const& language : checking.words.languages())
        checking.report.by_language.push_back(Counted(checking, language).report(keys));
}

} // namespace haatline::menus
