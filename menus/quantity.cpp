#include "menus/quantity.hpp"

#include "locales/text/clean.hpp"
#include "locales/text/digits.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace haatline::menus {
namespace {

constexpr std::size_t whole_digits_max = 6; // ussd_vars: a price or number of six digits
constexpr std::size_t part_digits_max = 2;

struct UnitWord {
    std::string_view word;
    std::string_view unit;
};

// Units of reference/menus.md §3 and how they are typed. Native words are drafts.
constexpr std::array kUnits{
    UnitWord{"kg", "kg"},       UnitWord{"kgs", "kg"},       UnitWord{"kilo", "kg"},
    UnitWord{"kilogram", "kg"}, UnitWord{"किलो", "kg"},      UnitWord{"किलोग्राम", "kg"},
    UnitWord{"किग्रा", "kg"},    UnitWord{"qtl", "qtl"},      UnitWord{"q", "qtl"},
    UnitWord{"quintal", "qtl"}, UnitWord{"kuintal", "qtl"},  UnitWord{"kwintal", "qtl"},
    UnitWord{"क्विंटल", "qtl"},   UnitWord{"कुंतल", "qtl"},      UnitWord{"क्विं", "qtl"},
    UnitWord{"ton", "ton"},     UnitWord{"tons", "ton"},     UnitWord{"tonne", "ton"},
    UnitWord{"टन", "ton"},      UnitWord{"ltr", "ltr"},      UnitWord{"l", "ltr"},
    UnitWord{"litre", "ltr"},   UnitWord{"liter", "ltr"},    UnitWord{"लीटर", "ltr"},
    UnitWord{"pc", "pc"},       UnitWord{"pcs", "pc"},       UnitWord{"piece", "pc"},
    UnitWord{"pieces", "pc"},   UnitWord{"nag", "pc"},       UnitWord{"नग", "pc"},
    UnitWord{"पीस", "pc"},      UnitWord{"pkt", "pkt"},      UnitWord{"pkts", "pkt"},
    UnitWord{"packet", "pkt"},  UnitWord{"packets", "pkt"},  UnitWord{"पैकेट", "pkt"},
    UnitWord{"dozen", "dozen"}, UnitWord{"darjan", "dozen"}, UnitWord{"दर्जन", "dozen"},
};

std::string_view unit_of(std::string_view typed) {
    // Match keys of the table are made once: making one costs more than the rest of a turn.
    static auto const known = [] {
        std::map<std::string, std::string_view> keys;
        for (auto const& [word, unit] : kUnits) keys.emplace(text::match_key(word), unit);
        return keys;
    }();
    auto const it = known.find(text::match_key(typed));
    return it == known.end() ? std::string_view() : it->second;
}

bool digit(char c) { return c >= '0' && c <= '9'; }

void skip_blanks(std::string_view& rest) {
    while (rest.starts_with(' ')) rest.remove_prefix(1);
}

/// Takes "12,500.50" off the front as "12500.50".
std::optional<std::string> take_number(std::string_view& rest) {
    std::string whole, part;
    std::size_t at = 0;
    for (; at < rest.size() && (digit(rest[at]) || (rest[at] == ',' && !whole.empty())); ++at)
        if (digit(rest[at])) whole += rest[at];
    if (at + 1 < rest.size() && rest[at] == '.' && digit(rest[at + 1]))
        for (++at; at < rest.size() && digit(rest[at]); ++at) part += rest[at];
    rest.remove_prefix(at);
    if (whole.empty()) return std::nullopt;
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
    while (part.ends_with('0')) part.pop_back();
    if (whole.size() > whole_digits_max || part.size() > part_digits_max) return std::nullopt;
    if (whole == "0" && part.empty()) return std::nullopt;
    return part.empty() ? whole : whole + "." + part;
}

/// Takes "Rs", "Rs." or "₹" off the front.
void skip_rupees(std::string_view& rest) {
    constexpr std::string_view sign = "₹";
    if (rest.starts_with(sign)) rest.remove_prefix(sign.size());
    if (rest.size() >= 2 && (rest[0] == 'R' || rest[0] == 'r') &&
        (rest[1] == 's' || rest[1] == 'S'))
        rest.remove_prefix(rest.size() > 2 && rest[2] == '.' ? 3 : 2);
    skip_blanks(rest);
}

} // namespace

std::optional<std::string> read_amount(std::string_view typed) {
    std::string const ascii = text::ascii_digits(typed);
    std::string_view rest = ascii;
    skip_rupees(rest);
    auto number = take_number(rest);
    skip_blanks(rest);
    bool const nothing_more = rest.empty() || rest == "/-" || rest == "#";
    return number && nothing_more ? number : std::nullopt;
}

std::optional<Quantity> read_quantity(std::string_view typed) {
    std::string const ascii = text::ascii_digits(typed);
    std::string_view rest = ascii;
    auto number = take_number(rest);
    if (!number) return std::nullopt;
    while (rest.ends_with('#')) rest.remove_suffix(1);
    skip_blanks(rest);
    return Quantity{std::move(*number), std::string(unit_of(rest))};
}

} // namespace haatline::menus
