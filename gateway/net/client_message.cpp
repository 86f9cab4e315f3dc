#include "gateway/net/client_message.hpp"

#include "gateway/net/headers.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

} // namespace

bool is_token(std::string_view text) {
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               marks.find(c) != std::string_view::npos;
    });
}

bool is_header_value(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return is_control(c) && c != '\t'; });
}

bool ClientRequest::has_body() const {
    constexpr std::string_view bare[] = {"GET", "HEAD", "DELETE", "OPTIONS"};
    return !body.empty() || std::ranges::find(bare, method) == std::end(bare);
}

Result<void> ClientRequest::sound() const {
    if (!is_token(method)) return fail(Errc::bad_request, "the method is not a word");
    if (path.empty() || path.front() != '/' ||
        std::ranges::any_of(path, [](char c) { return is_control(c) || c == ' '; }))
        return fail(Errc::bad_request, "the path must begin with '/' and hold no blanks");
    if (!is_header_value(content_type))
        return fail(Errc::bad_request, "the content type holds a control character");
    for (auto const& [name, value] : headers)
        if (!is_token(name) || !is_header_value(value))
            return fail(Errc::bad_request, "a header's name is not a word, or its value holds a "
                                           "control character");
    return {};
}

std::string_view ClientReply::header(std::string_view name) const {
    for (auto const& [key, value] : headers)
        if (same_header(key, name)) return value;
    return {};
}

std::vector<std::string_view> ClientReply::headers_all(std::string_view name) const {
    std::vector<std::string_view> out;
    for (auto const& [key, value] : headers)
        if (same_header(key, name)) out.push_back(value);
    return out;
}

} // namespace haatline::gateway
