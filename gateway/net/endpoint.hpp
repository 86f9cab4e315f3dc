#pragma once

#include "base/result.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <string>

/// Addresses as operators write them. Included by gateway/net only.
namespace haatline::gateway {

/// Of "127.0.0.1:8080" or "[::1]:8080".
/// @fails Errc::invalid_config and says how to write it.
Result<boost::asio::ip::tcp::endpoint> endpoint_of(std::string const& address);

std::string written(boost::asio::ip::tcp::endpoint const& at);

/// Listens there, with as long a backlog as the kernel allows.
/// @fails Errc::invalid_config when the address cannot be parsed or bound.
Result<boost::asio::ip::tcp::acceptor> listening_on(boost::asio::io_context& io,
                                                    std::string const& address);

} // namespace haatline::gateway
