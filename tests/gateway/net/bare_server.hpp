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
    /// `then_hears`: how many more requests of a connection it reads, the last without an answer.
    explicit BareServer(std::string octets, int then_hears = 0)
        : octets_(std::move(octets)), then_hears_(then_hears), fd_(listening()) {
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
            for (int requests = 0; requests <= then_hears_; ++requests) {
                if (!hears_one(one)) break;
                bool const last_of_many = requests > 0 && requests == then_hears_;
                if (!last_of_many) say(one);
            }
            ::close(one);
        }
    }
    /// A request's head; what comes with it or behind it is left unread or thrown away.
    static bool hears_one(int one) {
        std::string heard;
        char room[4096];
        while (heard.find("\r\n\r\n") == std::string::npos) {
            auto const count = ::recv(one, room, sizeof room, 0);
            if (count <= 0) return false;
            heard.append(room, static_cast<std::size_t>(count));
        }
        return true;
    }
    void say(int one) const {
        std::string_view left = octets_;
        while (!left.empty()) {
            auto const count = ::send(one, left.data(), left.size(), MSG_NOSIGNAL);
            if (count <= 0) break;
            left.remove_prefix(static_cast<std::size_t>(count));
        }
    }

    std::string octets_;
    int then_hears_;
    int fd_;
    unsigned short port_ = 0;
    std::thread thread_;
};

} // namespace haatline::gateway::test
