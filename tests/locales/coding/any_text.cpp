#include "tests/locales/coding/any_text.hpp"

#include "locales/text/utf8.hpp"

namespace haatline::tests {
namespace {

namespace cells = coding::cells;

// Where capacities lie: one part, two parts, both references.
constexpr std::size_t kLengths[] = {5,   33,  67,  70,  71,  76,  133, 140, 145,
                                    150, 153, 155, 160, 161, 200, 290, 300, 310};
constexpr char32_t kOdd[] = {0x20B9,  0x200C,  0x200D, 0x2019, 0x2026, 0x1F33E, 0x1F44D,  0x1F3FD,
                             0x1F1EE, 0x1F1F3, 0x0301, 0xFE0F, U'\r',  U'\n',   U'€',     U'[',
                             U'^',    U'{',    0x0964, 0x0000, 0x000C, 0x001B,  0x10FFFF, 0x0CA1};

std::string utf8(char32_t code) {
    std::string out;
    text::append(out, code);
    return out;
}

/// Of a cell; empty ones and the page break would send the whole text to UCS-2.
std::string held(char16_t code) { return code == 0 || code == u'\f' ? " " : utf8(code); }

} // namespace

std::string AnyText::ascii() {
    auto const code = static_cast<char32_t>(' ' + below(95));
    return code == U'`' ? "e" : utf8(code); // the backtick is in no table
}

std::string AnyText::letter(unsigned table, unsigned wildness) {
    std::size_t const kind = below(100);
    if (kind < wildness) return below(40) == 0 ? "\xE0\xA4" : utf8(kOdd[below(std::size(kOdd))]);
    if (kind < wildness + 3) return held(cells::kSingle[table][below(128)]);
    if (kind < wildness + 10) {
        auto const& pair = cells::kPairs[below(cells::kPairs.size())];
        bool const ours = pair.composed >> 7 == cells::kLocking[table][0x10] >> 7;
        if (ours && below(2) == 0) return utf8(pair.composed);
        if (ours) return utf8(pair.first) + utf8(pair.second);
    }
    if (kind < wildness + 25) return ascii();
    return held(cells::kLocking[table][below(128)]);
}

std::string AnyText::next() {
    std::size_t const letters = kLengths[below(std::size(kLengths))] + below(3);
    auto const first = static_cast<unsigned>(below(cells::kTables));
    auto const second = below(6) == 0 ? static_cast<unsigned>(below(cells::kTables)) : first;
    unsigned const wildness = below(3) == 0 ? static_cast<unsigned>(below(8)) : 0;
    bool const only_ascii = below(8) == 0;
    std::string text;
    for (std::size_t i = 0; i < letters; ++i)
        text += only_ascii ? ascii() : letter(below(2) ? first : second, wildness);
    return text;
}

coding::SmsRoute AnyText::route() {
    coding::SmsRoute route;
    route.policy = static_cast<coding::Policy>(below(3));
    route.allow = {below(8) != 0, below(4) != 0, below(4) != 0, below(8) != 0};
    route.tables =
        below(3) == 0 ? static_cast<coding::TableMask>(below(0x4000)) : coding::kAllTables;
    route.risky_cells = below(2) == 0;
    route.ref16 = below(3) == 0;
    return route;
}

} // namespace haatline::tests
