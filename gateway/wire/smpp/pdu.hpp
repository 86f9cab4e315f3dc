#pragma once

#include "base/result.hpp"
#include "gateway/wire/smpp/status.hpp"
#include "gateway/wire/smpp/tlv.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::smpp {

/// command_id. Any other number is possible too: what nobody knows is an unknown command.
enum class Command : std::uint32_t {
    bind_receiver = 0x01,
    bind_transmitter = 0x02,
    query_sm = 0x03,
    submit_sm = 0x04,
    deliver_sm = 0x05,
    unbind = 0x06,
    replace_sm = 0x07,
    cancel_sm = 0x08,
    bind_transceiver = 0x09,
    outbind = 0x0B,
    enquire_link = 0x15,
    submit_multi = 0x21,
    alert_notification = 0x102,
    data_sm = 0x103,
    generic_nack = 0x80000000,
    bind_receiver_resp = 0x80000001,
    bind_transmitter_resp = 0x80000002,
    query_sm_resp = 0x80000003,
    submit_sm_resp = 0x80000004,
    deliver_sm_resp = 0x80000005,
    unbind_resp = 0x80000006,
    replace_sm_resp = 0x80000007,
    cancel_sm_resp = 0x80000008,
    bind_transceiver_resp = 0x80000009,
    enquire_link_resp = 0x80000015,
    submit_multi_resp = 0x80000021,
    data_sm_resp = 0x80000103,
};

constexpr bool is_response(Command command) {
    return (static_cast<std::uint32_t>(command) & 0x80000000U) != 0;
}
/// Requires a request that has a response.
constexpr Command response_of(Command request) {
    return static_cast<Command>(static_cast<std::uint32_t>(request) | 0x80000000U);
}
constexpr bool is_bind(Command command) {
    return command == Command::bind_receiver || command == Command::bind_transmitter ||
           command == Command::bind_transceiver;
}
/// "submit_sm"; empty for a command nobody knows.
std::string_view name_of(Command command);

struct Address {
    std::uint8_t ton = 0, npi = 0;
    std::string digits; ///< or letters, where ton is 5
    bool operator==(Address const&) const = default;
};

/// One of submit_multi's destinations, or of the refused ones of its response.
struct Destination {
    Address address;
    std::string list;         ///< dl_name; then there is no address
    std::uint32_t status = 0; ///< in responses
    bool operator==(Destination const&) const = default;
};

/// What a tolerant reader overlooked; one bit each, so that an operator sees an odd peer in counts.
enum class Odd : std::uint16_t {
    status_in_request = 1 << 0,
    loose_response = 1 << 1,   ///< a response's body is not what the standard says
    tlv_tail_dropped = 1 << 2, ///< under Lenience::tlv_tail
    tlv_twice = 1 << 3,
    tlv_size = 1 << 4,         ///< of one that nobody needs
    two_texts = 1 << 5,        ///< short_message and message_payload, under Lenience::payload
    superfluous_body = 1 << 6, ///< where the standard has none
};

constexpr std::size_t kHeaderOctets = 16;
/// A 64 K payload with everything around it (reference: smpp.md §1; peers chose less and broke on a
/// lawful one).
constexpr std::size_t kMaxPduOctets = 65'536 + 512;
constexpr std::size_t kMaxShortMessage = 254;

/// Any PDU: the fields of all bodies, of which `fields.hpp` says which a command has. The others stay
/// empty and do not travel.
struct Pdu {
    Command command{};
    std::uint32_t status = 0;
    std::uint32_t sequence = 0;

    std::uint8_t interface_version = 0x34;
    std::uint8_t esm_class = 0, protocol_id = 0, priority = 0, registered_delivery = 0,
                 replace_if_present = 0, data_coding = 0, default_message_id = 0;
    std::uint8_t message_state = 0, error_code = 0; ///< of query_sm_resp
    std::uint16_t odd = 0;                          ///< bits of Odd; never sent

    Address source, destination; ///< binds: `source` is address_range with its ton and npi
    std::string service_type, schedule_time, validity, short_message;
    std::string message_id, final_date;
    std::string system_id, password, system_type;
    std::vector<Destination> destinations;
    Tlvs tlvs;

    /// The text's octets: of short_message, else of message_payload.
    std::string_view message() const {
        return short_message.empty() ? tlvs.find(tag::message_payload).value_or(std::string_view{})
                                     : std::string_view(short_message);
    }
    bool is(Odd bit) const { return (odd & static_cast<std::uint16_t>(bit)) != 0; }
    bool operator==(Pdu const&) const = default;
};

/// The answer to a request: its command, its sequence number.
Pdu response_to(Pdu const& request, std::uint32_t status = status::ok, std::string message_id = {});
Pdu response_to(Command request, std::uint32_t sequence, std::uint32_t status = status::ok,
                std::string message_id = {});

/// Deviations that a peer's operator cannot cure are taken where ours says so.
struct Lenience {
    bool payload = false;  ///< text in both places: short_message counts
    bool tlv_tail = false; ///< a broken end of the TLVs is dropped
    bool operator==(Lenience const&) const = default;
};

/// A PDU that cannot be read is still one to answer.
struct Fault {
    enum class Answer : unsigned char { nothing, response, nack };
    Command command{};
    std::uint32_t sequence = 0;
    std::uint32_t status = 0;
    Answer answer = Answer::nothing;
    bool operator==(Fault const&) const = default;
};

/// One whole PDU, as `Stream` cuts it: as many octets as its command_length says.
///
/// Requests are read strictly, every field in its bounds; of a response whatever can be read, since
/// there is nobody to tell. Unknown TLVs are kept. Any octets at all, also fewer than a header.
/// Source: SMPP 3.4 issue 1.2 §4, §5; reference: smpp.md §5, §7.
tl::expected<Pdu, Fault> decode(std::string_view octets, Lenience const& lenience = {});

/// Adds the octets of a PDU to `to`. Responses that refuse have no body, but for deliver_sm_resp, whose
/// body is always one NUL.
/// @fails Errc::bad_request naming the field when one is longer than the standard allows or would end
/// early by a NUL of its own; `to` is as before then.
Result<void> encode(Pdu const& pdu, std::string& to);
Result<std::string> encoded(Pdu const& pdu);

} // namespace haatline::smpp
