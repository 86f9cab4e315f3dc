#include "gateway/net/client_reply.hpp"

#include <boost/beast/http/fields.hpp>

#include <algorithm>

namespace haatline::gateway {

std::string_view ClientReply::header(std::string_view name) const {
    for (auto const& [key, value] : headers)
        if (key == name) return value;
    return {};
}

ClientReply
to_client_reply(boost::beast::http::response<boost::beast::http::string_body>& message) {
    ClientReply out;
    out.status = message.result_int();
    for (auto const& field : message) {
        std::string name(field.name_string());
        std::transform(name.begin(), name.end(), name.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        out.headers.emplace_back(std::move(name), std::string(field.value()));
    }
    out.body = std::move(message.body());
    return out;
}

} // namespace haatline::gateway
