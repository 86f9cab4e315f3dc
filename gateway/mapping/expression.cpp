#include "gateway/mapping/expression.hpp"

#include "gateway/mapping/scope.hpp"

#include <fmt/format.h>

#include <array>

namespace haatline::gateway::mapping {
namespace {

struct Prefix {
    std::string_view word;
    Place place;
};
constexpr std::array prefixes{
    Prefix{"query", Place::query},   Prefix{"form", Place::form},
    Prefix{"json", Place::json},     Prefix{"xml", Place::xml},
    Prefix{"path", Place::path},     Prefix{"header", Place::header},
    Prefix{"cookie", Place::cookie}, Prefix{"route", Place::route},
    Prefix{"stored", Place::stored}, Prefix{"setting", Place::setting},
    Prefix{"secret", Place::secret}, Prefix{"keep", Place::keep},
};

/// `name?` → name, and that it may be absent.
Result<Source> source_of(Word const& word, Place bare, bool& may_be_absent) {
    if (word.kind == Word::Kind::quoted) return Source{Place::constant, word.text};
    if (word.kind == Word::Kind::mark || word.text.empty())
        return fail(Errc::invalid_config, "a source is missing, e.g. MSISDN or json:a.b");
    std::string_view text = word.text;
    may_be_absent = text.ends_with('?');
    if (may_be_absent) text.remove_suffix(1);
    if (text == "body") return Source{Place::body, {}};
    auto const colon = text.find(':');
    if (colon != std::string_view::npos)
        for (auto const& prefix : prefixes)
            if (text.substr(0, colon) == prefix.word)
                return Source{prefix.place, std::string(text.substr(colon + 1))};
    return Source{bare, std::string(text)};
}

tl::unexpected<Error> missing(Expression const& expression) {
    std::string names;
    for (auto const& source : expression.sources)
        names += names.empty() ? shown(source) : " or " + shown(source);
    return fail(Errc::bad_request, names + " is missing");
}

} // namespace

std::string shown(Source const& source) {
    switch (source.place) {
    case Place::header:
        return "header " + source.name;
    case Place::cookie:
        return "cookie " + source.name;
    case Place::body:
        return "the body";
    case Place::setting:
        return "setting " + source.name;
    case Place::secret:
        return "secret " + source.name;
    default:
        return "field " + source.name;
    }
}

Result<Expression> read_expression(WordReader& words, Place bare) {
    Expression out;
    do {
        auto source = source_of(words.next(), bare, out.may_be_absent);
        if (!source) return fail(source.error());
        out.sources.push_back(std::move(*source));
    } while (words.take("or"));
    while (words.take("|")) {
        auto filter = read_filter(words);
        if (!filter) return fail(filter.error());
        // `default` makes up for what is not there.
        if (filter->gives_default()) out.may_be_absent = true;
        out.filters.push_back(std::move(*filter));
    }
    return out;
}

Result<Expression> parse_expression(std::string_view text, Place bare) {
    auto words = words_of(text);
    if (!words) return fail(words.error());
    WordReader reader(std::move(*words));
    auto out = read_expression(reader, bare);
    if (out && !reader.at_end())
        return fail(Errc::invalid_config,
                    fmt::format("`{}` is not understood behind `{}`; a filter begins with |",
                                reader.peek().text, out->sources.front().name));
    return out;
}

namespace {

Result<void> apply(Filter const& filter, Value& value, Expression const& expression,
                   Scope const& scope) {
    auto done = filter.apply(value, scope);
    if (!done)
        return fail(done.error().code,
                    shown(expression.sources.front()) + ' ' + done.error().detail);
    return {};
}

/// A list goes through the filters item by item, until `join` makes one text of it.
Result<Value> evaluate_list(std::vector<std::string> const& items, Expression const& expression,
                            Scope const& scope) {
    std::string joined;
    std::size_t before_join = 0;
    while (before_join < expression.filters.size() && !expression.filters[before_join].joins())
        ++before_join;
    for (auto const& item : items) {
        Value value = item;
        for (std::size_t i = 0; i < before_join; ++i)
            if (auto done = apply(expression.filters[i], value, expression, scope); !done)
                return fail(done.error());
        if (!value) continue;
        if (!joined.empty()) joined += '\n';
        joined += *value;
    }
    Value out = std::move(joined);
    for (std::size_t i = before_join; i < expression.filters.size(); ++i)
        if (auto done = apply(expression.filters[i], out, expression, scope); !done)
            return fail(done.error());
    return out;
}

} // namespace

Result<Value> evaluate(Expression const& expression, Scope const& scope) {
    if (scope.lists && expression.sources.size() == 1 &&
        expression.sources.front().place == Place::variable)
        if (auto const* list = scope.list(expression.sources.front().name))
            return evaluate_list(*list, expression, scope);
    Value value;
    for (auto const& source : expression.sources) {
        auto const found = scope.find(source);
        if (found.fault) return fail(Errc::bad_request, std::string(found.fault));
        if (!found.text) continue;
        bool const of_header = source.place == Place::header; // cookies of two paths are lawful
        if (found.twice && (of_header || !expression.may_be_absent))
            return fail(Errc::bad_request, shown(source) + " is given twice");
        value.emplace(*found.text);
        break;
    }
    if (!value && !expression.may_be_absent && !expression.sources.empty())
        return missing(expression);
    for (auto const& filter : expression.filters)
        if (auto done = apply(filter, value, expression, scope); !done) return fail(done.error());
    // What a filter took away (`absent_if`, `capture` without a match) is missing all the same.
    if (!value && !expression.may_be_absent && !expression.sources.empty())
        return missing(expression);
    return value;
}

} // namespace haatline::gateway::mapping
