#include "gateway/net/http_sender.hpp"

#include "gateway/net/curl_transfer.hpp"
#include "gateway/net/loop_impl.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include <deque>
#include <unordered_map>
#include <vector>

namespace haatline::gateway {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

/// How often those who wait are looked at for their deadlines.
constexpr auto sweep_every = std::chrono::milliseconds(100);

bool libcurl_is_ready() {
    static bool const ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    return ready;
}

} // namespace

/// libcurl says which sockets it waits for and until when; Asio waits and says when they are ready.
class HttpSender::Impl : public std::enable_shared_from_this<Impl> {
  public:
    Impl(Loop& loop, Clock& clock, SenderOptions options)
        : options_(std::move(options)), loop_(loop), clock_(clock), io_(loop.impl().io),
          timer_(io_), multi_(curl_multi_init(), &curl_multi_cleanup) {}
    ~Impl() {
        for (auto const& [handle, job] : running_) curl_multi_remove_handle(multi_.get(), handle);
    }

    Result<void> start();
    void stop();
    void take(OutRequest request, Done done);
    std::size_t in_flight() const { return running_.size(); }
    std::size_t queued() const { return waiting_.size(); }

  private:
    struct Job {
        std::unique_ptr<CurlTransfer> transfer;
        Done done;
        std::chrono::nanoseconds deadline{};
        std::chrono::milliseconds timeout{};
    };
    /// A socket of libcurl's, which Asio only watches: it is let go, never closed, here.
    struct Watch {
        Watch(asio::io_context& io, curl_socket_t s) : descriptor(io), socket(s) {}
        ~Watch() {
            if (descriptor.is_open()) (void)descriptor.release();
        }
        asio::posix::stream_descriptor descriptor;
        curl_socket_t socket;
        int wants = CURL_POLL_NONE;
        bool reading = false, writing = false;
    };

    void pump();
    void begin(Job job);
    void act(curl_socket_t socket, int ready);
    void watch(curl_socket_t socket, int wants);
    void wait(std::shared_ptr<Watch> const& watch);
    void wake_after(long milliseconds);
    void sweep_later();
    void sweep();
    void later(Done done, Error error);

    SenderOptions const options_;
    Loop& loop_;
    Clock& clock_;
    asio::io_context& io_;
    asio::steady_timer timer_;
    std::uint64_t wake_serial_ = 0; ///< a wait that was called off must not wake anybody
    std::unordered_map<curl_socket_t, std::shared_ptr<Watch>> watches_;
    std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)> multi_;
    std::unordered_map<CURL*, Job> running_;
    std::deque<Job> waiting_;
    bool sweeping_ = false, stopped_ = false;
};

Result<void> HttpSender::Impl::start() {
    auto const* const about = curl_version_info(CURLVERSION_NOW);
    if (!libcurl_is_ready() || !multi_ || !(about->features & CURL_VERSION_ASYNCHDNS))
        return fail(Errc::invalid_config,
                    "this libcurl cannot resolve names in the background; take Debian's libcurl4");
    auto* const multi = multi_.get();
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(
        multi, CURLMOPT_SOCKETFUNCTION,
        +[](CURL*, curl_socket_t socket, int wants, void* self, void*) {
            static_cast<Impl*>(self)->watch(socket, wants);
            return 0;
        });
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(
        multi, CURLMOPT_TIMERFUNCTION, +[](CURLM*, long milliseconds, void* self) {
            static_cast<Impl*>(self)->wake_after(milliseconds);
            return 0;
        });
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, static_cast<long>(options_.in_flight_max));
    return {};
}

void HttpSender::Impl::stop() {
    stopped_ = true;
    waiting_.clear();
    timer_.cancel();
}

void HttpSender::Impl::later(Done done, Error error) {
    loop_.post([weak = weak_from_this(), done = std::move(done), error = std::move(error)] {
        auto const self = weak.lock();
        if (self && !self->stopped_) done(fail(error));
    });
}

void HttpSender::Impl::take(OutRequest request, Done done) {
    auto const timeout = request.timeout;
    if (running_.size() >= options_.in_flight_max && waiting_.size() >= options_.queued_max)
        return later(std::move(done),
                     {Errc::limit, "too many requests wait for providers; nothing was sent"});
    auto transfer = CurlTransfer::make(std::move(request), options_);
    if (!transfer) return later(std::move(done), transfer.error());
    waiting_.push_back({std::move(*transfer), std::move(done), clock_.steady() + timeout, timeout});
    pump();
    sweep_later();
}

void HttpSender::Impl::pump() {
    while (!stopped_ && !waiting_.empty() && running_.size() < options_.in_flight_max) {
        auto job = std::move(waiting_.front());
        waiting_.pop_front();
        begin(std::move(job));
    }
}

void HttpSender::Impl::begin(Job job) {
    auto const left =
        std::chrono::duration_cast<std::chrono::milliseconds>(job.deadline - clock_.steady());
    job.transfer->set_timeout(left);
    auto* const handle = job.transfer->handle();
    if (curl_multi_add_handle(multi_.get(), handle) != CURLM_OK)
        return later(std::move(job.done), {Errc::internal, "libcurl takes no more requests"});
    running_.emplace(handle, std::move(job));
}

/// Lets libcurl work, then tells those whose request is through. They may send again, or take the
/// sender down, as they like.
void HttpSender::Impl::act(curl_socket_t socket, int ready) {
    if (stopped_) return;
    auto const self = shared_from_this();
    int still_running = 0;
    curl_multi_socket_action(multi_.get(), socket, ready, &still_running);
    std::vector<std::pair<Done, Result<ClientReply>>> through;
    int left = 0;
    while (auto const* const message = curl_multi_info_read(multi_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        auto* const handle = message->easy_handle;
        auto const code = message->data.result; // gone with the handle
        curl_multi_remove_handle(multi_.get(), handle);
        auto const found = running_.find(handle);
        through.emplace_back(std::move(found->second.done), found->second.transfer->result(code));
        running_.erase(found);
    }
    pump();
    for (auto& [done, result] : through)
        if (!stopped_) done(std::move(result));
}

void HttpSender::Impl::watch(curl_socket_t socket, int wants) {
    auto& held = watches_[socket];
    if (wants == CURL_POLL_REMOVE) {
        if (held) {
            held->wants = CURL_POLL_NONE;
            (void)held->descriptor.release(); // libcurl closes it
        }
        watches_.erase(socket);
        return;
    }
    if (!held) {
        held = std::make_shared<Watch>(io_, socket);
        error_code ec; // no room in epoll: the request ends by its timeout
        held->descriptor.assign(socket, ec);
        if (ec) return void(watches_.erase(socket));
    }
    held->wants = wants;
    wait(held);
}

void HttpSender::Impl::wait(std::shared_ptr<Watch> const& watch) {
    using Wait = asio::posix::stream_descriptor::wait_type;
    auto const once = [&](bool Watch::*waiting, Wait kind, int ready) {
        if ((watch->wants & ready) == 0 || watch.get()->*waiting) return;
        watch.get()->*waiting = true;
        watch->descriptor.async_wait(
            kind, [weak = weak_from_this(), watch, waiting, ready](error_code ec) {
                watch.get()->*waiting = false;
                auto const self = weak.lock();
                if (ec || !self || self->stopped_ || (watch->wants & ready) == 0) return;
                self->act(watch->socket, ready);
                if (!self->stopped_ && watch->wants != CURL_POLL_NONE) self->wait(watch);
            });
    };
    static_assert(CURL_POLL_IN == CURL_CSELECT_IN && CURL_POLL_OUT == CURL_CSELECT_OUT);
    once(&Watch::reading, Wait::wait_read, CURL_POLL_IN);
    once(&Watch::writing, Wait::wait_write, CURL_POLL_OUT);
}

void HttpSender::Impl::wake_after(long milliseconds) {
    auto const serial = ++wake_serial_;
    if (milliseconds < 0) return void(timer_.cancel());
    timer_.expires_after(std::chrono::milliseconds(milliseconds));
    timer_.async_wait([weak = weak_from_this(), serial](error_code ec) {
        auto const self = weak.lock();
        if (!ec && self && serial == self->wake_serial_) self->act(CURL_SOCKET_TIMEOUT, 0);
    });
}

void HttpSender::Impl::sweep_later() {
    if (sweeping_ || waiting_.empty()) return;
    sweeping_ = true;
    loop_.after(sweep_every, [weak = weak_from_this()] {
        if (auto const self = weak.lock(); self && !self->stopped_) self->sweep();
    });
}

void HttpSender::Impl::sweep() {
    sweeping_ = false;
    auto const now = clock_.steady();
    std::erase_if(waiting_, [&](Job& job) {
        if (job.deadline > now) return false;
        later(std::move(job.done),
              {Errc::timeout, fmt::format("no connection was free for {} ms; nothing was sent",
                                          job.timeout.count())});
        return true;
    });
    sweep_later();
}

Result<std::unique_ptr<HttpSender>> HttpSender::open(Loop& loop, Clock& clock,
                                                     SenderOptions options) {
    if (!libcurl_is_ready()) return fail(Errc::invalid_config, "libcurl cannot be started");
    auto impl = std::make_shared<Impl>(loop, clock, std::move(options));
    if (auto started = impl->start(); !started) return fail(started.error());
    return std::unique_ptr<HttpSender>(new HttpSender(std::move(impl)));
}

HttpSender::HttpSender(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpSender::~HttpSender() { impl_->stop(); }

void HttpSender::send(OutRequest request, Done done) {
    impl_->take(std::move(request), std::move(done));
}

std::size_t HttpSender::in_flight() const { return impl_->in_flight(); }
std::size_t HttpSender::queued() const { return impl_->queued(); }

} // namespace haatline::gateway
