#pragma once

#include "base/result.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace haatline::gateway::mapping {

/// A JSON text within our bounds (32 levels; numbers of any size become the nearest that fits).
/// @fails Errc::bad_request, also for a member that is given twice.
Result<boost::json::value> parse_json(std::string_view text);

/// "a.b.0.c"; `*` as a step takes every item, their texts joined by a line feed. Nothing when it is not
/// there, null, an object or a list.
std::optional<std::string> text_at(boost::json::value const& root, std::string_view path);

/// What stands at a path without `*`; nullptr when nothing does.
boost::json::value const* value_at(boost::json::value const& root, std::string_view path);

} // namespace haatline::gateway::mapping
