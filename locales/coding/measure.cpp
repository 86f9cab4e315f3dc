#include "locales/coding/measure.hpp"

#include "locales/coding/characters.hpp"
#include "locales/text/graphemes.hpp"
#include "locales/text/utf16.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>

namespace haatline::coding {
namespace {

constexpr char32_t kEuro =
    U'€'; // the one character of the alphabet that stands far from the others
constexpr char32_t kTableEnd = 0x3AA; // one past Ω, the highest of the others

/// Septets by code point, turned round from the default tables at compile time. The page break is no
/// character: some handsets end the text there.
constexpr auto kSeptets = [] {
    std::array<std::uint8_t, kTableEnd> septets{};
    for (std::size_t i = 0; i < cells::kSingle[0].size(); ++i) {
        char16_t const extended = i == kPageBreak ? u'\0' : cells::kSingle[0][i];
        if (extended != 0 && extended < kTableEnd) septets[extended] = 2;
    }
    for (char16_t const plain : cells::kLocking[0])
        if (plain != 0) septets[plain] = 1;
    return septets;
}();

constexpr auto kCarried =
    std::count_if(kSeptets.begin(), kSeptets.end(), [](auto s) { return s != 0; });
// 127 characters (the escape is none) and nine extensions, of which the euro sign is beyond the
// table.
static_assert(kCarried == 127 + 9 - 1);

/// Bytes of the beginning that costs more than `units` of UTF-16, by one code point.
std::size_t bytes_past(std::string_view utf8, std::size_t units) {
    std::size_t at = 0;
    for (std::size_t spent = 0; at < utf8.size() && spent <= units;)
        spent += text::utf16_units(text::next_code_point(utf8, at));
    return at;
}

/// What stands before the first letter that is not ASCII: most of every screen, so read byte by byte
/// without decoding. Gives its length.
std::size_t plain_run(std::string_view utf8, Cost& sum) {
    unsigned none = 0; // becomes 1 when a character is in neither table
    std::size_t septets = 0, at = 0;
    for (; at < utf8.size(); ++at) {
        auto const byte = static_cast<unsigned char>(utf8[at]);
        if (byte >= 0x80) break;
        septets += kSeptets[byte];
        none |= kSeptets[byte] == 0;
    }
    sum = {septets, at, none == 0};
    return at;
}

} // namespace

unsigned gsm7_septets(char32_t code_point) {
    if (code_point < kTableEnd) return kSeptets[code_point];
    return code_point == kEuro ? 2 : 0;
}

bool cost_of_plain(std::string_view utf8, Cost& sum) { return plain_run(utf8, sum) == utf8.size(); }

Cost cost(std::string_view utf8) {
    Cost sum;
    std::size_t at = plain_run(utf8, sum);
    while (at < utf8.size()) {
        char32_t const code = text::next_code_point(utf8, at);
        unsigned const septets = gsm7_septets(code);
        sum.septets += septets;
        sum.utf16 += text::utf16_units(code);
        sum.gsm7 = sum.gsm7 && septets != 0;
    }
    return sum;
}

Measure measure(std::string_view utf8) { return cost(utf8).measure(); }

std::string cut_to_units(std::string_view utf8, std::size_t units) {
    if (measure(utf8).units <= units) return std::string(utf8);
    // Whether a text may be cut at a place is known one code point behind it; finding graphemes is
    // the costly part.
    utf8 = utf8.substr(0, bytes_past(utf8, units));
    std::size_t end = 0, from = 0;
    Cost sum;
    for (std::size_t const point : text::cut_points(utf8)) {
        sum += cost(utf8.substr(from, point - from));
        from = point;
        if (sum.utf16 > units) break; // septets are never fewer than UTF-16 units
        if (sum.measure().units <= units) end = point;
    }
    return std::string(utf8.substr(0, end));
}

} // namespace haatline::coding
