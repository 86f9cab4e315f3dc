#include "cluster/dlt/links.hpp"

namespace haatline::dlt {
namespace {

using Kind = AllowedTarget::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// "https://a.in", "www.a.in", "a.in/b": not "Rs.500" or "end.Next", where nobody put a blank.
bool is_link(std::string_view word) {
    if (word.find("://") != std::string_view::npos || word.starts_with("www.")) return true;
    auto const slash = word.find('/');
    auto const dot = word.substr(0, slash).rfind('.');
    if (slash == std::string_view::npos || dot == std::string_view::npos || dot == 0) return false;
    auto const top = word.substr(dot + 1, slash - dot - 1);
    if (top.size() < 2) return false;
    for (char const c : top)
        if (!is_letter(c)) return false;
    return true;
}

/// Without the mark that ends a sentence, or brackets round it.
std::string_view bare_word(std::string_view word) {
    constexpr std::string_view marks = ".,;:!?()[]\"'";
    auto const first = word.find_first_not_of(marks);
    if (first == std::string_view::npos) return {};
    return word.substr(first, word.find_last_not_of(marks) - first + 1);
}

template <class Each>
void for_each_word(std::string_view text, Each each) {
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(" \n\r\t"), text.size());
        if (end > 0) each(bare_word(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

/// Ten digits from 6 to 9, as Indian mobile numbers have them, also with 0 or 91 before them and blanks
/// between: what a reader would dial.
bool has_mobile(std::string_view value) {
    std::string digits;
    auto const mobile = [&] {
        auto const at = digits.size() == 10                               ? 0U
                        : digits.size() == 11 && digits[0] == '0'         ? 1U
                        : digits.size() == 12 && digits.starts_with("91") ? 2U
                                                                          : 99U;
        return at < 3 && digits[at] >= '6';
    };
    for (char const c : value) {
        if (is_digit(c)) {
            digits += c;
        } else if (c != ' ' && c != '-' && c != '+') {
            if (mobile()) return true;
            digits.clear();
        }
    }
    return mobile();
}

bool is_plain(VarType type) {
    return type == VarType::plain || type == VarType::numeric || type == VarType::alphanumeric;
}

} // namespace

std::vector<AllowedTarget> targets_in(Match const& match, Rules const& rules) {
    std::vector<AllowedTarget> out;
    for (auto const& value : match.values) {
        if (value.type == VarType::cbn) out.push_back({Kind::cbn, value.text});
        if (value.type == VarType::url || value.type == VarType::urlott)
            out.push_back({Kind::url, value.text});
        if (rules.numbers_listed && is_plain(value.type) && has_mobile(value.text))
            out.push_back({Kind::cbn, value.text});
    }
    if (rules.urls_listed)
        for_each_word(match.text, [&](std::string_view word) {
            if (is_link(word)) out.push_back({Kind::url, std::string(word)});
        });
    return out;
}

} // namespace haatline::dlt
