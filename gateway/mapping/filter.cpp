#include "gateway/mapping/filter.hpp"

#include "gateway/mapping/filter_table.hpp"
#include "gateway/mapping/scope.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <charconv>

namespace haatline::gateway::mapping {
namespace {

// Patterns are matched against values of at most a body's size; RE2 needs linear time and this much memory.
constexpr std::int64_t pattern_memory_bytes = 1 << 20;

FilterRow const* row_of(std::string_view name) {
    for (auto const& row : filter_rows())
        if (row.name == name) return &row;
    return nullptr;
}

std::string known_filters() {
    std::string out;
    for (auto const& row : filter_rows()) (out += out.empty() ? "" : ", ") += row.name;
    return out;
}

/// `('a', 3)` behind a filter's name; an argument may also be an expression's source (`secret:key`).
Result<std::vector<std::string>> arguments_of(WordReader& words) {
    std::vector<std::string> out;
    if (!words.take("(")) return out;
    while (!words.take(")")) {
        if (words.at_end()) return fail(Errc::invalid_config, "a bracket is open");
        auto const& word = words.next();
        if (word.kind == Word::Kind::mark)
            return fail(Errc::invalid_config,
                        fmt::format("an argument is missing before `{}`", word.text));
        out.push_back(word.text);
        if (!words.take(",") && !words.peek().is(")"))
            return fail(Errc::invalid_config, "arguments are separated by commas");
    }
    return out;
}

} // namespace

Result<std::shared_ptr<re2::RE2 const>> compile_pattern(std::string const& text) {
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(pattern_memory_bytes);
    auto out = std::make_shared<RE2>(text, options);
    if (!out->ok())
        return fail(
            Errc::invalid_config,
            fmt::format("the regular expression `{}` cannot be read: {}", text, out->error()));
    return out;
}

Result<Filter> read_filter(WordReader& words) {
    auto const name = words.next();
    Filter out;
    out.row_ = name.kind == Word::Kind::bare ? row_of(name.text) : nullptr;
    if (!out.row_)
        return fail(Errc::invalid_config,
                    fmt::format("unknown filter `{}`; there are {}", name.text, known_filters()));
    auto arguments = arguments_of(words);
    if (!arguments) return fail(arguments.error());
    if (arguments->size() < out.row_->arguments_min || arguments->size() > out.row_->arguments_max)
        return fail(Errc::invalid_config,
                    fmt::format("filter `{}` takes {} to {} arguments", name.text,
                                out.row_->arguments_min, out.row_->arguments_max));
    out.arguments_ = std::move(*arguments);
    if (out.row_->pattern) {
        auto pattern = compile_pattern(out.arguments_.front());
        if (!pattern) return fail(pattern.error());
        out.pattern_ = std::move(*pattern);
    }
    if (out.row_->check)
        if (auto checked = out.row_->check(out.arguments_); !checked) return fail(checked.error());
    return out;
}

Filter filter_named(std::string_view name) {
    auto words = words_of(name);
    WordReader reader(std::move(*words));
    return *read_filter(reader);
}

Result<void> Filter::apply(Value& value, Scope const& scope) const {
    if (!value && !row_->of_absent) return {};
    return row_->apply(value, *this, scope);
}

bool Filter::gives_default() const { return row_->of_absent; }
bool Filter::makes_number() const { return row_->name == "number" || row_->name == "bool"; }
bool Filter::breaks_lines() const { return row_->name == "lines"; }
bool Filter::makes_id() const { return row_->name == "id"; }
bool Filter::makes_phone() const { return row_->name == "msisdn"; }
bool Filter::takes_octets() const { return row_->octets; }
bool Filter::joins() const { return row_->name == "join"; }

} // namespace haatline::gateway::mapping
