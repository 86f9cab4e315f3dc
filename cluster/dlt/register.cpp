#include "cluster/dlt/register.hpp"

#include "cluster/dlt/word.hpp"

#include <sodium.h>

#include <algorithm>

namespace haatline::dlt {

std::optional<int> Header::idle_days(std::chrono::sys_days today) const {
    auto const since = last_used_on ? last_used_on : registered_on;
    if (!since) return {};
    return std::max(0, static_cast<int>((today - *since).count()));
}

std::string_view name(AllowedTarget::Kind kind) {
    return kind == AllowedTarget::Kind::url ? "url" : "cbn";
}

std::string url_key(std::string_view url) {
    url = cell(url);
    if (auto const scheme = url.find("://"); scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    auto const host_end = std::min(url.find_first_of("/?#"), url.size());
    std::string out;
    for (std::size_t i = 0; i < url.size(); ++i) {
        auto const c = url[i];
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F)
            return {};
        if (i < host_end && (c == '@' || c == '\\')) return {}; // a host that only looks like ours
        out += i < host_end && c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (out.starts_with("www.")) out.erase(0, 4);
    while (out.ends_with('/')) out.pop_back();
    auto const dot = out.find('.');
    return dot == 0 || dot == std::string::npos || out.size() > 255 ? std::string() : out;
}

std::string cbn_key(std::string_view number) {
    std::string out;
    for (char const c : cell(number)) {
        if (c >= '0' && c <= '9')
            out += c;
        else if (c != ' ' && c != '-' && !(c == '+' && out.empty()))
            return {};
    }
    if (out.size() < 3 || out.size() > 15) return {};
    if (out.size() == 11 && out.front() == '0') out.erase(0, 1);
    if (out.size() == 10 && out.front() >= '6') out.insert(0, "91");
    return out;
}

std::string Chain::list() const {
    if (telemarketers.empty()) return {};
    std::string out = entity;
    for (auto const& one : telemarketers) (out += ',') += one;
    return out;
}

std::string Chain::hash() const {
    auto const ids = list();
    if (ids.empty()) return {};
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(digest, reinterpret_cast<unsigned char const*>(ids.data()), ids.size());
    std::string out;
    constexpr std::string_view hex = "0123456789abcdef";
    for (auto const byte : digest) {
        out += hex[byte >> 4];
        out += hex[byte & 15];
    }
    return out;
}

} // namespace haatline::dlt
