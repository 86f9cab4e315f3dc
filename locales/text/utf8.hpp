#pragma once

#include <string>
#include <string_view>

namespace haatline::text {

/// What `next_code_point` gives for a byte that begins no well-formed sequence. Never a code point.
constexpr char32_t kIllFormed = 0xFFFFFFFF;

constexpr char32_t kReplacement = 0xFFFD; ///< stands for what could not be read

/// Reads the code point at `at` and moves `at` behind it. An ill-formed sequence gives `kIllFormed`
/// and moves on by the one byte that is wrong, so that a reader always comes to the end. Overlong
/// forms, surrogates and everything above U+10FFFF are ill-formed. Requires at < text.size().
/// Source: The Unicode Standard 15, table 3-7.
constexpr char32_t next_code_point(std::string_view text, std::size_t& at) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned const lead = byte(at++);
    if (lead < 0x80) return lead;
    if (lead >= 0xE0 && lead <= 0xEC &&
        text.size() - at >= 2) { // most of what is written, straight
        unsigned const second = byte(at), third = byte(at + 1);
        char32_t const bmp = (lead & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F);
        if ((second & 0xC0) == 0x80 && (third & 0xC0) == 0x80 && bmp >= 0x800) {
            at += 2;
            return bmp;
        }
    }

    unsigned more = 0;
    unsigned low = 0x80, high = 0xBF; // what the second byte may be
    char32_t code = 0;
    if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1;
        code = lead & 0x1F;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2;
        code = lead & 0x0F;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3;
        code = lead & 0x07;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return kIllFormed;
    }
    if (text.size() - at < more) return kIllFormed;
    for (unsigned i = 0; i < more; ++i) {
        unsigned const tail = byte(at + i);
        if (tail < low || tail > high) return kIllFormed;
        low = 0x80;
        high = 0xBF;
        code = (code << 6) | (tail & 0x3F);
    }
    at += more;
    return code;
}

/// Appends a code point. Requires a Unicode scalar value.
inline void append(std::string& out, char32_t code) {
    auto put = [&](char32_t bits) { out += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xF0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3F));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

/// True where a code point begins; false on its later octets. Requires at < text.size().
constexpr bool begins_code_point(std::string_view text, std::size_t at) {
    return (static_cast<unsigned char>(text[at]) & 0xC0) != 0x80;
}

/// How many code points a well-formed text has.
constexpr std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at) count += begins_code_point(text, at);
    return count;
}

/// The last place not behind `at` where a code point begins or the text ends: where a text may be cut
/// that has room for so many octets.
constexpr std::size_t cut_before(std::string_view text, std::size_t at) {
    if (at >= text.size()) return text.size();
    while (at > 0 && !begins_code_point(text, at)) --at;
    return at;
}

/// True when every byte belongs to a well-formed sequence.
constexpr bool well_formed(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (next_code_point(text, at) == kIllFormed) return false;
    return true;
}

} // namespace haatline::text
