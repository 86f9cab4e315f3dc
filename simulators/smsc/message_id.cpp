#include "simulators/smsc/message_id.hpp"

#include "simulators/world/chance.hpp"

#include <fmt/format.h>

#include <array>

namespace haatline::simulators::smsc {
namespace {

struct Row {
    std::string_view name;
    IdStyle style;
};
constexpr std::array rows{
    Row{"decimal", IdStyle::decimal},
    Row{"hex", IdStyle::hex},
    Row{"padded", IdStyle::padded},
    Row{"lost-zeros", IdStyle::lost_zeros},
    Row{"hex-decimal", IdStyle::hex_decimal},
    Row{"decimal-hex", IdStyle::decimal_hex},
    Row{"uuid", IdStyle::uuid},
    Row{"constant", IdStyle::constant},
};

/// What Net::SMPP's example server gives every message.
constexpr std::string_view the_constant = "123456789";

std::string uuid(std::uint64_t number, std::uint64_t salt) {
    world::Chance chance(number ^ salt << 32);
    auto const high = chance.next(), low = chance.next();
    return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32, high >> 16 & 0xFFFF,
                       high & 0xFFF, (low >> 48 & 0x3FFF) | 0x8000, low & 0xFFFF'FFFF'FFFF);
}

} // namespace

Result<IdStyle> id_style(std::string_view name) {
    for (auto const& row : rows)
        if (row.name == name) return row.style;
    return fail(Errc::bad_request,
                fmt::format("no id style is named '{}'; there are {}", name, id_styles()));
}

std::string id_styles() {
    std::string out;
    for (auto const& row : rows) out += (out.empty() ? "" : ", ") + std::string(row.name);
    return out;
}

MessageId message_id(IdStyle style, std::uint64_t number, std::uint64_t salt) {
    auto const decimal = fmt::format("{}", number), hex = fmt::format("{:x}", number),
               padded = fmt::format("{:010}", number);
    switch (style) {
    case IdStyle::decimal:
        return {decimal, decimal};
    case IdStyle::hex:
        return {hex, hex};
    case IdStyle::padded:
        return {padded, padded};
    case IdStyle::lost_zeros:
        return {padded, decimal};
    case IdStyle::hex_decimal:
        return {hex, decimal};
    case IdStyle::decimal_hex:
        return {decimal, hex};
    case IdStyle::uuid: {
        auto const out = uuid(number, salt);
        return {out, out};
    }
    case IdStyle::constant:
        return {std::string(the_constant), std::string(the_constant)};
    }
    return {decimal, decimal};
}

} // namespace haatline::simulators::smsc
