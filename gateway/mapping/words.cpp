#include "gateway/mapping/words.hpp"

#include <fmt/format.h>

namespace haatline::gateway::mapping {
namespace {

// The longest line of the shipped mappings has 19.
constexpr std::size_t words_max = 64;

bool is_mark(char c) { return c == '|' || c == '(' || c == ')' || c == ','; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// What stands between the quotes at `at`, which ends behind the closing one.
Result<std::string> quoted(std::string_view text, std::size_t& at) {
    std::string out;
    for (++at; at < text.size(); ++at) {
        char const c = text[at];
        if (c == '\'') {
            ++at;
            return out;
        }
        if (c != '\\' || at + 1 == text.size()) {
            out += c;
            continue;
        }
        char const next = text[++at];
        if (next == 'n')
            out += '\n';
        else if (next == '\'' || next == '\\')
            out += next;
        else // a regular expression's own escape, e.g. \S
            (out += c) += next;
    }
    return fail(Errc::invalid_config, fmt::format("a quote is open: {}", text));
}

} // namespace

Result<std::vector<Word>> words_of(std::string_view text) {
    std::vector<Word> out;
    for (std::size_t at = 0; at < text.size();) {
        if (is_blank(text[at])) {
            ++at;
            continue;
        }
        if (out.size() == words_max)
            return fail(Errc::invalid_config, fmt::format("more than {} words", words_max));
        if (text[at] == '\'') {
            auto inner = quoted(text, at);
            if (!inner) return fail(inner.error());
            out.push_back({Word::Kind::quoted, std::move(*inner)});
        } else if (is_mark(text[at])) {
            out.push_back({Word::Kind::mark, std::string(1, text[at++])});
        } else {
            auto const begin = at;
            while (at < text.size() && !is_blank(text[at]) && !is_mark(text[at])) ++at;
            out.push_back({Word::Kind::bare, std::string(text.substr(begin, at - begin))});
        }
    }
    return out;
}

} // namespace haatline::gateway::mapping
