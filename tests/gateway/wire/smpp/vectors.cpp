#include "tests/gateway/wire/smpp/vectors.hpp"

#include "gateway/wire/hash.hpp"

#include <fstream>
#include <iterator>

namespace haatline::tests {

std::string octets_of(std::string_view hex) {
    std::string plain(hex);
    std::erase(plain, ' ');
    return gateway::from_hex(plain).value();
}

std::vector<SmppVector> const& smpp_vectors() {
    static auto const all = [] {
        std::ifstream file(HAATLINE_SOURCE_DIR "/tests/gateway/wire/smpp/vectors.json");
        std::string const content{std::istreambuf_iterator<char>(file), {}};
        std::vector<SmppVector> out;
        auto const whole = boost::json::parse(content);
        for (auto const& one : whole.at("vectors").as_array()) {
            auto const& row = one.as_object();
            out.push_back({row.at("name").as_string().c_str(),
                           octets_of(row.at("hex").as_string().c_str()), row});
        }
        return out;
    }();
    return all;
}

} // namespace haatline::tests
