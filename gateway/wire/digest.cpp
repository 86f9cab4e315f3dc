#include "gateway/wire/digest.hpp"

#include <sodium.h>

#include <array>
#include <cstdint>

namespace haatline::gateway {
namespace {

static_assert(crypto_shorthash_siphashx24_KEYBYTES == 16);
constexpr std::array<unsigned char, 16> key{'h', 'a', 'a', 't', 'l', 'i', 'n', 'e',
                                            ' ', 'r', 'e', 't', 'r', 'i', 'e', 's'};
using Octets = std::array<unsigned char, crypto_shorthash_siphashx24_BYTES>;

} // namespace

std::string short_digest(std::initializer_list<std::string_view> texts) {
    // Each text is hashed with its size before it, so that no two lists of texts read alike.
    std::string joined;
    joined.reserve(256);
    for (auto const text : texts) {
        std::uint64_t const size = text.size();
        joined.append(reinterpret_cast<char const*>(&size), sizeof size);
        joined.append(text);
    }
    Octets octets{};
    crypto_shorthash_siphashx24(octets.data(),
                                reinterpret_cast<unsigned char const*>(joined.data()),
                                joined.size(), key.data());
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out(2 * octets.size(), '0');
    for (std::size_t i = 0; i < octets.size(); ++i) {
        out[2 * i] = hex[octets[i] >> 4];
        out[2 * i + 1] = hex[octets[i] & 15];
    }
    return out;
}

} // namespace haatline::gateway
