#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Numbers of the wire: big-endian. Reading requires that the octets are there.
namespace haatline::smpp {

inline std::uint8_t read_u8(std::string_view octets, std::size_t at) {
    return static_cast<std::uint8_t>(octets[at]);
}
inline std::uint16_t read_u16(std::string_view octets, std::size_t at) {
    return static_cast<std::uint16_t>(read_u8(octets, at) << 8 | read_u8(octets, at + 1));
}
inline std::uint32_t read_u32(std::string_view octets, std::size_t at) {
    return static_cast<std::uint32_t>(read_u16(octets, at)) << 16 | read_u16(octets, at + 2);
}

inline void put_u8(std::string& to, std::uint8_t value) { to += static_cast<char>(value); }
inline void put_u16(std::string& to, std::uint16_t value) {
    char const octets[] = {static_cast<char>(value >> 8), static_cast<char>(value & 0xFF)};
    to.append(octets, sizeof octets);
}
inline void put_u32(std::string& to, std::uint32_t value) {
    put_u16(to, static_cast<std::uint16_t>(value >> 16));
    put_u16(to, static_cast<std::uint16_t>(value & 0xFFFF));
}
inline void set_u32(std::string& to, std::size_t at, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        to[at++] = static_cast<char>(value >> shift & 0xFF);
}

} // namespace haatline::smpp
