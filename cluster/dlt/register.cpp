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

namespace {

/// "https://" in any case; what has another scheme is no address of a page.
bool take_scheme(std::string_view& url) {
    auto const end = url.find("://");
    if (end == std::string_view::npos || end > url.find_first_of("/?#")) return true;
    for (std::string_view const known : {"http", "https"}) {
        bool same = end == known.size();
        for (std::size_t i = 0; same && i < end; ++i) same = (url[i] | 0x20) == known[i];
        if (!same) continue;
        url.remove_prefix(end + 3);
        return true;
    }
    return false;
}

/// Letters, digits, hyphens, with a dot inside, and perhaps a port: nothing that only looks like a host of ours.
bool is_host(std::string_view host) {
    auto const colon = host.find(':');
    auto const port =
        colon == std::string_view::npos ? std::string_view("0") : host.substr(colon + 1);
    host = host.substr(0, colon);
    for (char const c : host)
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' && c != '.')
            return false;
    auto const dot = host.find('.');
    return dot != 0 && dot != std::string_view::npos && !port.empty() &&
           port.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace

std::string url_key(std::string_view url) {
    url = cell(url);
    if (!take_scheme(url)) return {};
    auto const host_end = std::min(url.find_first_of("/?#"), url.size());
    std::string host, rest(url.substr(host_end));
    for (char const c : url.substr(0, host_end))
        host += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    while (host.starts_with("www.")) host.erase(0, 4);
    for (char const c : rest)
        if (static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F)
            return {};
    while (rest.ends_with('/')) rest.pop_back();
    return !is_host(host) || host.size() + rest.size() > 255 ? std::string() : host + rest;
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
