#pragma once

#include <array>
#include <cstdint>

/// The GSM 7-bit default alphabet and its extension, written out a second time and in letters: what
/// `cells.hpp` is held against. Source: 3GPP TS 23.038 §6.2.1, §6.2.1.1.
namespace haatline::coding::gsm7 {

constexpr char32_t kEscape = 0xFFFF; ///< cell 0x1B: leads to the extension table, is no character

/// Code point of each septet.
constexpr std::array<char32_t, 128> kDefault{
    U'@', U'£', U'$', U'¥', U'è', U'é', U'ù', U'ì', U'ò', U'Ç',  U'\n', U'Ø', U'ø',    U'\r', U'Å',
    U'å', U'Δ', U'_', U'Φ', U'Γ', U'Λ', U'Ω', U'Π', U'Ψ', U'Σ',  U'Θ',  U'Ξ', kEscape, U'Æ',  U'æ',
    U'ß', U'É', U' ', U'!', U'"', U'#', U'¤', U'%', U'&', U'\'', U'(',  U')', U'*',    U'+',  U',',
    U'-', U'.', U'/', U'0', U'1', U'2', U'3', U'4', U'5', U'6',  U'7',  U'8', U'9',    U':',  U';',
    U'<', U'=', U'>', U'?', U'¡', U'A', U'B', U'C', U'D', U'E',  U'F',  U'G', U'H',    U'I',  U'J',
    U'K', U'L', U'M', U'N', U'O', U'P', U'Q', U'R', U'S', U'T',  U'U',  U'V', U'W',    U'X',  U'Y',
    U'Z', U'Ä', U'Ö', U'Ñ', U'Ü', U'§', U'¿', U'a', U'b', U'c',  U'd',  U'e', U'f',    U'g',  U'h',
    U'i', U'j', U'k', U'l', U'm', U'n', U'o', U'p', U'q', U'r',  U's',  U't', U'u',    U'v',  U'w',
    U'x', U'y', U'z', U'ä', U'ö', U'ñ', U'ü', U'à',
};

struct Extension {
    std::uint8_t septet;
    char32_t code_point;
};

/// Two septets each: escape and this. The page break (0x0A) is left out: some handsets end the text
/// there.
constexpr std::array kExtension{
    Extension{0x14, U'^'},  Extension{0x28, U'{'}, Extension{0x29, U'}'},
    Extension{0x2F, U'\\'}, Extension{0x3C, U'['}, Extension{0x3D, U'~'},
    Extension{0x3E, U']'},  Extension{0x40, U'|'}, Extension{0x65, U'€'},
};

} // namespace haatline::coding::gsm7
