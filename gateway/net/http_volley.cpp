#include "gateway/net/http_volley.hpp"

#include "gateway/net/client_wire.hpp"
#include "gateway/net/loop_impl.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <vector>

namespace haatline::gateway {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
namespace {

constexpr std::size_t reply_bytes_max = 1024 * 1024;
/// How often deadlines are looked at: a timer for each request would cost more than the request.
constexpr auto sweep_every = std::chrono::milliseconds(100);

struct Job {
    std::string bytes;
    HttpVolley::Done done;
    bool head = false;  ///< a HEAD: the answer has no body, whatever length it names
    bool again = false; ///< was on a kept connection once that turned out to be closed
};

} // namespace

struct HttpVolley::Impl : std::enable_shared_from_this<Impl> {
    struct Connection : std::enable_shared_from_this<Connection> {
        explicit Connection(Impl& pool) : owner(pool.weak_from_this()), socket(pool.io) {}

        std::weak_ptr<Impl> owner;
        tcp::socket socket;
        beast::flat_buffer buffer;
        std::optional<http::response_parser<http::string_body>> reply;
        Job job;
        std::size_t place = 0;      ///< in `busy`
        std::size_t ticks_left = 0; ///< sweeps until the deadline
        bool fresh = true, late = false;

        void connect(tcp::resolver::results_type const& where) {
            asio::async_connect(socket, where,
                                [self = shared_from_this()](error_code ec, tcp::endpoint const&) {
                                    if (ec) return self->finished(ec);
                                    error_code ignored;
                                    self->socket.set_option(tcp::no_delay(true), ignored);
                                    self->write();
                                });
        }
        void write() {
            asio::async_write(socket, asio::buffer(job.bytes),
                              [self = shared_from_this()](error_code ec, std::size_t) {
                                  ec ? self->finished(ec) : self->read();
                              });
        }
        void read() {
            reply.emplace();
            reply->body_limit(reply_bytes_max);
            reply->skip(job.head);
            http::async_read(
                socket, buffer, *reply,
                [self = shared_from_this()](error_code ec, std::size_t) { self->finished(ec); });
        }
        void finished(error_code ec) {
            if (auto const pool = owner.lock()) pool->finished(shared_from_this(), ec);
        }
        void close() {
            error_code ignored;
            socket.close(ignored);
        }
    };
    using Kept = std::shared_ptr<Connection>;

    Impl(Loop& l, HttpTarget t, VolleyOptions o)
        : loop(l), io(l.impl().io), target(std::move(t)), options(o) {}

    Loop& loop;
    asio::io_context& io;
    HttpTarget target;
    VolleyOptions options;
    tcp::resolver::results_type where;
    std::vector<Kept> idle, busy;
    std::deque<Job> waiting;
    bool sweeping = false;

    void take(Job job) {
        if (!idle.empty()) {
            auto connection = std::move(idle.back()); // the warmest
            idle.pop_back();
            begin(std::move(connection), std::move(job));
        } else if (busy.size() < options.connections_max) {
            begin(std::make_shared<Connection>(*this), std::move(job));
        } else {
            waiting.push_back(std::move(job));
        }
        sweep_later();
    }

    void begin(Kept connection, Job job) {
        connection->job = std::move(job);
        connection->late = false;
        connection->ticks_left = static_cast<std::size_t>(options.deadline / sweep_every) + 1;
        connection->place = busy.size();
        busy.push_back(connection);
        connection->fresh ? connection->connect(where) : connection->write();
    }

    void finished(Kept const& connection, error_code ec) {
        // Thousands may be at work: the last one takes this one's place.
        std::swap(busy[connection->place], busy.back());
        busy[connection->place]->place = connection->place;
        busy.pop_back();
        auto job = std::move(connection->job);
        bool const kept = !connection->fresh;
        connection->fresh = false;
        bool const unheard = !connection->reply || !connection->reply->got_some();
        if (ec && kept && unheard && !connection->late && !job.again) {
            connection->close();
            job.again = true;
            return begin(std::make_shared<Connection>(*this), std::move(job));
        }
        auto result = ec ? Result<ClientReply>(broken(ec, connection->late))
                         : to_client_reply(connection->reply->get());
        bool const keep = !ec && connection->reply->get().keep_alive();
        connection->reply.reset();
        keep ? idle.push_back(connection) : connection->close();
        if (!waiting.empty()) {
            auto next = std::move(waiting.front());
            waiting.pop_front();
            take(std::move(next));
        }
        job.done(std::move(result));
    }

    tl::unexpected<Error> broken(error_code ec, bool late) const {
        if (late)
            return fail(Errc::timeout, fmt::format("{} did not answer within {} ms", target.shown(),
                                                   options.deadline.count()));
        return fail(Errc::unavailable, fmt::format("{}: {}; is the gateway running there?",
                                                   target.shown(), ec.message()));
    }

    void sweep_later() {
        if (sweeping) return;
        sweeping = true;
        loop.after(sweep_every, [weak = weak_from_this()] {
            if (auto const self = weak.lock()) self->sweep();
        });
    }

    void sweep() {
        sweeping = false;
        for (auto const& connection : busy) {
            if (connection->ticks_left > 0) --connection->ticks_left;
            if (connection->ticks_left > 0 || connection->late) continue;
            connection->late = true;
            connection->close(); // its operation ends, later, with an error
        }
        if (!busy.empty()) sweep_later();
    }
};

Result<std::unique_ptr<HttpVolley>> HttpVolley::open(Loop& loop, std::string const& url,
                                                     VolleyOptions options) {
    auto target = read_target(url);
    if (!target) return fail(target.error());
    auto impl = std::make_shared<Impl>(loop, std::move(*target), options);
    error_code ec;
    tcp::resolver resolver(impl->io);
    impl->where = resolver.resolve(impl->target.host, impl->target.port, ec);
    if (ec)
        return fail(Errc::unavailable, fmt::format("{}: {}", impl->target.shown(), ec.message()));
    return std::unique_ptr<HttpVolley>(new HttpVolley(std::move(impl)));
}

HttpVolley::HttpVolley(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpVolley::~HttpVolley() {
    for (auto const& connection : impl_->busy) connection->close();
    for (auto const& connection : impl_->idle) connection->close();
}

void HttpVolley::send(ClientRequest request, Done done) {
    if (auto sound = request.sound(); !sound)
        return impl_->loop.post(
            [done = std::move(done), error = sound.error()] { done(fail(error)); });
    auto bytes = to_wire(request, impl_->target);
    impl_->take({std::move(bytes), std::move(done), request.method == "HEAD", false});
}

std::size_t HttpVolley::in_flight() const { return impl_->busy.size() + impl_->waiting.size(); }
std::size_t HttpVolley::queued() const { return impl_->waiting.size(); }
std::size_t HttpVolley::connections() const { return impl_->busy.size() + impl_->idle.size(); }

} // namespace haatline::gateway
