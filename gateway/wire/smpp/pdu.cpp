#include "gateway/wire/smpp/pdu.hpp"

#include "gateway/wire/smpp/fields.hpp"
#include "gateway/wire/smpp/octets.hpp"

#include <optional>

namespace haatline::smpp {
namespace {

/// The octets of a body, taken from the front. A step that fails says why with a status.
class Body {
  public:
    explicit Body(std::string_view rest) : rest_(rest) {}

    std::optional<std::uint32_t> u8(std::uint8_t& to) {
        if (rest_.empty()) return status::invalid_command_length;
        to = read_u8(rest_, 0);
        rest_.remove_prefix(1);
        return std::nullopt;
    }
    std::optional<std::uint32_t> u32(std::uint32_t& to) {
        if (rest_.size() < 4) return status::invalid_command_length;
        to = read_u32(rest_, 0);
        rest_.remove_prefix(4);
        return std::nullopt;
    }
    /// Whether the body ends in the text or the text is too long are two faults.
    std::optional<std::uint32_t> cstring(std::string& to, std::size_t most, std::uint32_t wrong) {
        auto const window = rest_.substr(0, most);
        auto const end = window.find('\0');
        if (end == std::string_view::npos)
            return rest_.size() >= most ? wrong : status::invalid_command_length;
        to = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return std::nullopt;
    }
    std::optional<std::uint32_t> octets(std::string& to, std::size_t count, std::uint32_t wrong) {
        if (rest_.size() < count) return wrong;
        to = rest_.substr(0, count);
        rest_.remove_prefix(count);
        return std::nullopt;
    }
    std::string_view rest() const { return rest_; }
    bool empty() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

using Wrong = std::optional<std::uint32_t>;

Wrong read_address(Body& body, Address& to, std::size_t most, std::uint32_t wrong) {
    if (auto no = body.u8(to.ton)) return no;
    if (auto no = body.u8(to.npi)) return no;
    return body.cstring(to.digits, most, wrong);
}

constexpr std::uint8_t kOneAddress = 1, kOneList = 2; ///< dest_flag

Wrong read_destination(Body& body, Destination& to) {
    std::uint8_t flag = 0;
    if (auto no = body.u8(flag)) return no;
    if (flag == kOneAddress) return read_address(body, to.address, 21, status::invalid_destination);
    if (flag != kOneList) return status::invalid_destination_flag;
    return body.cstring(to.list, 21, status::invalid_list_name);
}

Wrong read_destinations(Body& body, Pdu& pdu, Field const& field) {
    std::uint8_t count = 0;
    if (auto no = body.u8(count)) return no;
    if (field.kind == FieldKind::destinations && (count == 0 || count > field.most))
        return field.wrong;
    for (; count > 0; --count) {
        Destination& to = pdu.destinations.emplace_back();
        auto no = field.kind == FieldKind::destinations
                      ? read_destination(body, to)
                      : read_address(body, to.address, 21, status::invalid_destination);
        if (!no && field.kind == FieldKind::unsuccessful) no = body.u32(to.status);
        if (no) return no;
    }
    return std::nullopt;
}

Wrong read_message(Body& body, Pdu& pdu, Field const& field) {
    std::uint8_t length = 0;
    if (auto no = body.u8(length)) return no;
    if (length > field.most) return field.wrong;
    return body.octets(pdu.*field.text, length, field.wrong);
}

Wrong read_field(Body& body, Pdu& pdu, Field const& field) {
    switch (field.kind) {
    case FieldKind::u8:
        return body.u8(pdu.*field.number);
    case FieldKind::cstring:
    case FieldKind::nul:
        return body.cstring(pdu.*field.text, field.most, field.wrong);
    case FieldKind::time: {
        auto no = body.cstring(pdu.*field.text, field.most, field.wrong);
        auto const size = (pdu.*field.text).size();
        if (!no && size != 0 && size != 16) no = field.wrong;
        return no;
    }
    case FieldKind::address:
        return read_address(body, pdu.*field.address, field.most, field.wrong);
    case FieldKind::message:
        return read_message(body, pdu, field);
    case FieldKind::destinations:
    case FieldKind::unsuccessful:
        return read_destinations(body, pdu, field);
    }
    return std::nullopt;
}

void note(Pdu& pdu, Odd bit) { pdu.odd |= static_cast<std::uint16_t>(bit); }

/// Twins are looked for among so many: more TLVs than that are no message anybody sends.
constexpr std::size_t kTlvsCompared = 32;

Wrong check_tlvs(Pdu& pdu) {
    std::size_t number = 0;
    for (auto one = pdu.tlvs.begin(); one != pdu.tlvs.end(); ++one, ++number) {
        Tlv const tlv = *one;
        TlvRule const* const rule = rule_of(tlv.tag);
        if (rule && (tlv.value.size() < rule->least || tlv.value.size() > rule->most)) {
            if (rule->used) return status::invalid_tlv_length;
            note(pdu, Odd::tlv_size);
        }
        constexpr std::uint16_t callback_number = 0x0381; // may repeat
        if (number >= kTlvsCompared || tlv.tag == callback_number) continue;
        for (auto before = pdu.tlvs.begin(); before != one; ++before)
            if ((*before).tag == tlv.tag) note(pdu, Odd::tlv_twice);
    }
    return std::nullopt;
}

Wrong read_tlvs(std::string_view rest, Pdu& pdu, Lenience const& lenience) {
    WholeTlvs const whole = whole_tlvs(rest);
    pdu.tlvs.set_wire(rest.substr(0, whole.octets));
    if (whole.octets != rest.size()) {
        if (!lenience.tlv_tail)
            return whole.length_too_long ? status::invalid_tlv_length : status::invalid_tlv_stream;
        note(pdu, Odd::tlv_tail_dropped);
    }
    if (auto no = check_tlvs(pdu)) return no;
    if (!pdu.short_message.empty() && pdu.tlvs.has(tag::message_payload)) {
        if (!lenience.payload) return status::tlv_not_allowed;
        note(pdu, Odd::two_texts);
    }
    return std::nullopt;
}

Wrong read_body(std::string_view octets, CommandRow const& row, Pdu& pdu,
                Lenience const& lenience) {
    Body body(octets);
    for (Field const& field : row.fields)
        if (auto no = read_field(body, pdu, field)) return no;
    if (row.tail == Tail::tlvs) return read_tlvs(body.rest(), pdu, lenience);
    if (!body.empty()) note(pdu, Odd::superfluous_body);
    return std::nullopt;
}

/// The usual short forms of other makers: no body where a status refuses, none in deliver_sm_resp.
bool may_end_early(Pdu const& pdu) {
    return pdu.status != status::ok || pdu.command == Command::deliver_sm_resp;
}

} // namespace

tl::expected<Pdu, Fault> decode(std::string_view octets, Lenience const& lenience) {
    using Answer = Fault::Answer;
    if (octets.size() < kHeaderOctets || read_u32(octets, 0) != octets.size())
        return tl::unexpected(Fault{{}, 0, status::invalid_command_length, Answer::nack});
    Pdu pdu;
    pdu.command = static_cast<Command>(read_u32(octets, 4));
    pdu.status = read_u32(octets, 8);
    pdu.sequence = read_u32(octets, 12);
    CommandRow const* const row = row_of(pdu.command);
    bool const response = is_response(pdu.command);
    if (!row)
        return tl::unexpected(Fault{pdu.command, pdu.sequence, status::invalid_command,
                                    response ? Answer::nothing : Answer::nack});
    std::string_view const body = octets.substr(kHeaderOctets);
    if (response) {
        bool const bare = body.empty() && (may_end_early(pdu) || row->fields.empty());
        if (bare || !read_body(body, *row, pdu, {true, true})) return pdu;
        note(pdu, Odd::loose_response);
        // An id without its NUL is one all the same; other halves of fields are dropped.
        if (!row->fields.empty() && row->fields[0].text == &Pdu::message_id &&
            pdu.message_id.empty() && body.size() < row->fields[0].most)
            pdu.message_id = body;
        return pdu;
    }
    if (pdu.status != 0) {
        note(pdu, Odd::status_in_request);
        pdu.status = 0;
    }
    if (auto const no = read_body(body, *row, pdu, lenience))
        return tl::unexpected(Fault{pdu.command, pdu.sequence, *no,
                                    row->answered ? Answer::response : Answer::nothing});
    return pdu;
}

Pdu response_to(Command request, std::uint32_t sequence, std::uint32_t status,
                std::string message_id) {
    Pdu response;
    response.command = response_of(request);
    response.sequence = sequence;
    response.status = status;
    response.message_id = std::move(message_id);
    return response;
}

Pdu response_to(Pdu const& request, std::uint32_t status, std::string message_id) {
    return response_to(request.command, request.sequence, status, std::move(message_id));
}

} // namespace haatline::smpp
