#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Words under a key of their speaker. Destroying the key destroys the words in every copy of the
/// database at once, so nothing else has to be hunted down.
namespace haatline::storage {

constexpr std::size_t key_bytes = 32;
using Key = std::array<unsigned char, key_bytes>;

/// All zeros: the key of somebody who was erased. It seals and opens nothing.
bool is_destroyed(Key const& key);

/// `text` under `key`, as it stands in a column: one octet 1, eight of the subject's id (low first),
/// nonce and box (XSalsa20-Poly1305, libsodium's secretbox). The nonce is a keyed hash of salt and
/// text: two different texts never share one, and nothing here draws chance.
/// @param salt  tells equal texts of one subject apart: the time of an event, 0 for a name.
std::string seal(Key const& key, std::int64_t subject, std::string_view text,
                 std::int64_t salt = 0);

/// Whose key opens it; 0 when this is not a sealed text.
std::int64_t sealer(std::string_view sealed);

/// Nothing when the key is another one's or destroyed, or an octet was changed.
std::optional<std::string> open_sealed(Key const& key, std::string_view sealed);

/// A bare key of a menu, which says nothing about anybody: at most two ASCII digits, or nothing.
bool is_bare_key(std::string_view said);

/// New keys, each from the one before it and never the other way: who reads the state of a running
/// process learns no key it gave out earlier. `seed`: 32 octets of chance, drawn at the start.
class KeySource {
  public:
    explicit KeySource(Key const& seed) : state_(seed) {}
    Key next();

  private:
    Key state_;
};

} // namespace haatline::storage
