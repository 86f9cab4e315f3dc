#pragma once

#include "base/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// An IPv4 or IPv6 address as 16 octets; IPv4 stands in the mapped form (::ffff:a.b.c.d), so one
/// comparison serves both.
struct IpAddress {
    std::array<std::uint8_t, 16> octets{};

    static std::optional<IpAddress> parse(std::string_view text);
    bool operator==(IpAddress const&) const = default;
};

/// A block of addresses: "203.0.113.0/24", "2001:db8::/32", or a single address.
struct Cidr {
    IpAddress network;
    unsigned bits = 128;

    /// @fails Errc::invalid_config for what is not an address or has bits set behind the prefix.
    static Result<Cidr> parse(std::string_view text);
    bool holds(IpAddress const& address) const;
    bool operator==(Cidr const&) const = default;
};

bool any_holds(std::span<Cidr const> blocks, IpAddress const& address);

/// Who really called: the socket's peer, or, only when the peer is one of `trusted_proxies`, the
/// last hop of X-Forwarded-For that is not a trusted proxy itself. Nothing when the deciding text
/// is not an address.
std::optional<IpAddress> caller_address(std::string_view peer, std::string_view forwarded_for,
                                        std::span<Cidr const> trusted_proxies);

} // namespace haatline::gateway
