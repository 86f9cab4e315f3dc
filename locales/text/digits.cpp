#include "locales/text/digits.hpp"

#include "locales/text/utf8.hpp"

#include <algorithm>
#include <iterator>

namespace haatline::text {
namespace {

// The zero of every row of ten decimal digits (general category Nd) of Unicode 15, in order; the
// nine others follow it. Kept as a table because answers pass here at every step and ICU's property
// look-up is not needed for 68 numbers. First the scripts our callers write, by name; the rest so
// that no digit of the standard is a surprise.
constexpr char32_t kZeros[] = {
    0x0030, // ASCII
    0x0660, // Arabic-Indic
    0x06F0, // Extended Arabic-Indic (Urdu, Kashmiri, Sindhi)
    0x07C0, // N'Ko
    0x0966, // Devanagari
    0x09E6, // Bengali, Assamese
    0x0A66, // Gurmukhi
    0x0AE6, // Gujarati
    0x0B66, // Odia
    0x0BE6, // Tamil
    0x0C66, // Telugu
    0x0CE6, // Kannada
    0x0D66, // Malayalam
    0x0DE6, // Sinhala
    0x0E50,  0x0ED0,  0x0F20,  0x1040,  0x1090,  0x17E0,  0x1810,
    0x1946, // Limbu
    0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,
    0x1C40, // Lepcha
    0x1C50, // Ol Chiki (Santali)
    0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,
    0xABF0, // Meetei Mayek (Manipuri)
    0xFF10, // full width
    0x104A0, 0x10D30, 0x11066,
    0x110F0, // Sora Sompeng
    0x11136, // Chakma
    0x111D0, // Sharada
    0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730,
    0x118E0, // Warang Citi (Ho)
    0x11950, 0x11C50,
    0x11D50, // Masaram Gondi
    0x11DA0, // Gunjala Gondi
    0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2,
    0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4D0, 0x1E950, 0x1FBF0,
};
static_assert(std::is_sorted(std::begin(kZeros), std::end(kZeros)));

constexpr char kNotADigit = 0;

char ascii_of(char32_t code) {
    auto const* above = std::upper_bound(std::begin(kZeros), std::end(kZeros), code);
    if (above == std::begin(kZeros)) return kNotADigit;
    char32_t const value = code - *(above - 1);
    return value < 10 ? static_cast<char>('0' + value) : kNotADigit;
}

} // namespace

std::string ascii_digits(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        std::size_t const from = at;
        char32_t const code = next_code_point(text, at);
        char const digit = code < 0x80          ? kNotADigit
                           : code == kIllFormed ? kNotADigit
                                                : ascii_of(code);
        if (digit != kNotADigit)
            out += digit;
        else
            out.append(text.substr(from, at - from));
    }
    return out;
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace haatline::text
