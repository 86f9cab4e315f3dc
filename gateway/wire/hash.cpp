#include "gateway/wire/hash.hpp"

#include <openssl/evp.h>
#include <openssl/params.h>
#include <sodium.h>

#include <array>
#include <memory>

namespace haatline::gateway {
namespace {

struct Facts {
    HashName hash;
    std::string_view name;
    char const* openssl; ///< as OpenSSL's providers call it
    std::size_t octets;
};

constexpr std::array all_facts{
    Facts{HashName::md5, "md5", "MD5", 16},
    Facts{HashName::sha1, "sha1", "SHA1", 20},
    Facts{HashName::sha256, "sha256", "SHA2-256", 32},
    Facts{HashName::sha512, "sha512", "SHA2-512", 64},
};

Facts const& facts_of(HashName hash) { return all_facts[static_cast<std::size_t>(hash)]; }

/// Fetched once: looking an algorithm up costs more than a short digest (OpenSSL 3).
EVP_MD const* fetched(HashName hash) {
    static std::array<EVP_MD*, all_facts.size()> const found = [] {
        std::array<EVP_MD*, all_facts.size()> out{};
        for (std::size_t i = 0; i < out.size(); ++i)
            out[i] = EVP_MD_fetch(nullptr, all_facts[i].openssl, nullptr);
        return out;
    }();
    return found[static_cast<std::size_t>(hash)];
}

using MacState = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>;

MacState new_mac() {
    static EVP_MAC* const found = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    return {found ? EVP_MAC_CTX_new(found) : nullptr, &EVP_MAC_CTX_free};
}

unsigned char const* octets(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}

std::string to_base64(std::string_view text, int variant) {
    std::string out(sodium_base64_encoded_len(text.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), octets(text), text.size(), variant);
    out.pop_back(); // its end mark
    return out;
}

Result<std::string> of_base64(std::string_view text, int variant) {
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                          text.size(), nullptr, &size, nullptr, variant) != 0)
        return fail(Errc::bad_request, "what should be base64 is not");
    out.resize(size);
    // libsodium 1.0.18 takes some octets above 127 for letters of the alphabet (found by fuzzing).
    if (to_base64(out, variant) != text)
        return fail(Errc::bad_request, "what should be base64 is not");
    return out;
}

std::string to_hex(std::string_view text, std::string_view digits) {
    std::string out;
    out.reserve(2 * text.size());
    for (char const c : text) {
        auto const octet = static_cast<unsigned char>(c);
        out += digits[octet >> 4];
        out += digits[octet & 15];
    }
    return out;
}

} // namespace

std::optional<HashName> hash_named(std::string_view name) {
    for (auto const& each : all_facts)
        if (each.name == name) return each.hash;
    return std::nullopt;
}

std::string_view name_of(HashName hash) { return facts_of(hash).name; }
std::size_t octets_of(HashName hash) { return facts_of(hash).octets; }
bool is_available(HashName hash) { return fetched(hash) != nullptr && new_mac() != nullptr; }

std::string digest(HashName hash, std::string_view text) {
    auto const* const kind = fetched(hash);
    std::string out(octets_of(hash), '\0');
    unsigned size = 0;
    if (!kind || EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(out.data()),
                            &size, kind, nullptr) != 1)
        return {};
    return out;
}

std::string hmac(HashName hash, std::string_view key, std::string_view text) {
    if (!fetched(hash)) return {};
    std::string name = facts_of(hash).openssl;
    OSSL_PARAM const chosen[] = {
        OSSL_PARAM_construct_utf8_string("digest", name.data(), name.size()),
        OSSL_PARAM_construct_end()};
    auto const mac = new_mac();
    std::string out(octets_of(hash), '\0');
    std::size_t size = 0;
    // A null key would mean "the one before"; an empty one is a key of no octets.
    auto const* const from = key.empty() ? octets("") : octets(key);
    if (!mac || EVP_MAC_init(mac.get(), from, key.size(), chosen) != 1 ||
        EVP_MAC_update(mac.get(), octets(text), text.size()) != 1 ||
        EVP_MAC_final(mac.get(), reinterpret_cast<unsigned char*>(out.data()), &size, out.size()) !=
            1)
        return {};
    return out;
}

std::string hex_lower(std::string_view text) { return to_hex(text, "0123456789abcdef"); }
std::string hex_upper(std::string_view text) { return to_hex(text, "0123456789ABCDEF"); }

Result<std::string> from_hex(std::string_view text) {
    std::string out(text.size() / 2, '\0');
    std::size_t size = 0;
    if (text.size() % 2 != 0 ||
        sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                       text.size(), nullptr, &size, nullptr) != 0)
        return fail(Errc::bad_request, "what should be hexadecimal is not");
    return out;
}

std::string base64(std::string_view text) {
    return to_base64(text, sodium_base64_VARIANT_ORIGINAL);
}
std::string base64url(std::string_view text) {
    return to_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
Result<std::string> from_base64(std::string_view text) {
    return of_base64(text, sodium_base64_VARIANT_ORIGINAL);
}
Result<std::string> from_base64url(std::string_view text) {
    return of_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

} // namespace haatline::gateway
