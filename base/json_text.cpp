#include "base/json_text.hpp"

#include <cstdint>
#include <cstring>

namespace haatline {
namespace {

constexpr std::uint64_t kEach = 0x0101010101010101;

/// A high bit for each zero byte, and perhaps for a 0x01 above one: never none where there is one.
constexpr std::uint64_t zero_bytes(std::uint64_t word) {
    return (word - kEach) & ~word & (kEach * 0x80);
}

/// Whether one of eight octets is a quote, a backslash or a control character. Eight at a time because
/// every letter a dialogue remembers passes here with every step.
constexpr bool any_escaped(std::uint64_t word) {
    std::uint64_t const control = (word - kEach * 0x20) & ~word & (kEach * 0x80);
    return (zero_bytes(word ^ (kEach * '"')) | zero_bytes(word ^ (kEach * '\\')) | control) != 0;
}

constexpr bool escaped(char c) {
    return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

std::size_t plain_run(std::string_view text) {
    std::size_t at = 0;
    for (std::uint64_t word = 0; text.size() - at >= sizeof word; at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (any_escaped(word)) break;
    }
    while (at < text.size() && !escaped(text[at])) ++at;
    return at;
}

void append_escaped(std::string& out, char c) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += '\\';
    if (c == '"' || c == '\\') {
        out += c;
        return;
    }
    auto const code = static_cast<unsigned char>(c);
    out += "u00";
    out += hex[code >> 4];
    out += hex[code & 15];
}

} // namespace

void append_json_text(std::string& out, std::string_view text) {
    out += '"';
    for (;;) {
        auto const run = plain_run(text);
        out.append(text.data(), run);
        if (run == text.size()) break;
        append_escaped(out, text[run]);
        text.remove_prefix(run + 1);
    }
    out += '"';
}

} // namespace haatline
