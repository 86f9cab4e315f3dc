#pragma once

#include "locales/coding/sms_route.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace haatline::coding {

using OctetSpan = std::span<std::uint8_t const>;

/// Information elements that we write and read. Source: 3GPP TS 23.040 §9.2.3.24.
enum class Element : std::uint8_t {
    concat8 = 0x00,
    concat16 = 0x08,
    single_table = 0x24,
    locking_table = 0x25,
};

/// Which part of which message this is.
struct Concat {
    std::uint16_t reference = 0;
    bool wide = false; ///< references of 8 and of 16 bits never meet
    std::uint8_t total = 1, number = 1;
    bool operator==(Concat const&) const = default;
};

/// What a header that came in says. Unknown elements are skipped; of an element that comes twice the
/// last counts; one whose length or table is none the standard knows counts as absent.
struct Header {
    std::size_t octets = 0; ///< with the length in front; 0 when there is none
    Tables tables;
    std::optional<Concat> concat;
    bool ill_formed =
        false; ///< it claims more octets than there are, or an element does: the whole
               ///< is taken for text
    bool operator==(Header const&) const = default;
};

/// Reads the header that user data begin with. Any octets at all.
Header read_header(OctetSpan user_data);

} // namespace haatline::coding
