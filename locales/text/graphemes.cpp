#include "locales/text/graphemes.hpp"

#include "locales/text/utf8.hpp"

#include <unicode/brkiter.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>
#include <numeric>

namespace haatline::text {
namespace {

constexpr char32_t kZeroWidthJoiner = 0x200D;
constexpr int kViramaClass = 9; // canonical combining class of every virama

/// ICU's rules are read once a thread; an iterator holds a position and so cannot be shared.
icu::BreakIterator* characters() {
    thread_local std::unique_ptr<icu::BreakIterator> const iterator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::BreakIterator> made(
            icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
        return U_SUCCESS(status) ? std::move(made) : nullptr;
    }();
    return iterator.get();
}

/// A virama (or a joiner behind one) binds the letter that follows into one akshara, whatever UAX
/// #29 allows.
bool binds_next(char32_t before, char32_t after) {
    if (!u_isalpha(static_cast<UChar32>(after))) return false;
    return before == kZeroWidthJoiner ||
           u_getCombiningClass(static_cast<UChar32>(before)) == kViramaClass;
}

char32_t code_point_before(std::string_view text, std::size_t at) {
    std::size_t from = at - 1;
    while (from > 0 && at - from < 4 && !begins_code_point(text, from)) --from;
    return next_code_point(text, from);
}

bool may_cut(std::string_view text, std::size_t at) {
    if (at >= text.size()) return true;
    char32_t const before = code_point_before(text, at);
    std::size_t next = at;
    char32_t const after = next_code_point(text, next);
    if (before == kIllFormed || after == kIllFormed) return true;
    return !binds_next(before, after);
}

std::vector<std::size_t> every_byte(std::size_t size) {
    std::vector<std::size_t> points(size);
    std::iota(points.begin(), points.end(), std::size_t{1});
    return points;
}

/// Without ICU's data a code point is the best cut we know.
std::vector<std::size_t> every_code_point(std::string_view text) {
    std::vector<std::size_t> points;
    for (std::size_t at = 0; at < text.size();) {
        next_code_point(text, at);
        points.push_back(at);
    }
    return points;
}

} // namespace

bool plain_ascii(std::string_view text) {
    // No early way out: the loop runs over whole words of the processor, and texts are short.
    bool plain = true;
    for (char const c : text) plain &= (c >= 0x20 && c < 0x7F) || c == '\n';
    return plain;
}

std::vector<std::size_t> cut_points(std::string_view text) {
    if (plain_ascii(text)) return every_byte(text.size());

    icu::BreakIterator* const iterator = characters();
    UErrorCode status = U_ZERO_ERROR;
    UText opened = UTEXT_INITIALIZER;
    utext_openUTF8(&opened, text.data(), static_cast<std::int64_t>(text.size()), &status);
    if (iterator != nullptr) iterator->setText(&opened, status);
    if (iterator == nullptr || U_FAILURE(status)) {
        utext_close(&opened);
        return every_code_point(text);
    }

    std::vector<std::size_t> points;
    points.reserve(text.size() / 3 + 1); // an Indic letter takes three bytes
    iterator->first();
    for (std::int32_t at = iterator->next(); at != icu::BreakIterator::DONE; at = iterator->next())
        if (may_cut(text, static_cast<std::size_t>(at)))
            points.push_back(static_cast<std::size_t>(at));
    utext_close(&opened);
    return points;
}

} // namespace haatline::text
