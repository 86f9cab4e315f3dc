#include "tests/bench/http.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>

namespace bench {
namespace {

std::string percent(std::string_view text) {
    std::string out;
    for (char const c : text) {
        bool const plain =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
        if (plain)
            out += c;
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace

bool parse_address(std::string_view text, Address& out) {
    if (text.starts_with("http://")) text.remove_prefix(7);
    if (text.ends_with('/')) text.remove_suffix(1);
    auto const colon = text.rfind(':');
    if (colon == std::string_view::npos) return false;
    out.host = text.substr(0, colon);
    auto const port = text.substr(colon + 1);
    return std::from_chars(port.data(), port.data() + port.size(), out.port).ec == std::errc{};
}

int connect_to(Address const& address) {
    int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0) return -1;
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(address.port);
    if (::inet_pton(AF_INET, address.host.c_str(), &to.sin_addr) != 1 ||
        ::connect(fd, reinterpret_cast<sockaddr const*>(&to), sizeof to) != 0) {
        ::close(fd);
        return -1;
    }
    int const on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

std::string ussd_request(Address const& address, std::string_view token, std::string_view session,
                         std::string_view phone, std::string_view text) {
    auto const body = fmt::format(
        "sessionId={}&serviceCode=%2A789%23&phoneNumber=%2B{}&networkCode=99999&text={}", session,
        phone, percent(text));
    return fmt::format(
        "POST /in/africastalking/{} HTTP/1.1\r\nHost: {}:{}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
        token, address.host, address.port, body.size(), body);
}

bool take_response(std::string& buffer, Response& out, bool& broken) {
    auto const head_end = buffer.find("\r\n\r\n");
    if (head_end == std::string::npos) return false;
    std::string_view const head(buffer.data(), head_end);
    broken = !head.starts_with("HTTP/1.1 ");
    if (broken) return false;
    std::from_chars(head.data() + 9, head.data() + 12, out.status);
    std::size_t length = 0;
    for (auto at = head.find("\r\n"); at != std::string_view::npos;
         at = head.find("\r\n", at + 2)) {
        auto const line = head.substr(at + 2);
        constexpr std::string_view name = "content-length:";
        bool same = line.size() > name.size();
        for (std::size_t i = 0; same && i < name.size(); ++i)
            same = (line[i] | 0x20) == name[i] || line[i] == name[i];
        if (!same) continue;
        auto value = line.substr(name.size());
        while (value.starts_with(' ')) value.remove_prefix(1);
        std::from_chars(value.data(), value.data() + value.size(), length);
    }
    if (buffer.size() < head_end + 4 + length) return false;
    out.body = buffer.substr(head_end + 4, length);
    buffer.erase(0, head_end + 4 + length);
    return true;
}

} // namespace bench
