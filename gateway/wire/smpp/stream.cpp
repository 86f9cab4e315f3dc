#include "gateway/wire/smpp/stream.hpp"

#include "gateway/wire/smpp/octets.hpp"

namespace haatline::smpp {

void Stream::add(std::string_view octets) {
    octets_.erase(0, taken_);
    taken_ = 0;
    octets_ += octets;
}

Stream::Next Stream::next() {
    std::string_view const rest = std::string_view(octets_).substr(taken_);
    if (rest.size() < 4) return NeedsMore{};
    std::uint32_t const length = read_u32(rest, 0);
    if (length < kHeaderOctets) return BadLength{};
    if (length > max_pdu_) return BadLength{rest.size() >= kHeaderOctets ? read_u32(rest, 12) : 0};
    if (rest.size() < length) return NeedsMore{};
    taken_ += length;
    return Whole{rest.substr(0, length)};
}

} // namespace haatline::smpp
