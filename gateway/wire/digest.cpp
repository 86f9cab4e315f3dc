#include "gateway/wire/digest.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <memory>

namespace haatline::gateway {
namespace {

constexpr std::size_t kept_octets = 16;

struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
};

} // namespace

std::string short_digest(std::initializer_list<std::string_view> texts) {
    // Fetched once a thread: OpenSSL 3 looks an algorithm up by name at every use otherwise, which
    // costs more than hashing.
    thread_local std::unique_ptr<EVP_MD, Free> const sha256(
        EVP_MD_fetch(nullptr, "SHA256", nullptr));
    thread_local std::unique_ptr<EVP_MD_CTX, Free> const context(EVP_MD_CTX_new());
    EVP_DigestInit_ex2(context.get(), sha256.get(), nullptr);
    for (auto const text : texts) {
        std::uint64_t const size = text.size();
        EVP_DigestUpdate(context.get(), &size, sizeof size);
        EVP_DigestUpdate(context.get(), text.data(), text.size());
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> octets{};
    EVP_DigestFinal_ex(context.get(), octets.data(), nullptr);
    constexpr std::string_view hex = "0123456789abcdef";
    std::string out;
    out.reserve(2 * kept_octets);
    for (std::size_t i = 0; i < kept_octets; ++i) {
        out += hex[octets[i] >> 4];
        out += hex[octets[i] & 15];
    }
    return out;
}

} // namespace haatline::gateway
