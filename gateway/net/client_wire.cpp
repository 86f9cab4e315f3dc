#include "gateway/net/client_wire.hpp"

#include <boost/beast/http/fields.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace haatline::gateway {

std::string to_wire(ClientRequest const& request, HttpTarget const& target) {
    auto out = fmt::format("{} {}{} HTTP/1.1\r\nHost: {}\r\n", request.method, target.base,
                           request.path, target.shown());
    for (auto const& [name, value] : request.headers)
        fmt::format_to(std::back_inserter(out), "{}: {}\r\n", name, value);
    if (request.has_body())
        fmt::format_to(std::back_inserter(out), "Content-Type: {}\r\nContent-Length: {}\r\n",
                       request.content_type, request.body.size());
    return out + "\r\n" + request.body;
}

ClientReply
to_client_reply(boost::beast::http::response<boost::beast::http::string_body>& message) {
    ClientReply out;
    out.status = message.result_int();
    for (auto const& field : message) {
        std::string name(field.name_string());
        std::ranges::transform(name, name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        out.headers.emplace_back(std::move(name), std::string(field.value()));
    }
    out.body = std::move(message.body());
    return out;
}

} // namespace haatline::gateway
