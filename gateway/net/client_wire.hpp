#pragma once

#include "gateway/net/client_message.hpp"
#include "gateway/net/http_target.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace haatline::gateway {

/// The octets of a sound request, for both clients of this folder.
std::string to_wire(ClientRequest const& request, HttpTarget const& target);

/// What an HTTP message says, without Beast: names lower-cased, the body moved out of it.
ClientReply to_client_reply(boost::beast::http::response<boost::beast::http::string_body>& message);

} // namespace haatline::gateway
