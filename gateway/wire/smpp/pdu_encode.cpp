#include "gateway/wire/smpp/fields.hpp"
#include "gateway/wire/smpp/octets.hpp"
#include "gateway/wire/smpp/pdu.hpp"

namespace haatline::smpp {
namespace {

bool put_cstring(std::string& to, std::string_view text, std::size_t most) {
    if (text.size() >= most || text.find('\0') != std::string_view::npos) return false;
    to += text;
    to += '\0';
    return true;
}

bool put_address(std::string& to, Address const& address, std::size_t most) {
    put_u8(to, address.ton);
    put_u8(to, address.npi);
    return put_cstring(to, address.digits, most);
}

bool put_destinations(std::string& to, Pdu const& pdu, Field const& field) {
    bool const asked = field.kind == FieldKind::destinations;
    std::size_t const count = pdu.destinations.size();
    if (count > (asked ? field.most : 255U) || (asked && count == 0)) return false;
    put_u8(to, static_cast<std::uint8_t>(count));
    for (Destination const& one : pdu.destinations) {
        bool const list = asked && !one.list.empty();
        if (asked) put_u8(to, list ? 2 : 1);
        if (list ? !put_cstring(to, one.list, 21) : !put_address(to, one.address, 21)) return false;
        if (!asked) put_u32(to, one.status);
    }
    return true;
}

bool put_field(std::string& to, Pdu const& pdu, Field const& field) {
    switch (field.kind) {
    case FieldKind::u8:
        put_u8(to, pdu.*field.number);
        return true;
    case FieldKind::cstring:
        return put_cstring(to, pdu.*field.text, field.most);
    case FieldKind::nul:
        to += '\0';
        return true;
    case FieldKind::time: {
        auto const size = (pdu.*field.text).size();
        return (size == 0 || size == 16) && put_cstring(to, pdu.*field.text, field.most);
    }
    case FieldKind::address:
        return put_address(to, pdu.*field.address, field.most);
    case FieldKind::message: {
        std::string const& message = pdu.*field.text;
        if (message.size() > field.most) return false;
        put_u8(to, static_cast<std::uint8_t>(message.size()));
        to += message;
        return true;
    }
    case FieldKind::destinations:
    case FieldKind::unsuccessful:
        return put_destinations(to, pdu, field);
    }
    return true;
}

bool has_body(Pdu const& pdu) {
    return !is_response(pdu.command) || pdu.status == status::ok ||
           pdu.command == Command::deliver_sm_resp;
}

} // namespace

Result<void> encode(Pdu const& pdu, std::string& to) {
    std::size_t const begin = to.size();
    CommandRow const* const row = row_of(pdu.command);
    put_u32(to, 0);
    put_u32(to, static_cast<std::uint32_t>(pdu.command));
    put_u32(to, pdu.status);
    put_u32(to, pdu.sequence);
    if (row && has_body(pdu)) {
        for (Field const& field : row->fields) {
            if (put_field(to, pdu, field)) continue;
            to.resize(begin);
            return fail(Errc::bad_request, std::string(field.name) + " of " +
                                               std::string(row->name) +
                                               " is longer than SMPP allows or ends early");
        }
        if (row->tail == Tail::tlvs) to += pdu.tlvs.wire();
    }
    if (to.size() - begin > kMaxPduOctets) {
        to.resize(begin);
        return fail(Errc::limit, "a PDU is longer than any peer takes");
    }
    set_u32(to, begin, static_cast<std::uint32_t>(to.size() - begin));
    return {};
}

Result<std::string> encoded(Pdu const& pdu) {
    std::string octets;
    if (auto done = encode(pdu, octets); !done) return tl::unexpected(done.error());
    return octets;
}

} // namespace haatline::smpp
