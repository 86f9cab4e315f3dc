#include "locales/coding/clusters.hpp"

#include "locales/coding/cluster_ranges.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>
#include <span>

namespace haatline::coding {
namespace {

constexpr char32_t kNonJoiner = 0x200C, kJoiner = 0x200D;
constexpr unicode::Range kSkinTones{0x1F3FB, 0x1F3FF};
constexpr unicode::Range kFlagLetters{0x1F1E6, 0x1F1FF};

bool in(unicode::Range range, char32_t code) { return code >= range.first && code <= range.last; }

bool in(std::span<unicode::Range const> ranges, char32_t code) {
    auto const above = std::ranges::upper_bound(ranges, code, {}, &unicode::Range::first);
    return above != ranges.begin() && in(*(above - 1), code);
}

/// The flag letters that end at `at`: flags are pairs counted from where the run begins.
std::size_t flag_letters_before(std::string_view text, std::size_t at) {
    std::size_t letters = 0;
    while (at > 0) {
        std::size_t const from = before(text, at);
        std::size_t read = from;
        if (!in(kFlagLetters, text::next_code_point(text, read))) break;
        ++letters;
        at = from;
    }
    return letters;
}

} // namespace

std::size_t before(std::string_view text, std::size_t at) {
    for (std::size_t octets = 1; octets <= 4 && octets <= at; ++octets) {
        std::size_t end = at - octets;
        if (text::next_code_point(text, end) != text::kIllFormed && end == at) return at - octets;
    }
    return at - 1;
}

bool cluster_ends(std::string_view text, std::size_t at) {
    if (at == 0 || at >= text.size()) return true;
    std::size_t next = at, last = before(text, at);
    char32_t const after = text::next_code_point(text, next);
    char32_t const ahead = text::next_code_point(text, last);
    if (after < 0x80)
        return !(ahead == U'\r' && after == U'\n') && ahead != kJoiner &&
               !(in(unicode::kViramas, ahead) && in(unicode::kLetters, after));
    if (after == kNonJoiner || after == kJoiner || ahead == kJoiner) return false;
    if (in(unicode::kMarks, after) || in(kSkinTones, after)) return false;
    if (in(unicode::kViramas, ahead) && in(unicode::kLetters, after)) return false;
    return !in(kFlagLetters, after) || flag_letters_before(text, at) % 2 == 0;
}

} // namespace haatline::coding
