#include "gateway/mapping/reader.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace haatline::gateway::mapping {
namespace {

constexpr std::array ids{Field::session, Field::provider_message_id, Field::our_message_id};

bool has_filter(Expression const& expression, bool (Filter::*is)() const) {
    return std::any_of(expression.filters.begin(), expression.filters.end(),
                       [&](Filter const& filter) { return (filter.*is)(); });
}

/// Numbers are always checked as such and ids bounded, whether the mapping says so or not.
void guard_field(Field field, Choice& choice) {
    for (auto& way : choice.ways) {
        if (way.map) continue;
        if (field == Field::phone && !has_filter(way.take, &Filter::makes_phone))
            way.take.filters.push_back(filter_named("msisdn"));
        if (std::find(ids.begin(), ids.end(), field) != ids.end() &&
            !has_filter(way.take, &Filter::makes_id))
            way.take.filters.push_back(filter_named("id"));
    }
}

bool whole(std::string_view text, std::int64_t& out) {
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    return ec == std::errc{} && end == text.data() + text.size();
}

/// "10..12", ">20", "<0".
bool read_range(std::string_view word, WordMap::Row& row) {
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    if (auto const dots = word.find(".."); dots != std::string_view::npos)
        return whole(word.substr(0, dots), row.low) && whole(word.substr(dots + 2), row.high);
    std::int64_t bound = 0;
    if (word.size() < 2 || !whole(word.substr(1), bound)) return false;
    if (word.front() == '>') {
        row.low = bound + 1;
        row.high = most;
        return true;
    }
    if (word.front() == '<') {
        row.low = -most;
        row.high = bound - 1;
        return true;
    }
    return false;
}

} // namespace

Expression MappingReader::expression(std::string const& text, Place bare, std::string const& owner,
                                     int line) {
    auto out = parse_expression(text, bare);
    if (out) return std::move(*out);
    complain(line, owner + ": " + out.error().detail);
    return {};
}

Condition MappingReader::condition(std::string const& text, BarePlace const& bare,
                                   std::string const& owner, int line) {
    auto out = parse_condition(text, bare);
    if (out) return std::move(*out);
    complain(line, owner + ": " + out.error().detail);
    return {};
}

WordMap MappingReader::word_map(YAML::Node const& node, std::string const& owner, int line) {
    WordMap out;
    Table table(source_, node, owner, line);
    for (auto const& [key, value, at, known] : table.words()) {
        auto to = scalar(value, owner, at);
        if (key == "else") {
            out.otherwise = std::move(to);
            continue;
        }
        WordMap::Row row{key, std::move(to)};
        read_range(key, row);
        out.rows.push_back(std::move(row));
    }
    return out;
}

Alternative MappingReader::alternative(YAML::Node const& node, Place bare, std::string const& owner,
                                       int line) {
    Alternative out;
    if (!node.IsMap()) {
        out.take = expression(scalar(node, owner, line), bare, owner, menus::line_of(node, line));
        return out;
    }
    Table table(source_, node, owner, line);
    if (auto const* word = table.take("when"))
        out.when = condition(
            scalar(word->value, owner, word->line), [bare](std::string_view) { return bare; },
            owner, word->line);
    if (auto const* word = table.take("then"))
        out.text = text_template(word->value, TextTemplate::Kind::plain, owner, word->line);
    else if (auto const* take = table.take("take"))
        out.take = expression(scalar(take->value, owner, take->line), bare, owner, take->line);
    else
        table.complain(table.line(), "`take: EXPRESSION` (or `then: TEMPLATE`) belongs here");
    if (auto const* word = table.take("map")) out.map = word_map(word->value, owner, word->line);
    return out;
}

/// One alternative, a list of them, or `{when, then, else}` of a `let`.
Choice MappingReader::choice(YAML::Node const& node, Place bare, std::string const& owner,
                             int line) {
    Choice out;
    if (node.IsSequence()) {
        for (auto const& item : node)
            out.ways.push_back(alternative(item, bare, owner, menus::line_of(item, line)));
        return out;
    }
    out.ways.push_back(alternative(node, bare, owner, line));
    if (!node.IsMap()) return out;
    Table table(source_, node, owner, line);
    for (auto const* known : {"when", "then", "take", "map"}) table.take(known);
    if (auto const* word = table.take("else")) {
        Alternative otherwise;
        otherwise.text = text_template(word->value, TextTemplate::Kind::plain, owner, word->line);
        out.ways.push_back(std::move(otherwise));
    }
    table.close();
    return out;
}

void MappingReader::read_rules(YAML::Node const& node, bool all_keep, Place bare,
                               std::vector<ReadRule>& rules, std::vector<std::string>& keep_names,
                               std::string const& owner, int line) {
    Table table(source_, node, owner, line);
    for (auto const& [name, value, at, known] : table.words()) {
        ReadRule rule;
        rule.choice = choice(value, bare, fmt::format("{}: `{}`", owner, name), at);
        if (!all_keep && !name.starts_with('_')) {
            rule.field = field_named(name);
            if (!rule.field) {
                complain(at, fmt::format("{}: unknown field `{}`; there are {}. What else a reply "
                                         "needs stands in `keep:`",
                                         owner, name, fmt::join(field_names, ", ")));
                continue;
            }
            guard_field(*rule.field, rule.choice);
        } else {
            rule.keep = keep_names.size();
            keep_names.push_back(name);
        }
        rules.push_back(std::move(rule));
    }
}

} // namespace haatline::gateway::mapping
