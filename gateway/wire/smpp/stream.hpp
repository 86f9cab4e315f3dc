#pragma once

#include "gateway/wire/smpp/pdu.hpp"

#include <variant>

namespace haatline::smpp {

/// Cuts what a socket gives into PDUs, wherever TCP split or joined them. Memory grows with octets that
/// came, never with what a length claims.
class Stream {
  public:
    explicit Stream(std::size_t max_pdu = kMaxPduOctets) : max_pdu_(max_pdu) {}

    void add(std::string_view octets);

    struct NeedsMore {};
    /// One whole PDU; valid until the next call of `add`.
    struct Whole {
        std::string_view octets;
    };
    /// A length that no PDU has. There is no telling where the next one begins: the link ends.
    struct BadLength {
        std::uint32_t sequence = 0; ///< of the header, where it is there and belongs to the PDU
    };
    using Next = std::variant<NeedsMore, Whole, BadLength>;
    Next next();

    /// Octets of a PDU that has begun and is not whole; after `next` said NeedsMore.
    std::size_t waiting() const { return octets_.size() - taken_; }

  private:
    std::size_t max_pdu_, taken_ = 0;
    std::string octets_;
};

} // namespace haatline::smpp
