#pragma once

#include "gateway/mapping/filter.hpp"
#include "gateway/mapping/words.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

struct Scope;

/// Where a value stands.
enum class Place : std::uint8_t {
    query,
    form,
    query_or_form, ///< the query's of a GET, else the form's
    json,
    xml,
    path,
    header,
    cookie,
    body,
    stored,
    setting,
    secret,
    route, ///< code, bare_code, url
    keep,  ///< a `keep` value
    constant,
    variable, ///< what a reply or call is given, else a field of the section, else of its `keep:`
};

struct Source {
    Place place = Place::variable;
    std::string name; ///< or the constant itself
    /// Of a variable: the field of that name, looked up once.
    std::optional<Field> field = place == Place::variable ? field_named(name) : std::nullopt;
};

/// `SOURCE [or SOURCE]… [| FILTER]…`, read once at load.
struct Expression {
    std::vector<Source> sources;
    bool may_be_absent = false; ///< the last source ended with `?`
    std::vector<Filter> filters;

    bool operator!() const { return sources.empty(); }
};

/// Reads the expression that begins at `words`, as far as it goes (conditions go on behind it).
/// `bare`: where a name without a prefix stands. @fails Errc::invalid_config.
Result<Expression> read_expression(WordReader& words, Place bare);
/// The same for a whole text.
Result<Expression> parse_expression(std::string_view text, Place bare);

/// @fails Errc::bad_request "field X is missing", "… is given twice", or what a filter says of it.
Result<Value> evaluate(Expression const& expression, Scope const& scope);

/// "field MSISDN", "header Cookie": how a fault names where it looked.
std::string shown(Source const& source);

} // namespace haatline::gateway::mapping
