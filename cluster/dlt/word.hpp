#pragma once

#include <string>
#include <string_view>

namespace haatline::dlt {

/// Letters and digits of ASCII in lower case, nothing else: "Template ID", "TEMPLATE_ID" and
/// "template-id" are one word. For column names and fixed words of operators' files.
inline std::string bare(std::string_view word) {
    std::string out;
    for (char const c : word) {
        if (c >= 'A' && c <= 'Z')
            out += static_cast<char>(c - 'A' + 'a');
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            out += c;
    }
    return out;
}

/// Without blanks at both ends.
inline std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    auto const first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// The same without the apostrophe by which a spreadsheet keeps a long number a text.
inline std::string_view cell(std::string_view text) {
    text = trimmed(text);
    if (text.size() > 1 && text.front() == '\'') text.remove_prefix(1);
    return text;
}

} // namespace haatline::dlt
