#include "gateway/net/control_socket.hpp"

#include "gateway/net/loop_impl.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <sstream>

namespace haatline::gateway {
namespace asio = boost::asio;
using Local = asio::local::stream_protocol;
namespace {

constexpr std::string_view socket_name = "haatline.sock";
constexpr std::string_view done_line = "done";
constexpr std::string_view refused_line = "refused";
constexpr std::size_t command_bytes_max = 256;
constexpr std::size_t answer_bytes_max = 4 * 1024 * 1024; // a report of a wholly broken set
// Somebody types a command; a connection that says nothing is not kept.
constexpr std::chrono::seconds patience_with_commands{10};

/// A socket's address holds 107 bytes; a folder's path may be longer. Linux finds the folder through
/// an open descriptor of it too.
class Folder {
  public:
    explicit Folder(std::string const& dir)
        : dir_(dir), open_(::open(dir.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {}
    ~Folder() {
        if (open_ >= 0) ::close(open_);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;

    std::string path() const { return (std::filesystem::path(dir_) / socket_name).string(); }
    Local::endpoint endpoint() const {
        constexpr std::size_t path_max = 107;
        std::string const plain = path();
        if (plain.size() <= path_max) return {plain};
        return {fmt::format("/proc/self/fd/{}/{}", open_, socket_name)};
    }

  private:
    std::string dir_;
    int open_;
};

/// Only our own user and root may command us, whatever the file's rights became.
bool trusted(Local::socket& socket) {
    ucred other{};
    socklen_t size = sizeof other;
    return ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &other, &size) == 0 &&
           (other.uid == ::geteuid() || other.uid == 0);
}

/// One command on its way; lives in its own callbacks.
class Conversation : public std::enable_shared_from_this<Conversation> {
  public:
    Conversation(Local::socket socket, ControlSocket::Handler const& handler)
        : socket_(std::move(socket)), timer_(socket_.get_executor(), patience_with_commands),
          handler_(handler) {}

    void begin() {
        timer_.async_wait([self = shared_from_this()](boost::system::error_code ec) {
            boost::system::error_code ignored;
            if (!ec) self->socket_.close(ignored);
        });
        asio::async_read_until(
            socket_, heard_, '\n',
            [self = shared_from_this()](boost::system::error_code ec, std::size_t length) {
                self->timer_.cancel();
                if (!ec) self->act(length);
            });
    }

  private:
    void act(std::size_t length) {
        auto const* data = static_cast<char const*>(heard_.data().data());
        handler_(std::string_view(data, length - 1),
                 [self = shared_from_this()](ControlSocket::Answer answer) {
                     self->say(std::move(answer));
                 });
    }

    void say(ControlSocket::Answer answer) {
        said_ = fmt::format("{}\n{}", answer.done ? done_line : refused_line, answer.text);
        asio::async_write(socket_, asio::buffer(said_),
                          [self = shared_from_this()](boost::system::error_code, std::size_t) {});
    }

    Local::socket socket_;
    asio::steady_timer timer_;
    asio::streambuf heard_{command_bytes_max};
    std::string said_;
    ControlSocket::Handler const handler_;
};

class LocalServer final : public ControlSocket {
  public:
    LocalServer(Local::acceptor acceptor, std::string path, Handler handler)
        : acceptor_(std::move(acceptor)), path_(std::move(path)), handler_(std::move(handler)),
          self_(std::make_shared<LocalServer*>(this)) {
        accept();
    }
    ~LocalServer() override {
        *self_ = nullptr;
        ::unlink(path_.c_str());
    }

  private:
    void accept() {
        acceptor_.async_accept([self = self_](boost::system::error_code ec, Local::socket socket) {
            auto* const server = *self;
            if (!server || ec == asio::error::operation_aborted) return;
            if (!ec && trusted(socket))
                std::make_shared<Conversation>(std::move(socket), server->handler_)->begin();
            // Out of descriptors: commands wait for the next start, callers come first.
            if (!ec) server->accept();
        });
    }

    Local::acceptor acceptor_;
    std::string path_;
    Handler handler_;
    std::shared_ptr<LocalServer*> self_; ///< empty inside once we are gone
};

} // namespace

Result<std::unique_ptr<ControlSocket>>
ControlSocket::listen(Loop& loop, std::string const& data_dir, Handler handler) {
    Folder const folder(data_dir);
    // The folder's lock is ours: a socket in it is one that a killed gateway left.
    ::unlink(folder.path().c_str());
    boost::system::error_code ec;
    Local::acceptor acceptor(loop.impl().io);
    acceptor.open(Local(), ec);
    // On Linux the file gets the rights of the socket, so that it is never open to others.
    if (!ec) ::fchmod(acceptor.native_handle(), S_IRUSR | S_IWUSR);
    if (!ec) acceptor.bind(folder.endpoint(), ec);
    if (!ec) acceptor.listen(8, ec);
    if (ec) return fail(Errc::unavailable, fmt::format("{}: {}", folder.path(), ec.message()));
    return std::make_unique<LocalServer>(std::move(acceptor), folder.path(), std::move(handler));
}

Result<ControlSocket::Answer> ask_running(std::string const& data_dir, std::string_view command,
                                          std::chrono::seconds patience) {
    Folder const folder(data_dir);
    Local::iostream line;
    line.expires_after(patience);
    line.connect(folder.endpoint());
    if (!line) {
        auto const ec = line.error();
        if (ec == asio::error::access_denied)
            return fail(
                Errc::unauthenticated,
                fmt::format("{}: run this as the user that serves it, or as root", folder.path()));
        return fail(Errc::not_found,
                    fmt::format("no gateway serves {} ({}): name its folder with --data, or start "
                                "it with `haatline serve`",
                                data_dir, ec.message()));
    }
    line << command << '\n' << std::flush;
    std::string status, text;
    std::getline(line, status);
    std::string piece;
    while (text.size() < answer_bytes_max && std::getline(line, piece)) text += piece + '\n';
    if (status != done_line && status != refused_line)
        return fail(Errc::timeout,
                    fmt::format("{}: the gateway did not answer within {} s: look at its log",
                                folder.path(), patience.count()));
    return ControlSocket::Answer{status == done_line, std::move(text)};
}

} // namespace haatline::gateway
