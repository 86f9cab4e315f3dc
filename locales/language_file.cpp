#include "locales/language_file.hpp"

#include "locales/text/digits.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace haatline {
namespace {

struct Field {
    std::string_view name;
    std::string Language::*member;
    bool required;
};

constexpr Field kTexts[] = {
    {"code", &Language::code, true},
    {"own_name", &Language::own_name, true},
    {"latin_name", &Language::latin_name, true},
    {"dial_suffix", &Language::dial_suffix, true},
    {"fallback", &Language::fallback, false},
};
constexpr std::string_view kNeedsUcs2 = "needs_ucs2";
constexpr std::string_view kPlace = "place";
constexpr std::int64_t kLastPlace = 1000;

class Reader {
  public:
    Reader(std::string_view file, std::vector<Problem>& problems)
        : file_(file), problems_(problems) {}

    Language read(toml::table const& table) {
        Language language;
        for (auto const& [key, node] : table) take(key.str(), node, language);
        for (Field const& field : kTexts)
            if (field.required && (language.*field.member).empty())
                report(1, fmt::format("{} is missing: write {} = \"…\"", field.name, field.name));
        if (!language.dial_suffix.empty() && !text::all_digits(language.dial_suffix))
            report(line_of(table["dial_suffix"].node()),
                   "dial_suffix is dialled: digits only, as in \"22\"");
        return language;
    }

  private:
    void take(std::string_view key, toml::node const& node, Language& language) {
        if (key == kNeedsUcs2) {
            if (auto const value = node.value_exact<bool>())
                language.needs_ucs2 = *value;
            else
                report(line_of(&node), "needs_ucs2 is true or false");
            return;
        }
        if (key == kPlace) {
            auto const value = node.value_exact<std::int64_t>();
            if (value && *value >= 1 && *value <= kLastPlace)
                language.place = static_cast<int>(*value);
            else
                report(line_of(&node),
                       fmt::format("place is a whole number from 1 to {}", kLastPlace));
            return;
        }
        for (Field const& field : kTexts) {
            if (field.name != key) continue;
            if (auto const value = node.value_exact<std::string>())
                language.*field.member = *value;
            else
                report(line_of(&node), fmt::format("{} is a text: write it in double quotes", key));
            return;
        }
        report(
            line_of(&node),
            fmt::format("{} is no key of language.toml: remove it, or see locales/README.md", key));
    }

    static int line_of(toml::node const* node) {
        return node == nullptr ? 1 : static_cast<int>(node->source().begin.line);
    }
    void report(int line, std::string what) {
        problems_.push_back({std::string(file_), line, std::move(what)});
    }

    std::string_view file_;
    std::vector<Problem>& problems_;
};

} // namespace

Language read_language(std::string_view file, std::string_view content,
                       std::vector<Problem>& problems) {
    try {
        return Reader(file, problems).read(toml::parse(content, file));
    } catch (toml::parse_error const& error) {
        problems.push_back({std::string(file), static_cast<int>(error.source().begin.line),
                            fmt::format("not TOML: {}", error.description())});
        return {};
    }
}

} // namespace haatline
