#include "gateway/net/endpoint.hpp"

#include <boost/asio/io_context.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace asio = boost::asio;
using asio::ip::tcp;

Result<tcp::endpoint> endpoint_of(std::string const& address) {
    auto const colon = address.rfind(':');
    auto const wrong = [&](std::string_view why) {
        return fail(
            Errc::invalid_config,
            fmt::format(
                "cannot listen on '{}': {}; write ADDR:PORT, e.g. 127.0.0.1:8080 or [::1]:8080",
                address, why));
    };
    if (colon == std::string::npos) return wrong("no port");
    auto host = address.substr(0, colon);
    auto const port = address.substr(colon + 1);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    if (port.empty() || port.size() > 5 ||
        !std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return wrong("the port is not a number");
    auto const number = std::stoul(port);
    if (number > 65535) return wrong("the port is above 65535");
    boost::system::error_code ec;
    auto const ip = asio::ip::make_address(host, ec);
    if (ec) return wrong("not an IP address");
    return tcp::endpoint(ip, static_cast<unsigned short>(number));
}

std::string written(tcp::endpoint const& at) {
    auto const ip = at.address();
    return fmt::format(fmt::runtime(ip.is_v6() ? "[{}]:{}" : "{}:{}"), ip.to_string(), at.port());
}

Result<tcp::acceptor> listening_on(asio::io_context& io, std::string const& address) {
    auto const endpoint = endpoint_of(address);
    if (!endpoint) return fail(endpoint.error());
    tcp::acceptor acceptor(io);
    boost::system::error_code ec;
    acceptor.open(endpoint->protocol(), ec);
    if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec) acceptor.bind(*endpoint, ec);
    if (!ec) acceptor.listen(4096, ec); // the kernel lowers it to net.core.somaxconn
    if (ec)
        return fail(Errc::invalid_config,
                    fmt::format("cannot listen on {}: {}; choose another address with --listen",
                                address, ec.message()));
    return acceptor;
}

} // namespace haatline::gateway
