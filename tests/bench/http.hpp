#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Just enough HTTP/1.1 to load a server from outside: no code of the product stands on both sides
/// of a measurement.
namespace bench {

struct Address {
    std::string host = "127.0.0.1";
    std::uint16_t port = 8080;
};

/// "http://127.0.0.1:8080" or "127.0.0.1:8080"; IPv4 only.
bool parse_address(std::string_view text, Address& out);

/// A connected, non-blocking socket with TCP_NODELAY, or -1.
int connect_to(Address const& address);

/// One turn of africastalking as bytes on the wire.
std::string ussd_request(Address const& address, std::string_view token, std::string_view session,
                         std::string_view phone, std::string_view text);

struct Response {
    unsigned status = 0;
    std::string body;
};

/// Takes one whole response off the front of `buffer`. @returns false while it is not whole.
/// `broken` is set when the bytes are no response at all.
bool take_response(std::string& buffer, Response& out, bool& broken);

} // namespace bench
