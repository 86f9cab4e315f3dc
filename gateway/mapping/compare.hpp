#pragma once

#include <boost/json/value.hpp>

#include <string>
#include <string_view>

namespace haatline::gateway::mapping {

/// What differs, or an empty text. `how`: exact, json or xml.
std::string body_difference(std::string_view expected, std::string_view got, std::string_view how);

/// Compares only the members that `expected` has; 2 and "2" are the same.
std::string member_difference(boost::json::object const& expected, boost::json::object const& got);

} // namespace haatline::gateway::mapping
