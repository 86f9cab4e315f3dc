#pragma once

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace haatline::tests {

/// A known PDU: its octets, and what tests/gateway/wire/smpp/vectors.json says that they mean.
struct SmppVector {
    std::string name, octets;
    boost::json::object row;
};
std::vector<SmppVector> const& smpp_vectors();

/// "00 01 ff", blanks or none between.
std::string octets_of(std::string_view hex);

} // namespace haatline::tests
