#include "cluster/dlt/registry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace haatline::dlt {
namespace {

std::string backwards(std::string_view text) { return {text.rbegin(), text.rend()}; }

std::string_view first_words(Template const& one) {
    return one.segments.empty() || one.segments.front().variable
               ? std::string_view()
               : std::string_view(one.segments.front().key);
}

std::string_view last_words(Template const& one) {
    return one.segments.empty() || one.segments.back().variable
               ? std::string_view()
               : std::string_view(one.segments.back().key);
}

std::size_t fixed_chars(Template const& one) {
    std::size_t out = 0;
    for (auto const& segment : one.segments) out += segment.key_chars;
    return out;
}

std::string category_told(Template const& one, Category asked) {
    return fmt::format(
        "template {} has these words, but is registered as {}, and the message is {}: "
        "register the words for that too, or send it as what it is",
        one.id, name(one.category), name(asked));
}

bool contains(std::vector<std::string> const& sorted, std::string_view value) {
    return std::binary_search(sorted.begin(), sorted.end(), value);
}

} // namespace

bool same_category(Category one, Category other, Rules const& rules) {
    auto const meant = [&](Category category) {
        return rules.explicit_is_promotional && category == Category::service_explicit
                   ? Category::promotional
                   : category;
    };
    return meant(one) == meant(other);
}

Registry::Registry(Register all) : all_(std::move(all)) { index(); }

void Registry::index() {
    std::map<std::string_view, std::vector<At>> by_first;
    for (At i = 0; i < all_.templates.size(); ++i)
        by_first[first_words(all_.templates[i])].push_back(i);
    for (auto const& [words, templates] : by_first) {
        first_.add(std::string(words), static_cast<At>(last_.size()));
        auto& ends = last_.emplace_back();
        for (auto const at : templates) ends.add(backwards(last_words(all_.templates[at])), at);
        ends.settle();
    }
    first_.settle();
    for (At i = 0; i < all_.headers.size(); ++i) headers_.emplace(all_.headers[i].text, i);
    for (auto const& target : all_.targets)
        (target.kind == AllowedTarget::Kind::url ? urls_ : numbers_).push_back(target.value);
    std::sort(urls_.begin(), urls_.end());
    std::sort(numbers_.begin(), numbers_.end());
    std::sort(all_.preferences.begin(), all_.preferences.end(),
              [](Preference const& a, Preference const& b) { return a.phone < b.phone; });
    if (!all_.entities.empty()) brand_ = all_.entities.front().brand;
}

template <class Each>
void Registry::for_each_like(std::string_view text, Each each) const {
    auto const reversed = backwards(text);
    first_.for_each(text, [&](At group) {
        last_[group].for_each(reversed, [&](At at) { each(all_.templates[at]); });
    });
}

bool Registry::better(Template const& one, Template const& than, std::string_view language) const {
    bool const mine = one.language == language, other = than.language == language;
    if (mine != other) return mine;
    auto const fixed = fixed_chars(one), less = fixed_chars(than);
    if (fixed != less) return fixed > less;
    if (one.vars() != than.vars()) return one.vars() < than.vars();
    return one.id < than.id;
}

Matched Registry::match(std::string_view raw, std::string_view language, Category category,
                        Rules const& rules) const {
    auto const text = Candidate::make(raw, rules);
    if (!text) return tl::make_unexpected(Refusal{Reason::template_, text.error().detail});
    Match best;
    Template const* other_category = nullptr;
    Template const* inactive = nullptr;
    for_each_like(text->text(), [&](Template const& one) {
        bool const counts = one.active && same_category(one.category, category, rules);
        if (counts && best.of && !better(one, *best.of, language)) return;
        auto values = values_of(*text, one);
        if (!values) return;
        if (counts)
            best = {&one, std::move(*values), {}};
        else
            (one.active ? other_category : inactive) = &one;
    });
    if (best.of) {
        best.text = filled(*best.of, best.values);
        return best;
    }
    if (other_category)
        return tl::make_unexpected(
            Refusal{Reason::template_, category_told(*other_category, category)});
    if (inactive)
        return tl::make_unexpected(
            Refusal{Reason::template_,
                    fmt::format("template {} has these words, but is not active: ask its operator "
                                "why, then import its export again",
                                inactive->id)});
    return tl::make_unexpected(why_not(*text, category));
}

Refusal Registry::why_not(Candidate const& text, Category category) const {
    for (auto const& one : all_.templates) {
        if (!one.active || !same_category(one.category, category, text.rules())) continue;
        if (auto const fault = value_fault(text, one))
            return {Reason::variable, fmt::format("template {}: {}", one.id, *fault),
                    Nearest{one.id, text.chars(), {}}};
    }
    std::optional<Nearest> nearest;
    for (auto const& one : all_.templates) {
        if (!one.active) continue;
        auto near = how_near(text, one);
        if (!nearest || near.agree > nearest->agree) nearest = std::move(near);
    }
    if (!nearest) return {Reason::template_, "no template is registered: haatline dlt import FILE"};
    return {
        Reason::template_,
        fmt::format("no registered template has these words; nearest is {}, which has \"{}\" "
                    "after character {}: correct the text, or register it (haatline dlt propose)",
                    nearest->template_id, nearest->expected, nearest->agree),
        nearest};
}

Entity const* Registry::entity(std::string_view id) const {
    for (auto const& one : all_.entities)
        if (one.id == id) return &one;
    return nullptr;
}

Header const* Registry::header(std::string_view text) const {
    auto const it = headers_.find(text);
    return it == headers_.end() ? nullptr : &all_.headers[it->second];
}

Chain const* Registry::chain(std::string_view entity) const {
    for (auto const& one : all_.chains)
        if (one.entity == entity) return &one;
    return nullptr;
}

bool Registry::allows(AllowedTarget::Kind kind, std::string_view value) const {
    if (kind == AllowedTarget::Kind::cbn) {
        auto const key = cbn_key(value);
        return !key.empty() && contains(numbers_, key);
    }
    // A listed address allows what lies below it: "example.in/a" allows "example.in/a/b", not "example.in/ab".
    auto key = url_key(value);
    while (!key.empty()) {
        if (contains(urls_, key)) return true;
        auto const cut = key.find_last_of("/?#");
        if (cut == std::string::npos) return false;
        key.resize(cut);
    }
    return false;
}

std::uint16_t Registry::blocked(Msisdn phone) const {
    auto const it = std::lower_bound(
        all_.preferences.begin(), all_.preferences.end(), phone.number(),
        [](Preference const& one, std::uint64_t wanted) { return one.phone < wanted; });
    return it != all_.preferences.end() && it->phone == phone.number() ? it->blocked : 0;
}

} // namespace haatline::dlt
