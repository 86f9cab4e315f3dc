#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace haatline::simulators::smsc {

/// How message ids are written; operators differ, also between the answer and the receipt
/// (reference: smpp.md §14).
enum class IdStyle : std::uint8_t {
    decimal,
    hex,
    padded,      ///< ten digits with zeros in front; the receipt has them too
    lost_zeros,  ///< so in the answer; without the zeros in the receipt
    hex_decimal, ///< hex in the answer, decimal in the receipt
    decimal_hex,
    uuid,
    constant, ///< the same for every message, as one open-source MSC does
};

/// @fails Errc::bad_request naming the styles there are.
Result<IdStyle> id_style(std::string_view name);
std::string id_styles(); ///< "decimal, hex, ..."

struct MessageId {
    std::string answered, in_receipt;
};
/// Of the message with this number. `salt` makes runs of different seeds differ in uuids.
MessageId message_id(IdStyle style, std::uint64_t number, std::uint64_t salt);

} // namespace haatline::simulators::smsc
