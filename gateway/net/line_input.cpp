#include "gateway/net/line_input.hpp"

#include "gateway/net/loop_impl.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/streambuf.hpp>
#include <unistd.h>

#include <string>

namespace haatline::gateway {
namespace asio = boost::asio;
namespace {

constexpr std::size_t line_octets_max = 64 * 1024;

class Reader : public std::enable_shared_from_this<Reader> {
  public:
    Reader(Loop& loop, int descriptor, std::function<void(std::string_view)> line)
        : input_(loop.impl().io), line_(std::move(line)) {
        boost::system::error_code ignored;
        // A copy, so that closing ours leaves the caller's.
        if (int const own = ::dup(descriptor); own >= 0) input_.assign(own, ignored);
    }

    void next() {
        if (!input_.is_open()) return;
        asio::async_read_until(
            input_, heard_, '\n',
            [weak = weak_from_this()](boost::system::error_code ec, std::size_t octets) {
                auto const self = weak.lock();
                if (self && !ec) self->tell(octets);
            });
    }

  private:
    void tell(std::size_t octets) {
        std::string line(static_cast<char const*>(heard_.data().data()), octets - 1);
        heard_.consume(octets);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        next();
        line_(line);
    }

    asio::posix::stream_descriptor input_;
    asio::streambuf heard_{line_octets_max};
    std::function<void(std::string_view)> line_;
};

class Held final : public LineInput {
  public:
    explicit Held(std::shared_ptr<Reader> reader) : reader_(std::move(reader)) {}

  private:
    std::shared_ptr<Reader> reader_;
};

} // namespace

std::unique_ptr<LineInput> LineInput::read(Loop& loop, int descriptor,
                                           std::function<void(std::string_view)> line) {
    auto const reader = std::make_shared<Reader>(loop, descriptor, std::move(line));
    reader->next();
    return std::make_unique<Held>(reader);
}

} // namespace haatline::gateway
