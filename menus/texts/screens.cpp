#include "menus/texts/screens.hpp"

#include "locales/coding/sms_plan.hpp"
#include "menus/check/findings.hpp"
#include "menus/compose.hpp"
#include "menus/preview.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::menus {
namespace {

/// The way out of a screen that prints a line above the next one.
Action const* notice_of(Node const& node, std::string_view key) {
    Action const* found = nullptr;
    for_each_action(node, [&](Action const& action, bool) {
        if (!found && action.notice == key) found = &action;
    });
    return found;
}

std::string sms_title(std::string_view channel, std::string const& text) {
    auto const plan = coding::plan_sms(text, {});
    if (channel != "sms" || !plan) return std::string(channel);
    return fmt::format("sms, {} units of {} in {} segment{}", plan->units, coding::name(plan->kind),
                       plan->parts.size(), plan->parts.size() == 1 ? "" : "s");
}

} // namespace

Screens::Screens(Menu const& menu, Catalogue const& words, coding::PageBudget budget)
    : menu_(menu), words_(words), budget_(budget) {
    for (auto const& node : menu.nodes()) {
        for (auto const& [key, line] : keys_of(node)) uses_[key].push_back({&node, line});
        if (node.kind == Kind::list) uses_[std::string(keys::more)].push_back({&node, node.line});
    }
}

std::vector<std::string> Screens::where(std::string_view key) const {
    std::vector<std::string> out;
    auto const found = uses_.find(key.substr(0, key.rfind('@')));
    if (found == uses_.end()) return out;
    for (auto const& use : found->second) {
        auto place = fmt::format("{}:{}", use.node->file, use.line);
        if (std::find(out.begin(), out.end(), place) == out.end()) out.push_back(std::move(place));
    }
    return out;
}

std::vector<std::string> Screens::pages(Use const& use, std::string const& key,
                                        std::string_view language) const {
    Node const& node = *use.node;
    auto const text = [&] {
        return words_.format(key, language, "ussd", example_values(menu_, language));
    };
    Node const* shown = &node;
    bool above = node.shows() && node.wrong_text == key;
    if (Action const* way = notice_of(node, key)) {
        shown = menu_.find(way->go);
        above = true;
        if (!shown || !shown->shows()) return {text()};
    }
    auto out = example_pages(menu_, words_, *shown, language, budget_, key);
    if (above && !out.empty()) out = {with_notice(text(), {}, out.front(), budget_)};
    return out;
}

PhoneScreen Screens::titled(std::string title, std::string text) const {
    auto const measure = coding::measure(text);
    title += fmt::format(", {} of {}", measure.units, budget_.of(measure.alphabet));
    return {std::move(title), std::move(text)};
}

std::vector<PhoneScreen> Screens::of(std::string_view key, std::string_view language) const {
    auto const at = key.rfind('@');
    std::string const base(key.substr(0, at));
    if (at != key.npos) {
        std::string const channel(key.substr(at + 1));
        auto text = words_.format(base, language, channel, example_values(menu_, language));
        return {{sms_title(channel, text), std::move(text)}};
    }
    auto const found = uses_.find(base);
    if (found == uses_.end()) {
        auto text = words_.format(base, language, "ussd", example_values(menu_, language));
        return {titled("alone", std::move(text))};
    }
    // The screen it is named after, else the first that shows it.
    auto const own = std::find_if(found->second.begin(), found->second.end(),
                                  [&](Use const& use) { return use.node->id == base; });
    Use const& use = own == found->second.end() ? found->second.front() : *own;
    std::vector<PhoneScreen> out;
    auto const pages = this->pages(use, base, language);
    for (std::size_t i = 0; i < pages.size(); ++i)
        out.push_back(titled(
            pages.size() == 1 ? use.node->id
                              : fmt::format("{}, page {} of {}", use.node->id, i + 1, pages.size()),
            pages[i]));
    return out;
}

} // namespace haatline::menus
