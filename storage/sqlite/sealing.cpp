#include "storage/sqlite/sealing.hpp"

#include <sodium.h>

#include <algorithm>

namespace haatline::storage {
namespace {

static_assert(key_bytes == crypto_secretbox_KEYBYTES);
constexpr unsigned char kFormat = 1;
constexpr std::size_t kId = 8;
constexpr std::size_t kNonce = crypto_secretbox_NONCEBYTES;
constexpr std::size_t kHead = 1 + kId;
constexpr std::size_t kLeast = kHead + kNonce + crypto_secretbox_MACBYTES;

unsigned char const* octets(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

std::array<unsigned char, kId> low_first(std::int64_t number) {
    std::array<unsigned char, kId> out{};
    for (std::size_t i = 0; i < kId; ++i)
        out[i] = static_cast<unsigned char>(static_cast<std::uint64_t>(number) >> (8 * i));
    return out;
}

/// libsodium chooses its fastest code for this machine once.
void ready() { [[maybe_unused]] static int const done = sodium_init(); }

} // namespace

bool is_destroyed(Key const& key) { return sodium_is_zero(key.data(), key.size()) == 1; }

std::string seal(Key const& key, std::int64_t subject, std::string_view text, std::int64_t salt) {
    ready();
    std::string out(kLeast + text.size(), '\0');
    auto* const to = reinterpret_cast<unsigned char*>(out.data());
    to[0] = kFormat;
    auto const id = low_first(subject), salted = low_first(salt);
    std::copy(id.begin(), id.end(), to + 1);
    crypto_generichash_state state;
    crypto_generichash_init(&state, key.data(), key.size(), kNonce);
    crypto_generichash_update(&state, salted.data(), salted.size());
    crypto_generichash_update(&state, octets(text), text.size());
    crypto_generichash_final(&state, to + kHead, kNonce);
    crypto_secretbox_easy(to + kHead + kNonce, octets(text), text.size(), to + kHead, key.data());
    return out;
}

std::int64_t sealer(std::string_view sealed) {
    if (sealed.size() < kLeast || octets(sealed)[0] != kFormat) return 0;
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < kId; ++i)
        id |= static_cast<std::uint64_t>(octets(sealed)[1 + i]) << (8 * i);
    return static_cast<std::int64_t>(id);
}

std::optional<std::string> open_sealed(Key const& key, std::string_view sealed) {
    ready();
    if (sealer(sealed) == 0 || is_destroyed(key)) return std::nullopt;
    std::string out(sealed.size() - kLeast, '\0');
    auto const* const from = octets(sealed);
    if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(out.data()),
                                   from + kHead + kNonce, sealed.size() - kHead - kNonce,
                                   from + kHead, key.data()) != 0)
        return std::nullopt;
    return out;
}

bool is_bare_key(std::string_view said) {
    return said.size() <= 2 &&
           std::all_of(said.begin(), said.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Key KeySource::next() {
    ready();
    // Two hashes of the state under different names: one leaves, the other takes its place.
    Key out{}, state{};
    constexpr std::string_view given = "haatline key", kept = "haatline state";
    crypto_generichash(out.data(), out.size(), octets(given), given.size(), state_.data(),
                       state_.size());
    crypto_generichash(state.data(), state.size(), octets(kept), kept.size(), state_.data(),
                       state_.size());
    state_ = state;
    return out;
}

} // namespace haatline::storage
