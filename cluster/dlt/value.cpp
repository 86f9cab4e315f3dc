#include "cluster/dlt/value.hpp"

#include "cluster/dlt/text.hpp"
#include "locales/text/letters.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::dlt {
namespace {

using text::Letter;
using text::LetterKind;
using text::Writing;

bool ascii_digit(char32_t code) { return code >= U'0' && code <= U'9'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

bool in(std::string const& also, char32_t code) {
    for (std::size_t at = 0; at < also.size();)
        if (text::next_code_point(also, at) == code) return true;
    return false;
}

bool alphanumeric(char32_t code, Rules const& rules) {
    if (in(rules.alphanumeric_also, code)) return true;
    Letter const letter = text::letter_of(code);
    if (letter.kind == LetterKind::other) return false;
    if (rules.alphanumeric_any || ascii_digit(code)) return true;
    // Joiners and marks without a script of their own stand between letters of either.
    if (letter.writing == Writing::common) return rules.alphanumeric_indian;
    return (letter.writing == Writing::latin && rules.alphanumeric_latin) ||
           (letter.writing == Writing::indian && rules.alphanumeric_indian);
}

bool of_address(char32_t code) {
    return code > 0x20 && code < 0x7F && code != U'"' && code != U'\\' && code != U'`' &&
           code != U'\'';
}

bool of_mail(char32_t code) {
    constexpr std::u32string_view also = U".!#$%&*+/=?^_{|}~-@";
    return ascii_digit(code) || (code >= U'a' && code <= U'z') || (code >= U'A' && code <= U'Z') ||
           also.find(code) != std::u32string_view::npos;
}

bool mail_shape(std::string_view value) {
    auto const at = value.find('@');
    if (at == 0 || at == std::string_view::npos ||
        value.find('@', at + 1) != std::string_view::npos)
        return false;
    auto const host = value.substr(at + 1);
    auto const dot = host.find('.');
    return dot != 0 && dot != std::string_view::npos && host.back() != '.';
}

/// +919876543210, 1800111555: three digits of a short code to fifteen of E.164.
bool number_shape(std::string_view value) {
    if (value.front() == '+') value.remove_prefix(1);
    return value.size() >= 3 && value.size() <= 15 &&
           std::all_of(value.begin(), value.end(), digit);
}

bool any_shape(std::string_view) { return true; }
bool link_shape(std::string_view value) {
    auto const dot = value.find('.');
    return dot != 0 && dot != std::string_view::npos && dot + 1 < value.size();
}

struct Shape {
    VarType type;
    bool (*has)(std::string_view value);
    std::string_view wanted;
};
constexpr std::array<Shape, var_types> kShapes{{
    {VarType::plain, &any_shape, "characters that are not forbidden"},
    {VarType::numeric, &any_shape, "digits 0 to 9 alone"},
    {VarType::alphanumeric, &any_shape, "letters and digits, no signs"},
    {VarType::url, &link_shape, "an address of the web without blanks"},
    {VarType::urlott, &link_shape, "an address of the web without blanks"},
    {VarType::cbn, &number_shape, "a telephone number, digits after a + at most"},
    {VarType::email, &mail_shape, "a mail address"},
}};

constexpr bool complete() {
    for (std::size_t i = 0; i < kShapes.size(); ++i)
        if (static_cast<std::size_t>(kShapes[i].type) != i) return false;
    return true;
}
static_assert(complete());

Shape const& shape(VarType type) { return kShapes[static_cast<std::size_t>(type)]; }

} // namespace

TypeMask types_that_take(char32_t code, Rules const& rules) {
    if (code == text::kIllFormed || code < 0x20 || in(rules.forbidden, code)) return 0;
    TypeMask out = mask_of(VarType::plain);
    auto const put = [&](VarType type, bool takes) {
        if (takes) out = static_cast<TypeMask>(out | mask_of(type));
    };
    put(VarType::numeric, ascii_digit(code) || in(rules.numeric_also, code));
    put(VarType::alphanumeric, alphanumeric(code, rules));
    put(VarType::url, of_address(code));
    put(VarType::urlott, of_address(code));
    put(VarType::cbn, ascii_digit(code) || code == U'+');
    put(VarType::email, of_mail(code));
    return out;
}

bool has_shape(VarType type, std::string_view value) {
    if (value.empty() || value.front() == ' ' || value.back() == ' ') return false;
    std::size_t at = 0;
    if (static_cast<unsigned char>(value.front()) >= 0x80) {
        auto const first = text::letter_of(text::next_code_point(value, at)).kind;
        if (first == LetterKind::mark || first == LetterKind::joiner) return false;
    }
    return shape(type).has(value);
}

std::optional<std::string> fault_of(VarType type, std::string_view value, Rules const& rules) {
    auto const tag = spelled(type);
    if (value.empty())
        return fmt::format("the value for {} is empty: give one, or use another text", tag);
    auto const most = rules.max_chars[static_cast<std::size_t>(type)];
    if (auto const chars = characters(value); chars > most)
        return fmt::format("the value for {} has {} characters, at most {} are taken: cut it", tag,
                           chars, most);
    for (std::size_t at = 0; at < value.size();)
        if (!(types_that_take(text::next_code_point(value, at), rules) & mask_of(type)))
            return fmt::format("the value for {} must be {}: what stands there is something else",
                               tag, shape(type).wanted);
    if (!has_shape(type, value))
        return fmt::format("the value for {} must be {}", tag, shape(type).wanted);
    return {};
}

} // namespace haatline::dlt
