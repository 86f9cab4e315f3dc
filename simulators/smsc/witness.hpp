#pragma once

#include "gateway/wire/smpp/pdu.hpp"
#include "simulators/smsc/count.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace haatline::simulators::smsc {

/// Sees every accepted submission and says what came twice and what came too late. Remembers so many
/// destinations and texts; beyond that it counts no more of them, and `distinct` stops.
class Witness {
  public:
    explicit Witness(std::size_t most) : most_(most) {}
    void saw(smpp::Pdu const& submit, Count& count);

  private:
    std::size_t most_;
    std::unordered_set<std::uint64_t> texts_; ///< hashes of destination, part and text
    std::unordered_map<std::uint64_t, std::uint64_t> last_; ///< number behind '#', by destination
};

/// "…#17…" in GSM letters or UCS-2: 17. Nothing for a text without such a mark.
std::optional<std::uint64_t> order_mark(std::string_view octets);

} // namespace haatline::simulators::smsc
