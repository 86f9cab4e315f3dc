#pragma once

#include "gateway/wire/smpp/pdu.hpp"

#include <span>

namespace haatline::smpp {

enum class FieldKind : unsigned char {
    u8,
    cstring,      ///< ASCII and a NUL
    time,         ///< a C-octet string of 1 or 17 octets
    address,      ///< ton, npi, C-octet string
    message,      ///< sm_length, short_message
    destinations, ///< of submit_multi
    unsuccessful, ///< of submit_multi_resp
    nul,          ///< read like a C-octet string, always written empty
};

/// One field of a body and where it stands in `Pdu`: the pointer that its kind needs is set.
struct Field {
    FieldKind kind;
    std::string_view name;
    std::uint8_t most = 0;   ///< octets, with the NUL
    std::uint32_t wrong = 0; ///< status of a response to a value out of bounds
    std::uint8_t Pdu::*number = nullptr;
    std::string Pdu::*text = nullptr;
    Address Pdu::*address = nullptr;
};

enum class Tail : unsigned char {
    tlvs,
    nothing, ///< what stands there all the same is overlooked
};

struct CommandRow {
    Command command;
    std::string_view name;
    std::span<Field const> fields;
    Tail tail = Tail::tlvs;
    bool answered = true; ///< requests: has a response
};

std::span<CommandRow const> command_rows();
/// Nothing for a command nobody knows, broadcast_sm and its kin among them (5.0 only).
CommandRow const* row_of(Command command);

} // namespace haatline::smpp
