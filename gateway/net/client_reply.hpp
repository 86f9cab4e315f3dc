#pragma once

#include "gateway/net/http_client.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace haatline::gateway {

/// What an HTTP message says, without Beast: names lower-cased, the body moved out of it.
ClientReply to_client_reply(boost::beast::http::response<boost::beast::http::string_body>& message);

} // namespace haatline::gateway
