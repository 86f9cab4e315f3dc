#include "menus/check/widest.hpp"

#include <algorithm>

namespace haatline::menus {
namespace {

// Plurals within selects within plurals multiply; no text of a screen needs more.
constexpr std::size_t combinations_max = 256;

std::string repeated(std::string_view letter, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += letter;
    return out;
}

/// A value whose examples need other letters than GSM's may be typed in them.
bool may_be_native(Cap const& cap) {
    return std::any_of(cap.example.begin(), cap.example.end(),
                       [](auto const& example) { return !coding::cost(example.second).gsm7; });
}

/// A share of a page: septets of 160, UTF-16 units of 80.
std::size_t weight(std::string const& text) {
    auto const measure = coding::measure(text);
    return measure.alphabet == coding::Alphabet::gsm7 ? measure.units : 2 * measure.units;
}

} // namespace

std::vector<Values> cases_of(std::string const& text) {
    std::vector<Values> out{{}};
    auto const choices = Catalogue::choices_of(text);
    if (!choices) return out;
    for (auto const& [name, values] : *choices) {
        std::vector<Values> more;
        for (auto const& one : out)
            for (auto const& value : values) {
                if (out.size() + more.size() >= combinations_max) break;
                more.push_back(one);
                more.back().set(name, value);
            }
        out.insert(out.end(), more.begin(), more.end());
    }
    out.erase(out.begin());
    return out;
}

std::vector<Letters> letters_of(Menu const& menu, Language const& language) {
    if (language.needs_ucs2) return {Letters::native};
    auto const& caps = menu.caps();
    if (std::any_of(caps.begin(), caps.end(), may_be_native))
        return {Letters::latin, Letters::native};
    return {Letters::latin};
}

Widest::Widest(Menu const& menu, Catalogue const& words, Language const& language, Letters letters)
    : words_(words), language_(language) {
    for (auto const& cap : menu.caps()) {
        bool const native =
            letters == Letters::native && (language.needs_ucs2 || may_be_native(cap));
        values_.set(cap.name, native ? repeated("क", cap.ucs2) : repeated("W", cap.gsm7));
    }
    for (auto const& message : words.messages(language.code))
        if (message.text.find(", ") != std::string::npos)
            if (auto all = cases_of(message.text); !all.empty())
                choices_.emplace(message.key, std::move(all));
}

std::string Widest::text(std::string const& key, std::string_view channel) const {
    std::string widest = words_.format(key, language_.code, channel, values_);
    auto found = choices_.find(key + "@" + std::string(channel));
    if (found == choices_.end()) found = choices_.find(key);
    if (found == choices_.end()) return widest;
    for (auto const& chosen : found->second) {
        Values with = values_;
        with.merge(chosen);
        std::string text = words_.format(key, language_.code, channel, with);
        if (weight(text) > weight(widest)) widest = std::move(text);
    }
    return widest;
}

} // namespace haatline::menus
