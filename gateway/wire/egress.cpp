#include "gateway/wire/egress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::gateway {
namespace {

/// IANA's special-purpose registries (RFC 6890 and its updates), and multicast.
constexpr std::string_view special_blocks[] = {
    "0.0.0.0/8",       "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",    "169.254.0.0/16",
    "172.16.0.0/12",   "192.0.0.0/24",   "192.0.2.0/24",  "192.168.0.0/16", "198.18.0.0/15",
    "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",   "240.0.0.0/4",    "::/128",
    "::1/128",         "64:ff9b:1::/48", "100::/64",      "2001::/23",      "2001:db8::/32",
    "3fff::/20",       "5f00::/16",      "fc00::/7",      "fe80::/10",      "fec0::/10",
    "ff00::/8",
};

/// Blocks in which an IPv4 address stands, and the octet at which it begins.
struct Wrapper {
    std::string_view block;
    std::size_t at;
};
constexpr Wrapper wrappers[] = {{"64:ff9b::/96", 12}, {"2002::/16", 2}, {"::/96", 12}};

template <std::size_t count>
std::vector<Cidr> parsed(std::array<std::string_view, count> const& texts) {
    std::vector<Cidr> out;
    for (auto const text : texts) out.push_back(Cidr::parse(text).value());
    return out;
}

IpAddress unwrapped(IpAddress const& address) {
    for (auto const& wrapper : wrappers) {
        if (!Cidr::parse(wrapper.block).value().holds(address)) continue;
        IpAddress out;
        out.octets[10] = out.octets[11] = 0xFF;
        std::copy_n(address.octets.begin() + static_cast<std::ptrdiff_t>(wrapper.at), 4,
                    out.octets.begin() + 12);
        return out;
    }
    return address;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 253 && text.front() != '.' && text.back() != '.' &&
           std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                      c == '_';
           });
}

std::optional<std::uint16_t> port_of(std::string_view text) {
    std::uint16_t port = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (ec != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

} // namespace

bool is_public(IpAddress const& address) {
    static std::vector<Cidr> const special = parsed(std::to_array(special_blocks));
    return !any_holds(special, address) && !any_holds(special, unwrapped(address));
}

Result<EgressList::Host> EgressList::parse_one(std::string_view entry) {
    auto const wrong = [&](std::string_view why) {
        return fail(Errc::invalid_config,
                    fmt::format("'{}' {}; write e.g. api.example.in, api.example.in:8443, "
                                "192.0.2.7, [2001:db8::1]:8080 or 10.20.0.0/16",
                                entry, why));
    };
    if (auto block = Cidr::parse(entry)) return Host{{}, *block, std::nullopt};
    Host out;
    auto host = entry;
    auto const colon = host.rfind(':');
    if (colon != std::string_view::npos && host.rfind(']') != host.size() - 1) {
        out.port = port_of(host.substr(colon + 1));
        if (!out.port) return wrong("has no port from 1 to 65535 behind its colon");
        host = host.substr(0, colon);
    }
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    else if (host.find(':') != std::string_view::npos)
        return wrong("is not a host");
    if (IpAddress::parse(host))
        out.block = Cidr::parse(host).value();
    else if (is_name(host))
        out.name = host;
    else
        return wrong("is not a host in lower case");
    return out;
}

Result<EgressList> EgressList::parse(std::span<std::string const> entries) {
    EgressList out;
    for (auto const& entry : entries) {
        auto host = parse_one(entry);
        if (!host) return fail(host.error());
        out.hosts_.push_back(std::move(*host));
    }
    return out;
}

bool EgressList::names(std::string_view host, std::uint16_t port) const {
    auto const address = IpAddress::parse(host);
    return std::ranges::any_of(hosts_, [&](Host const& each) {
        bool const at_port = each.port ? *each.port == port : port == 80 || port == 443;
        if (!at_port) return false;
        if (address) return each.block && each.block->holds(*address);
        return !each.block && each.name == host;
    });
}

bool EgressList::leads_to(IpAddress const& address) const {
    return is_public(address) || std::ranges::any_of(hosts_, [&](Host const& each) {
               return each.block && each.block->holds(address);
           });
}

} // namespace haatline::gateway
