#include "locales/text/columns.hpp"

#include "locales/text/utf8.hpp"

#include <unicode/uchar.h>

namespace haatline::text {
namespace {

constexpr char32_t kPictures = 0x2400, kPictureOfDelete = 0x2421;

bool turns_round(char32_t code) {
    return code == 0x061C || (code >= 0x200E && code <= 0x200F) ||
           (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

std::size_t columns_of(char32_t code) {
    if (code == kIllFormed) return 1;
    auto const c = static_cast<UChar32>(code);
    constexpr auto kNone = U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK;
    if (U_MASK(u_charType(c)) & kNone) return 0;
    auto const width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

} // namespace

std::size_t columns(std::string_view text) {
    std::size_t sum = 0;
    for (std::size_t at = 0; at < text.size();) sum += columns_of(next_code_point(text, at));
    return sum;
}

std::string shown(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        char32_t code = next_code_point(text, at);
        if (code < 0x20) code += kPictures;
        if (code == 0x7F) code = kPictureOfDelete;
        if (code == kIllFormed || (code >= 0x80 && code < 0xA0) || turns_round(code))
            code = kReplacement;
        append(out, code);
    }
    return out;
}

} // namespace haatline::text
