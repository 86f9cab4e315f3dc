#include "storage/sqlite/ledger_seal.hpp"

#include <sodium.h>

namespace haatline::storage::ledger {
namespace {

// They name the layouts; another one would need another name.
constexpr std::string_view kLayout = "haatline message 1", kTermsLayout = "haatline terms 1";

void append(std::string& to, std::string_view text) {
    auto const size = text.size();
    char const head[] = {static_cast<char>(size & 0xFF), static_cast<char>(size >> 8 & 0xFF),
                         static_cast<char>(size >> 16 & 0xFF),
                         static_cast<char>(size >> 24 & 0xFF)};
    to.append(head, sizeof head);
    to += text;
}

} // namespace

std::string start() { return std::string(hash_octets, '\0'); }

std::string hash_of(std::string_view sealed) {
    [[maybe_unused]] static int const ready = sodium_init();
    std::string out(hash_octets, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                       reinterpret_cast<unsigned char const*>(sealed.data()), sealed.size(),
                       nullptr, 0);
    return out;
}

std::string in_hex(std::string_view hash) {
    std::string out(2 * hash.size() + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), reinterpret_cast<unsigned char const*>(hash.data()),
                   hash.size());
    out.pop_back();
    return out;
}

std::string sealed_terms(std::array<std::string_view, 5> const& words) {
    std::string out;
    append(out, kTermsLayout);
    for (auto const word : words) append(out, word);
    return out;
}

Seal::Seal(std::string& room) : room_(room) {
    room_.clear();
    append(room_, kLayout);
}

void Seal::add(std::string_view text) { append(room_, text); }

} // namespace haatline::storage::ledger
