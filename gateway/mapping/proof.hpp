#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <string>

namespace haatline::gateway::mapping {

/// One entry of `tests:`, as it was written.
struct Proof {
    enum class Kind : std::uint8_t { request, reply, call, answer };
    Kind kind = Kind::request;
    std::string name;
    std::string of; ///< section or call
    int line = 0;
    boost::json::object request; ///< request, response
    boost::json::object given;   ///< state and configuration assumed
    boost::json::object inputs;  ///< model, give
    boost::json::value expect;
    std::string compare = "exact"; ///< exact, json, xml
};

} // namespace haatline::gateway::mapping
