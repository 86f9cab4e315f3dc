#include "locales/po_edit.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::po {
namespace {

std::vector<std::string> lines_of(std::string_view content) {
    std::vector<std::string> out;
    while (!content.empty()) {
        auto const end = std::min(content.find('\n'), content.size());
        out.emplace_back(content.substr(0, end));
        content.remove_prefix(std::min(end + 1, content.size()));
    }
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else
            out += c;
    }
    return out;
}

bool is_mark(std::string_view line) {
    return line.starts_with("# draft:") || line.starts_with("# read by ");
}

/// Flags of a tool; a text that somebody wrote anew is no guess any more, the other flags stay.
std::string without_fuzzy(std::string_view line) {
    std::string flags;
    line.remove_prefix(2); // "#,"
    while (!line.empty()) {
        auto const end = std::min(line.find(','), line.size());
        std::string_view flag = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        while (flag.starts_with(' ')) flag.remove_prefix(1);
        while (!flag.empty() && (flag.back() == ' ' || flag.back() == '\r')) flag.remove_suffix(1);
        if (!flag.empty() && flag != "fuzzy") flags += fmt::format(", {}", flag);
    }
    return flags.empty() ? flags : "#" + flags;
}

/// The comments of a message, with the mark in its place: above the description.
std::vector<std::string> marked(std::vector<std::string> comments, Mark const& mark) {
    if (mark.line.empty()) return comments;
    std::erase_if(comments, is_mark);
    auto const at = std::find_if(comments.begin(), comments.end(), [](std::string const& line) {
        return line.size() > 1 && line[0] == '#' && line[1] != ' ';
    });
    comments.insert(at, mark.line);
    return comments;
}

bool is_comment(std::string const& line) { return line.starts_with('#'); }

} // namespace

Mark Mark::read_by(std::string_view who, std::string_view day) {
    return {fmt::format("# read by {}, {}", who, day)};
}

std::string quoted(std::string_view word, std::string_view text) {
    auto const first = text.find('\n');
    if (first == text.npos || first + 1 == text.size())
        return fmt::format("{} \"{}\"\n", word, escaped(text));
    std::string out = fmt::format("{} \"\"\n", word);
    while (!text.empty()) {
        auto const end = std::min(text.find('\n'), text.size() - 1) + 1;
        out += fmt::format("\"{}\"\n", escaped(text.substr(0, end)));
        text.remove_prefix(end);
    }
    return out;
}

Result<Edit> Edit::open(std::string_view file, std::string_view content,
                        std::vector<Message> const& order) {
    std::vector<Problem> problems;
    auto const messages = read(file, content, problems);
    if (!problems.empty())
        return fail(Errc::invalid_config,
                    fmt::format("{}:{}: {}", problems.front().file, problems.front().line,
                                problems.front().what));
    auto const lines = lines_of(content);
    auto const between = [&](int from, int to) { // 1-based, `to` behind the last
        return std::vector<std::string>(lines.begin() + from - 1, lines.begin() + to - 1);
    };
    Edit out;
    int at = 1;
    for (auto const& message : messages) {
        if (message.first_line > at) out.blocks_.push_back({{}, between(at, message.first_line)});
        at = message.last_line + 1;
        out.blocks_.push_back({message.key, between(message.first_line, at)});
        out.messages_.emplace(message.key, message);
    }
    if (static_cast<std::size_t>(at) <= lines.size())
        out.blocks_.push_back({{}, between(at, static_cast<int>(lines.size()) + 1)});
    for (auto const& message : order) out.order_.push_back(message.key);
    return out;
}

std::vector<Edit::Block>::iterator Edit::block_of(std::string_view key) {
    return std::find_if(blocks_.begin(), blocks_.end(),
                        [&](Block const& block) { return block.key == key; });
}

/// Behind the nearest text that stands before it in English, else before the first one.
std::vector<Edit::Block>::iterator Edit::place_for(std::string_view key) {
    auto const own = std::find(order_.begin(), order_.end(), key);
    for (auto before = own; before != order_.begin();)
        if (auto const found = block_of(*--before); found != blocks_.end()) return found + 1;
    return std::find_if(blocks_.begin(), blocks_.end(),
                        [](Block const& block) { return !block.key.empty(); });
}

void Edit::put(std::string const& key, std::string_view source, std::string_view text,
               Mark const& mark, std::vector<std::string> const& comments) {
    auto at = block_of(key);
    bool const known = at != blocks_.end();
    std::vector<std::string> above;
    if (known) {
        std::copy_if(at->lines.begin(), at->lines.end(), std::back_inserter(above), is_comment);
        for (auto& line : above)
            if (line.starts_with("#,")) line = without_fuzzy(line);
        std::erase_if(above, [](std::string const& line) {
            return line.empty() ||
                   line.starts_with("#|"); // the guess is gone, so is what it was of
        });
    } else {
        above = comments;
    }
    std::string const strings =
        quoted("msgctxt", key) + quoted("msgid", source) + quoted("msgstr", text);
    Block block{key, marked(std::move(above), mark)};
    for (auto& line : lines_of(strings)) block.lines.push_back(std::move(line));
    auto& message = messages_[key];
    message.key = key;
    message.source = source;
    message.text = text;
    message.fuzzy = false;
    if (mark.line.starts_with("# draft:")) message.draft = true;
    if (mark.line.starts_with("# read by ")) message.draft = false;
    if (known) {
        *at = std::move(block);
        return;
    }
    at = place_for(key);
    bool const first =
        std::none_of(blocks_.begin(), at, [](Block const& b) { return !b.key.empty(); });
    // A blank line keeps messages apart: before it, behind a message; after it, before the first one.
    bool const apart = at == blocks_.begin() || (at - 1)->lines.back().empty();
    if (!first || !apart) at = blocks_.insert(at, Block{{}, {""}}) + 1;
    at = blocks_.insert(at, std::move(block));
    if (first && at + 1 != blocks_.end()) blocks_.insert(at + 1, Block{{}, {""}});
}

void Edit::mark(std::string const& key, Mark const& mark) {
    auto const at = block_of(key);
    if (at == blocks_.end() || mark.line.empty()) return;
    auto const strings = std::find_if_not(at->lines.begin(), at->lines.end(), [](auto const& line) {
        return line.empty() || is_comment(line);
    });
    auto above = marked({at->lines.begin(), strings}, mark);
    above.insert(above.end(), strings, at->lines.end());
    at->lines = std::move(above);
    messages_.at(key).draft = mark.line.starts_with("# draft:");
}

Message const* Edit::find(std::string_view key) const {
    auto const found = messages_.find(key);
    return found == messages_.end() ? nullptr : &found->second;
}

std::string Edit::content() const {
    std::string out;
    for (auto const& block : blocks_)
        for (auto const& line : block.lines) out += line + '\n';
    return out;
}

} // namespace haatline::po
