#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace haatline::smpp {

/// Tags that we read or write by name. The table of all is in tlv.cpp.
namespace tag {
constexpr std::uint16_t receipted_message_id = 0x001E, user_message_reference = 0x0204,
                        sar_reference = 0x020C, sar_total = 0x020E, sar_number = 0x020F,
                        interface_version = 0x0210, network_error = 0x0423,
                        message_payload = 0x0424, message_state = 0x0427, congestion_state = 0x0428,
                        ussd_service_op = 0x0501, its_session_info = 0x1383,
                        additional_status = 0x001D;
} // namespace tag

struct Tlv {
    std::uint16_t tag = 0;
    std::string_view value;
    bool operator==(Tlv const&) const = default;
};

/// The optional parameters of a PDU: raw, in the order of the wire, known or not, in one buffer.
class Tlvs {
  public:
    void add(std::uint16_t tag, std::string_view value); ///< requires at most 65535 octets
    void add_u8(std::uint16_t tag, std::uint8_t value);
    void add_u16(std::uint16_t tag, std::uint16_t value);
    void add_u32(std::uint16_t tag, std::uint32_t value);
    /// As a C-octet string: with a NUL behind it.
    void add_cstring(std::uint16_t tag, std::string_view value);
    void clear() { wire_.clear(); }
    bool empty() const { return wire_.empty(); }

    /// The first with this tag: of two the first counts (reference: smpp.md §7, case 11).
    std::optional<std::string_view> find(std::uint16_t tag) const;
    bool has(std::uint16_t tag) const { return find(tag).has_value(); }
    /// A number in as many octets as it came in, 1 to 4; nothing for other lengths.
    std::optional<std::uint32_t> number(std::uint16_t tag) const;
    /// Without the NUL that may end it and what stands behind one.
    std::optional<std::string_view> text(std::uint16_t tag) const;

    class Iterator {
      public:
        using value_type = Tlv;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        Iterator() = default;
        explicit Iterator(std::string_view rest) : rest_(rest) {}
        Tlv operator*() const;
        Iterator& operator++();
        Iterator operator++(int);
        bool operator==(Iterator const& other) const { return rest_.size() == other.rest_.size(); }

      private:
        std::string_view rest_;
    };
    Iterator begin() const { return Iterator(wire_); }
    Iterator end() const { return Iterator(); }

    /// As they stand behind a body.
    std::string const& wire() const { return wire_; }
    /// Requires whole TLVs, as `whole_tlvs` counts them.
    void set_wire(std::string_view octets) { wire_ = octets; }

    bool operator==(Tlvs const&) const = default;

  private:
    std::string wire_;
};

/// How many octets of `octets` are whole TLVs, from the beginning.
struct WholeTlvs {
    std::size_t octets = 0;
    bool length_too_long = false; ///< behind them: a tag and a length that says more than there is
};
WholeTlvs whole_tlvs(std::string_view octets);

enum class TlvForm : unsigned char { u8, u16, u32, octets, cstring };

/// What the standard says of a tag.
struct TlvRule {
    std::uint16_t tag = 0;
    std::string_view name;
    TlvForm form = TlvForm::octets;
    std::uint16_t least = 0, most = 0xFFFF; ///< octets of the value
    bool used = false; ///< we act by it: a wrong size is refused, not overlooked
};
/// Nothing for unknown and vendors' tags.
TlvRule const* rule_of(std::uint16_t tag);

} // namespace haatline::smpp
