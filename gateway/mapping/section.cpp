#include "gateway/mapping/section.hpp"

#include "gateway/mapping/scope.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::gateway::mapping {
namespace {

// In the order of EventKind.
constexpr std::array<std::string_view, 16> event_names{
    "begin", "continue", "end",  "abort", "timeout", "push",   "status",      "mo",
    "dlr",   "ignore",   "call", "dtmf",  "record",  "missed", "dial_result", "opt_out"};

template <class List>
auto const* find_named(List const& list, std::string_view name) {
    for (auto const& [each, value] : list)
        if (each == name) return &value;
    return static_cast<decltype(&list.front().second)>(nullptr);
}

} // namespace

std::string_view name_of(EventKind kind) { return event_names[static_cast<std::size_t>(kind)]; }

std::optional<EventKind> event_named(std::string_view name) {
    for (std::size_t i = 0; i < event_names.size(); ++i)
        if (event_names[i] == name) return static_cast<EventKind>(i);
    return std::nullopt;
}

Value WordMap::of(std::string_view word) const {
    std::int64_t number = 0;
    auto const [end, ec] = std::from_chars(word.data(), word.data() + word.size(), number);
    bool const is_number = ec == std::errc{} && end == word.data() + word.size();
    for (auto const& row : rows) {
        bool const range = row.low <= row.high;
        if (range ? is_number && number >= row.low && number <= row.high : row.from == word)
            return row.to;
    }
    return otherwise;
}

PathPattern::Match
PathPattern::match(std::span<std::string const> rest, std::string_view bare_code,
                   std::vector<std::pair<std::string, std::string>>& captured) const {
    if (rest.size() != parts.size()) return Match::no;
    bool other_code = false;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (!parts[i].capture && parts[i].text != rest[i]) return Match::no;
        if (!parts[i].capture) continue;
        other_code = other_code || (parts[i].text == "code" && rest[i] != bare_code);
        captured.emplace_back(parts[i].text, rest[i]);
    }
    return other_code ? Match::other_code : Match::yes;
}

Reply const* Section::reply(std::string_view reply_name) const {
    return find_named(replies, reply_name);
}
Play const* Section::play(std::string_view play_name) const { return find_named(plays, play_name); }

bool Section::reads_field(Field field) const {
    return std::any_of(rules.begin(), rules.end(),
                       [&](ReadRule const& rule) { return rule.field == field; });
}

bool Section::has_method(std::string_view method) const {
    return std::find(methods.begin(), methods.end(), method) != methods.end();
}

std::string PathPattern::text() const {
    std::string out;
    for (auto const& part : parts) out += part.capture ? "/{" + part.text + '}' : '/' + part.text;
    return out.empty() ? "/" : out;
}

Result<Value> Choice::of(Scope const& scope) const {
    std::optional<Error> fault; // of a way that held and had nothing to take
    for (std::size_t i = 0; i < ways.size(); ++i) {
        auto const& way = ways[i];
        if (way.when) {
            auto const fits = holds(*way.when, scope);
            if (!fits) return fail(fits.error());
            if (!*fits) continue;
        }
        auto value = way.text ? way.text->render(scope) : evaluate(way.take, scope);
        bool const last = i + 1 == ways.size();
        if (!value) {
            if (last) return value;
            if (!fault) fault = value.error();
            continue;
        }
        if (*value && way.map) *value = way.map->of(**value);
        if (*value) return value;
        if (last) return Value(); // may be absent
    }
    if (fault) return fail(*fault);
    return Value();
}

Place Section::bare_place() const {
    switch (reads) {
    case Reads::query:
        return Place::query;
    case Reads::form:
        return Place::form;
    case Reads::query_or_form:
        return Place::query_or_form;
    case Reads::json:
        return Place::json;
    case Reads::xml:
        return Place::xml;
    case Reads::text:
        return Place::body;
    }
    return Place::query;
}

std::vector<ReportState> report_states(Section const& section) {
    std::vector<ReportState> out;
    for (auto const& rule : section.rules) {
        if (rule.field != Field::status) continue;
        for (auto const& way : rule.choice.ways)
            for (auto const& row : way.map ? way.map->rows : std::vector<WordMap::Row>())
                out.push_back({row.low <= row.high ? std::to_string(row.low) : row.from, row.to});
    }
    return out;
}

} // namespace haatline::gateway::mapping
