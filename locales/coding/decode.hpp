#pragma once

#include "locales/coding/header.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::coding {

/// What a data coding scheme says the octets are. Source: 3GPP TS 23.038 §4.
enum class Content : std::uint8_t { gsm7, octets, ucs2 };
Content content_of(std::uint8_t dcs);

/// In what form an SMSC hands over septets.
enum class Form : std::uint8_t {
    packed,   ///< TP-UD: seven bits each, behind fill bits
    unpacked, ///< SMPP: one an octet, right behind the header
};

/// One part as it came in. Decoding never fails: what cannot be read becomes a space or U+FFFD and is
/// counted, so that an operator sees a route that mangles texts.
struct Decoded {
    Content content = Content::gsm7;
    Header header;
    /// UTF-16: halves of one character may stand in two parts of somebody else's making. Empty for
    /// `octets`, which are no text.
    std::u16string units;
    std::size_t mended = 0; ///< septets without a character, octets above 127, an odd last octet
};

/// @param length  TP-UDL: septets with those of the header for GSM 7-bit in packed form, else octets.
/// More than there are counts as all there are.
/// National tables count whatever a route sends itself. Source: 3GPP TS 23.038 §6.2.1,
/// reference/encoding.md §5.
Decoded decode_sms(OctetSpan user_data, std::uint8_t length, std::uint8_t dcs, bool has_header,
                   Form form = Form::packed);

/// UTF-8; a half of a surrogate pair becomes U+FFFD, a byte order mark in front goes.
std::string text_of(std::u16string_view units);

/// Septets as a receiver with these tables reads them; adds to `mended`.
std::u16string read_septets(OctetSpan septets, Tables tables, std::size_t& mended);

/// The septets of packed octets from bit `skip_bits` (0..6) on, at most `count`.
std::vector<std::uint8_t> unpack(OctetSpan octets, unsigned skip_bits, std::size_t count);

/// The parts of one message, in whatever order they come.
class Assembly {
  public:
    /// False when the part belongs to another message or came before.
    bool add(Decoded part);
    bool complete() const { return !parts_.empty() && missing_ == 0; }
    std::size_t missing() const { return missing_; }
    /// Of the parts that came; a gap leaves nothing.
    std::string text() const;

  private:
    std::vector<std::optional<std::u16string>> parts_;
    Concat of_;
    std::size_t missing_ = 0;
};

} // namespace haatline::coding
