#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway {

using HeaderLines = std::vector<std::pair<std::string, std::string>>;

/// What a client of ours sends.
struct ClientRequest {
    std::string method = "GET";
    std::string path{}; ///< with the query; begins with '/'
    std::string body{}; ///< goes out with its length, even an empty one, unless the method has none
    std::string content_type = "application/x-www-form-urlencoded"; ///< of the body
    HeaderLines headers{}; ///< in this order, doubled ones too; Host and Content-* are ours

    /// GET, HEAD, DELETE and OPTIONS without a body go out without saying so.
    bool has_body() const;
    /// @fails Errc::bad_request for what would read as another request on the wire: a method or a
    /// header's name that is no token, a path with blanks, a line's end anywhere.
    Result<void> sound() const;
};

/// What a server said.
struct ClientReply {
    unsigned status = 0;
    HeaderLines headers; ///< names lower-cased, in order
    std::string body;

    /// The first value of a header, whatever its name's case, or an empty view.
    std::string_view header(std::string_view name) const;
    std::vector<std::string_view> headers_all(std::string_view name) const;
};

/// Whether a header or a method may be called so (RFC 9110 §5.6.2).
bool is_token(std::string_view text);
/// Whether a header may say so: no line's end, no control character but the tab.
bool is_header_value(std::string_view text);

} // namespace haatline::gateway
