#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>

namespace haatline::gateway::test {

/// A socket that sends exactly the octets it is told to: well-behaved clients cannot test a server.
class BareClient {
  public:
    explicit BareClient(unsigned short port, int receive_buffer = 0)
        : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        timeval const patience{10, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        int const on = 1;
        ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (receive_buffer)
            ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(fd_, reinterpret_cast<sockaddr const*>(&to), sizeof to) != 0)
            throw std::runtime_error(std::string("connect: ") + std::strerror(errno));
    }
    ~BareClient() { close(); }
    BareClient(BareClient const&) = delete;
    BareClient(BareClient&& other) noexcept : fd_(other.fd_), held_(std::move(other.held_)) {
        other.fd_ = -1;
    }

    /// False when the server does not take it any more.
    bool send(std::string_view octets) {
        while (!octets.empty()) {
            auto const count = ::send(fd_, octets.data(), octets.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            octets.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    /// The next whole answer (by its Content-Length), or what came before the end of the
    /// connection.
    std::string answer() {
        for (;;) {
            auto const head = held_.find("\r\n\r\n");
            if (head != std::string::npos) {
                constexpr std::string_view label = "Content-Length: ";
                auto const at = held_.find(label);
                auto const body = at < head ? std::stoul(held_.substr(at + label.size())) : 0;
                if (held_.size() >= head + 4 + body) return cut(head + 4 + body);
            }
            if (!receive()) return cut(held_.size());
        }
    }
    /// Everything up to the end of the connection.
    std::string rest() {
        while (receive()) {
        }
        return cut(held_.size());
    }
    /// True when the server closed in order and sent nothing more.
    bool ended() { return rest().empty() && !failed_; }
    void half_close() { ::shutdown(fd_, SHUT_WR); }
    /// Closes with a reset instead of a farewell.
    void reset() {
        linger const now{1, 0};
        ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        close();
    }
    void close() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }

  private:
    bool receive() {
        char octets[4096];
        auto const count = ::recv(fd_, octets, sizeof octets, 0);
        failed_ = count < 0;
        if (count <= 0) return false;
        held_.append(octets, static_cast<std::size_t>(count));
        return true;
    }
    std::string cut(std::size_t size) {
        auto out = held_.substr(0, size);
        held_.erase(0, size);
        return out;
    }

    int fd_;
    std::string held_;
    bool failed_ = false;
};

inline std::string get(std::string const& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
}

inline std::string post(std::string const& path, std::string const& body) {
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Type: text/plain\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// The answer of `Served` to what it echoes.
inline std::string ok(std::string const& body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " +
           std::to_string(body.size()) + "\r\n\r\n" + body;
}

inline std::string closing(std::string const& status) {
    return "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
}

} // namespace haatline::gateway::test
