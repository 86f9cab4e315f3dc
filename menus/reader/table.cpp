#include "menus/reader/table.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace haatline::menus {
namespace {

// A flow file is written by people; a screen with more words than this is a mistake or an attack.
constexpr std::size_t words_max = 1000;
constexpr std::size_t scalar_bytes_max = 200;

} // namespace

int line_of(YAML::Node const& node, int otherwise) {
    auto const mark = node.Mark();
    return mark.is_null() ? otherwise : mark.line + 1;
}

std::string scalar_text(Source& source, YAML::Node const& node, std::string const& owner,
                        int line) {
    if (!node.IsScalar()) {
        source.complain(line_of(node, line), owner + ": one word belongs here, not a list or map");
        return {};
    }
    if (node.Scalar().size() > scalar_bytes_max) {
        source.complain(line_of(node, line), owner + ": longer than 200 bytes; texts belong into "
                                                     "locales/, a flow names their keys");
        return {};
    }
    return node.Scalar();
}

Table::Table(Source& source, YAML::Node const& node, std::string owner, int line)
    : source_(&source), owner_(std::move(owner)), line_(line_of(node, line)),
      is_map_(node.IsMap()) {
    if (!is_map_) {
        complain(line_, "a map belongs here (`name: value`)");
        return;
    }
    if (node.size() > words_max) {
        complain(line_, "more than 1000 words in one map; split the file");
        return;
    }
    for (auto const& item : node) {
        int const at = line_of(item.first, line_);
        if (!item.first.IsScalar()) {
            complain(at, "a name must be one word");
            continue;
        }
        std::string const& key = item.first.Scalar();
        if (has(key)) complain(at, fmt::format("`{}` stands here twice; keep one", key));
        words_.push_back({key, item.second, at, false});
    }
}

bool Table::has(std::string_view name) const {
    return std::any_of(words_.begin(), words_.end(), [&](Word const& w) { return w.key == name; });
}

Word const* Table::take(std::string_view name) {
    known_.emplace_back(name);
    for (auto& word : words_) {
        if (word.key != name) continue;
        word.known = true;
        return &word;
    }
    return nullptr;
}

std::string Table::text(std::string_view name, std::string fallback) {
    Word const* word = take(name);
    if (!word) return fallback;
    return scalar_text(*source_, word->value, fmt::format("{}: `{}`", owner_, name), word->line);
}

int Table::number(std::string_view name, int low, int high, int fallback) {
    Word const* word = take(name);
    if (!word) return fallback;
    std::string const text =
        scalar_text(*source_, word->value, fmt::format("{}: `{}`", owner_, name), word->line);
    int out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (ec == std::errc{} && end == text.data() + text.size() && out >= low && out <= high)
        return out;
    complain(word->line, fmt::format("`{}` must be a number from {} to {}", name, low, high));
    return fallback;
}

bool Table::yes(std::string_view name, bool fallback) {
    Word const* word = take(name);
    if (!word) return fallback;
    std::string const text =
        scalar_text(*source_, word->value, fmt::format("{}: `{}`", owner_, name), word->line);
    if (text == "yes" || text == "no") return text == "yes";
    complain(word->line, fmt::format("`{}` must be yes or no", name));
    return fallback;
}

Values Table::values(std::string_view name) {
    Word const* word = take(name);
    if (!word) return {};
    Table inner(*source_, word->value, fmt::format("{}: `{}`", owner_, name), word->line);
    Values out;
    for (auto const& [key, value, at, known] : inner.words())
        out.set(key, scalar_text(*source_, value, inner.owner(), at));
    return out;
}

std::vector<std::string> Table::names(std::string_view name) {
    Word const* word = take(name);
    if (!word) return {};
    std::string const owner = fmt::format("{}: `{}`", owner_, name);
    std::vector<std::string> out;
    if (word->value.IsSequence()) {
        for (auto const& item : word->value)
            out.push_back(scalar_text(*source_, item, owner, word->line));
        return out;
    }
    std::string const text = scalar_text(*source_, word->value, owner, word->line);
    for (std::size_t at = 0; at < text.size();) {
        auto const end = std::min(text.find(' ', at), text.size());
        if (end > at) out.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return out;
}

void Table::close() {
    for (auto const& word : words_)
        if (!word.known)
            complain(word.line, fmt::format("unknown word `{}`; known here: {}", word.key,
                                            fmt::join(known_, ", ")));
}

void Table::complain(int line, std::string const& what) {
    source_->complain(line, owner_ + ": " + what);
}

} // namespace haatline::menus
