#pragma once

#include "gateway/mapping/scope.hpp"
#include "gateway/mapping/text_template.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace haatline::gateway::mapping {

/// JSON with slots, as the mapping wrote it in YAML.
struct JsonTemplate {
    enum class Kind : std::uint8_t { literal, text, object, array, each, spread };
    Kind kind = Kind::literal;
    std::string literal; ///< JSON as it stands; `each`, `spread`: the list's or map's name
    TextTemplate text;   ///< one JSON text (or number), left out when absent
    std::vector<std::string> names;    ///< of an object's members; empty for a spread
    std::vector<JsonTemplate> members; ///< of an object or array; `each`: the item

    /// @returns false when there was nothing to write. @fails as `evaluate`.
    Result<bool> append(Scope const& scope, std::string& out) const;
    void each_source(std::function<void(Source const&)> const& see) const;
};

/// A body with slots.
struct Body {
    enum class Kind : std::uint8_t { none, text, xml, json, form };
    Kind kind = Kind::none;
    TextTemplate text; ///< text and XML
    JsonTemplate json;
    std::vector<std::pair<std::string, TextTemplate>>
        pairs; ///< form; a pair whose only slot is absent is left out

    Result<std::string> render(Scope const& scope) const;
    void each_source(std::function<void(Source const&)> const& see) const;
};

/// application/x-www-form-urlencoded as browsers write it (WHATWG URL §5.2): letters, digits and *-._ stand, a
/// blank is a plus, hex digits are capitals.
void append_form_escaped(std::string& out, std::string_view text);
Result<std::string> render_pairs(std::vector<std::pair<std::string, TextTemplate>> const& pairs,
                                 Scope const& scope);

} // namespace haatline::gateway::mapping
