#include "locales/spoken/toml_section.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace haatline::spoken {
namespace {

/// A longer one is a sentence, and a sentence is a prompt of its own.
constexpr std::size_t kLongestWord = 96;

bool can_be_recorded(std::string_view word) {
    // Commas and quotes would also break the recording list, which is CSV.
    constexpr std::string_view unfit = ",\"";
    return !word.empty() && word.size() <= kLongestWord && word.front() != ' ' &&
           word.back() != ' ' && std::none_of(word.begin(), word.end(), [&](char c) {
               return (static_cast<unsigned char>(c) < ' ') || unfit.find(c) != unfit.npos;
           });
}

std::optional<unsigned> number_of(std::string_view key) {
    unsigned value = 0;
    auto const [end, error] = std::from_chars(key.data(), key.data() + key.size(), value);
    if (error != std::errc{} || end != key.data() + key.size()) return std::nullopt;
    if (fmt::format("{}", value) != key) return std::nullopt; // "007"
    return value;
}

} // namespace

TomlSection::TomlSection(toml::table const& table, std::string name, std::string_view file,
                         std::vector<Problem>& problems)
    : table_(table), name_(std::move(name)), file_(file), problems_(problems) {}

toml::node const* TomlSection::ask(std::string_view key) {
    asked_.emplace(key);
    return table_.get(key);
}

int TomlSection::line_of(toml::node const* node) const {
    int const line = static_cast<int>((node ? node->source() : table_.source()).begin.line);
    return line > 0 ? line : 1;
}

std::string TomlSection::shown(std::string_view key) const {
    return name_.empty() ? std::string(key) : fmt::format("[{}] {}", name_, key);
}

void TomlSection::report(std::string_view key, std::string what) {
    problems_.push_back({std::string(file_), line_of(table_.get(key)),
                         fmt::format("{} {}", shown(key), std::move(what))});
}

std::string TomlSection::as_word(std::string_view key, toml::node const& node) {
    auto const value = node.value_exact<std::string>();
    if (value && can_be_recorded(*value)) return *value;
    problems_.push_back({std::string(file_), line_of(&node),
                         fmt::format("{} holds what nobody can say: write each word in double "
                                     "quotes, without commas, at most {} bytes",
                                     shown(key), kLongestWord)});
    return {};
}

std::string TomlSection::word(std::string_view key) {
    auto const* node = ask(key);
    if (node) return as_word(key, *node);
    report(key, fmt::format("is missing: write {} = \"…\"", key));
    return {};
}

std::string TomlSection::optional_word(std::string_view key) {
    auto const* node = ask(key);
    return node ? as_word(key, *node) : std::string{};
}

bool TomlSection::flag(std::string_view key) {
    auto const* node = ask(key);
    if (!node) return false;
    if (auto const value = node->value_exact<bool>()) return *value;
    report(key, "is true or false");
    return false;
}

std::vector<std::string> TomlSection::words(std::string_view key, std::size_t least,
                                            std::size_t most) {
    auto const* node = ask(key);
    auto const* list = node ? node->as_array() : nullptr;
    std::size_t const found = list ? list->size() : 0;
    if (!list || found < least || found > most) {
        std::string const wanted =
            least == most ? fmt::format("{}", least) : fmt::format("{} to {}", least, most);
        report(key,
               fmt::format("has {} words and needs {}: write {} = [\"…\", …]", found, wanted, key));
        return {};
    }
    std::vector<std::string> out;
    for (auto const& each : *list) out.push_back(as_word(key, each));
    // One that cannot be said is told already; the rest would stand in the wrong places.
    if (std::find(out.begin(), out.end(), "") != out.end()) out.clear();
    return out;
}

void TomlSection::section(std::string_view key, bool required,
                          std::function<void(TomlSection&)> const& each) {
    auto const* node = ask(key);
    std::string const inner = name_.empty() ? std::string(key) : fmt::format("{}.{}", name_, key);
    if (!node) {
        if (required) report(key, fmt::format("is missing: write a table [{}]", inner));
        return;
    }
    if (auto const* table = node->as_table()) {
        TomlSection child(*table, inner, file_, problems_);
        each(child);
        return;
    }
    report(key, fmt::format("is a table: write [{}] and its words below", inner));
}

void TomlSection::numbered(unsigned least, unsigned most,
                           std::function<void(unsigned, std::string_view)> const& each) {
    for (auto const& [key, node] : table_) {
        auto const number = number_of(key.str());
        asked_.emplace(key.str());
        if (number && *number >= least && *number <= most)
            each(*number, key.str());
        else
            report(key.str(),
                   fmt::format("is none of the numbers {} to {}: correct it or take it out", least,
                               most));
    }
}

void TomlSection::refuse_others() {
    for (auto const& [key, node] : table_)
        if (asked_.find(key.str()) == asked_.end())
            report(key.str(),
                   "is no key of numbers.toml: remove it, or see locales/spoken/README.md");
}

} // namespace haatline::spoken
