#pragma once

#include "base/result.hpp"
#include "gateway/wire/cidr.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// Whether an address is one of the public internet: none of the private, loopback, link-local,
/// multicast or otherwise special blocks of IANA's registries. IPv4 within IPv6 (mapped, NAT64,
/// 6to4) is judged by what is inside.
bool is_public(IpAddress const& address);

/// Where we may send requests, so that nobody who can put a URL into a configuration, a template or
/// a callback makes the gateway ask machines behind it (server-side request forgery).
class EgressList {
  public:
    /// Entries: "api.example.in", "api.example.in:8443", "192.0.2.7", "[2001:db8::1]:8080",
    /// "10.20.0.0/16". Without a port: 80 and 443. An address or a block also admits the private
    /// addresses in it, for the listed names that lead there.
    /// @fails Errc::invalid_config naming the entry.
    static Result<EgressList> parse(std::span<std::string const> entries);

    /// Whether a URL may name this host (lower case, an IPv6 address without brackets) and port.
    bool names(std::string_view host, std::uint16_t port) const;
    /// Whether a connection may lead there, whatever name stood in the URL.
    bool leads_to(IpAddress const& address) const;

  private:
    struct Host {
        std::string name; ///< empty when `block` stands for it
        std::optional<Cidr> block;
        std::optional<std::uint16_t> port;
    };
    static Result<Host> parse_one(std::string_view entry);

    std::vector<Host> hosts_;
};

} // namespace haatline::gateway
