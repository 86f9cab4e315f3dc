#include "gateway/wire/cidr.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace haatline::gateway {
namespace {

constexpr unsigned mapped_bits = 96; ///< of ::ffff:0:0/96, before the IPv4 part

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// "203.0.113.7:4711" and "[2001:db8::1]:4711" stand in X-Forwarded-For of some proxies.
std::string_view without_port(std::string_view text) {
    if (text.starts_with('[')) return text.substr(1, text.find(']') - 1);
    if (std::count(text.begin(), text.end(), ':') == 1) return text.substr(0, text.find(':'));
    return text;
}

} // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
    std::string const asciiz(text);
    if (asciiz.find('\0') != std::string::npos) return std::nullopt;
    IpAddress out;
    if (in_addr v4{}; ::inet_pton(AF_INET, asciiz.c_str(), &v4) == 1) {
        out.octets[10] = out.octets[11] = 0xFF;
        auto const* bytes = reinterpret_cast<std::uint8_t const*>(&v4.s_addr);
        std::copy_n(bytes, 4, out.octets.begin() + 12);
        return out;
    }
    if (::inet_pton(AF_INET6, asciiz.c_str(), out.octets.data()) == 1) return out;
    return std::nullopt;
}

Result<Cidr> Cidr::parse(std::string_view text) {
    auto const slash = text.find('/');
    auto const head = text.substr(0, slash);
    auto const address = IpAddress::parse(head);
    auto const wrong = [&](std::string_view why) {
        return fail(Errc::invalid_config,
                    fmt::format("'{}' {}; write e.g. 203.0.113.0/24 or 2001:db8::/32", text, why));
    };
    if (!address) return wrong("is not an address block");
    bool const v4 = head.find(':') == std::string_view::npos;
    unsigned bits = v4 ? 32 : 128;
    if (slash != std::string_view::npos) {
        auto const tail = text.substr(slash + 1);
        unsigned given = 0;
        auto const [end, ec] = std::from_chars(tail.data(), tail.data() + tail.size(), given);
        if (ec != std::errc{} || end != tail.data() + tail.size() || given > bits)
            return wrong("has no valid prefix length");
        bits = given;
    }
    Cidr const out{*address, bits + (v4 ? mapped_bits : 0)};
    for (unsigned bit = out.bits; bit < 128; ++bit)
        if (address->octets[bit / 8] & (0x80u >> (bit % 8)))
            return wrong("has bits set behind its prefix");
    return out;
}

bool Cidr::holds(IpAddress const& address) const {
    auto const whole = bits / 8;
    if (!std::equal(network.octets.begin(), network.octets.begin() + whole, address.octets.begin()))
        return false;
    if (bits % 8 == 0) return true;
    auto const mask = static_cast<unsigned>(0xFF00u >> (bits % 8)) & 0xFFu;
    return ((network.octets[whole] ^ address.octets[whole]) & mask) == 0;
}

bool any_holds(std::span<Cidr const> blocks, IpAddress const& address) {
    return std::any_of(blocks.begin(), blocks.end(),
                       [&](Cidr const& block) { return block.holds(address); });
}

std::optional<IpAddress> caller_address(std::string_view peer, std::string_view forwarded_for,
                                        std::span<Cidr const> trusted_proxies) {
    auto hop = IpAddress::parse(peer);
    // From the right: each hop was written by the one behind it, so belief ends at the first that
    // is not ours.
    while (hop && !forwarded_for.empty() && any_holds(trusted_proxies, *hop)) {
        auto const comma = forwarded_for.rfind(',');
        auto const last =
            comma == std::string_view::npos ? forwarded_for : forwarded_for.substr(comma + 1);
        forwarded_for =
            comma == std::string_view::npos ? std::string_view{} : forwarded_for.substr(0, comma);
        hop = IpAddress::parse(without_port(trimmed(last)));
    }
    return hop;
}

} // namespace haatline::gateway
