#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

/// Texts as providers carry them in forms and bodies. All go out from UTF-8 and come back as it.
/// @fails Errc::bad_request for ill-formed text, with nothing of it in the detail.
namespace haatline::gateway {

/// "&#2309;&#32;&#49;": a decimal reference for every character, blanks and ASCII too (Airtel's bulk
/// interface).
Result<std::string> character_references(std::string_view utf8);
/// The same for every UTF-16 code unit: a character outside the BMP is two references (C-DAC Mobile
/// Seva, integration document 1.8; its key is a hash over this form).
Result<std::string> utf16_references(std::string_view utf8);

/// UTF-16, the higher octet first, without a mark. NIC's gateway takes it as upper-case hexadecimal.
Result<std::string> to_utf16be(std::string_view utf8);
/// Surrogates are joined; an odd octet or a lone surrogate is ill-formed.
Result<std::string> from_utf16be(std::string_view octets);

/// ISO 8859-1: every octet is its code point.
Result<std::string> from_latin1(std::string_view octets);

/// GSM 7-bit default alphabet, a septet in each octet. An escape before what the extension table
/// does not know shows the default alphabet's character (3GPP TS 23.038 §6.2.1.1).
Result<std::string> from_gsm7(std::string_view octets);
/// @fails Errc::bad_request also for a character that is in neither table.
Result<std::string> to_gsm7(std::string_view utf8);

} // namespace haatline::gateway
