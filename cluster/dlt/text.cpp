#include "cluster/dlt/text.hpp"

#include "locales/text/clean.hpp"
#include "locales/text/fold.hpp"
#include "locales/text/utf8.hpp"

namespace haatline::dlt {
namespace {

/// ASCII with single blanks: nothing to do, and most texts of a Latin catalogue.
bool is_compared(std::string_view text) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ') return text.empty();
    char before = 0;
    for (char const c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E ||
            c == '`' || (c == ' ' && before == ' '))
            return false;
        before = c;
    }
    return true;
}

} // namespace

Result<std::string> compared(std::string_view text) {
    if (text.size() > text_bytes_max)
        return fail(Errc::limit, "the text is longer than ten parts of an SMS");
    if (is_compared(text)) return std::string(text);
    text::FoldChoice choice;
    choice.latin = choice.chillu = false; // NFC composes what can be composed
    auto const folded = text::fold(text, choice);
    return text::clean_input(folded.text, 4 * text_bytes_max);
}

std::size_t characters(std::string_view text) { return text::code_points(text); }

} // namespace haatline::dlt
