#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>

namespace haatline::gateway::test {

/// Answers each connection's first request with exactly these octets and closes: well-behaved
/// servers cannot test a client.
class BareServer {
  public:
    explicit BareServer(std::string octets) : octets_(std::move(octets)), fd_(listening()) {
        sockaddr_in at{};
        socklen_t size = sizeof at;
        ::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size);
        port_ = ntohs(at.sin_port);
        thread_ = std::thread([this] { serve(); });
    }
    ~BareServer() {
        ::shutdown(fd_, SHUT_RDWR);
        thread_.join();
        ::close(fd_);
    }
    std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

  private:
    static int listening() {
        int const fd = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::bind(fd, reinterpret_cast<sockaddr const*>(&at), sizeof at) != 0 ||
            ::listen(fd, 16) != 0)
            throw std::runtime_error("no port to listen on");
        return fd;
    }
    void serve() {
        for (int one = ::accept(fd_, nullptr, nullptr); one >= 0;
             one = ::accept(fd_, nullptr, nullptr)) {
            std::string heard;
            char room[4096];
            while (heard.find("\r\n\r\n") == std::string::npos) {
                auto const count = ::recv(one, room, sizeof room, 0);
                if (count <= 0) break;
                heard.append(room, static_cast<std::size_t>(count));
            }
            std::string_view left = octets_;
            while (!left.empty()) {
                auto const count = ::send(one, left.data(), left.size(), MSG_NOSIGNAL);
                if (count <= 0) break;
                left.remove_prefix(static_cast<std::size_t>(count));
            }
            ::close(one);
        }
    }

    std::string octets_;
    int fd_;
    unsigned short port_ = 0;
    std::thread thread_;
};

} // namespace haatline::gateway::test
