#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// The digests providers sign and derive keys with. MD5 and SHA-1 are broken for signatures over
/// texts an attacker chooses; providers use them all the same, keyed.
enum class HashName : unsigned char { md5, sha1, sha256, sha512 };

/// "md5", "sha1", "sha256", "sha512".
std::optional<HashName> hash_named(std::string_view name);
std::string_view name_of(HashName hash);
/// 16, 20, 32, 64.
std::size_t octets_of(HashName hash);
/// False where OpenSSL's policy refuses it (FIPS refuses MD5): ask when a configuration is read.
bool is_available(HashName hash);

/// The digest's octets, not its hex. Empty, and equal to no signature, when the hash is not
/// available. Source: RFC 1321, FIPS 180-4.
std::string digest(HashName hash, std::string_view text);
/// Keyed (RFC 2104). A key of any length, an empty one too.
std::string hmac(HashName hash, std::string_view key, std::string_view text);

std::string hex_lower(std::string_view octets);
std::string hex_upper(std::string_view octets);
/// Either case. @fails Errc::bad_request for an odd length or another character.
Result<std::string> from_hex(std::string_view text);

/// RFC 4648 §4 with padding, and §5 without, as JWT has it (RFC 7515 §2).
std::string base64(std::string_view octets);
std::string base64url(std::string_view octets);
/// Strict: one text for each value of octets, since two spellings of one signature would be two
/// signatures to whoever remembers them. @fails Errc::bad_request for missing or superfluous
/// padding, line ends, the other alphabet's characters, bits behind the last octet.
Result<std::string> from_base64(std::string_view text);
Result<std::string> from_base64url(std::string_view text);

} // namespace haatline::gateway
