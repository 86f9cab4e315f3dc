#include "gateway/app/serve.hpp"

#include "gateway/app/courier.hpp"
#include "gateway/app/house.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/post_office.hpp"
#include "gateway/app/start_notes.hpp"
#include "gateway/net/control_socket.hpp"
#include "gateway/wire/cidr.hpp"

#include <fcntl.h>
#include <fmt/ranges.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

namespace haatline::gateway {
namespace {

/// Started with standard streams closed (`>&-`), the next file or socket we open would take their
/// place, and a log line would be written into a database or to a caller.
void keep_standard_streams() {
    for (int open = ::open("/dev/null", O_RDWR); open >= 0; open = ::open("/dev/null", O_RDWR))
        if (open > STDERR_FILENO) {
            ::close(open);
            return;
        }
}

/// Every connection is a file descriptor; the usual soft limit of 1,024 would refuse callers long
/// before we are busy.
void raise_descriptor_limit(std::size_t connections) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    rlimit wanted = limit;
    wanted.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &wanted) == 0) limit = wanted;
    constexpr rlim_t ours = 64; // database, its log, epoll, standard streams
    if (limit.rlim_cur < connections + ours)
        spdlog::warn("descriptors={} are fewer than limits.connections={} needs: raise LimitNOFILE "
                     "(systemd) or `ulimit -Hn`",
                     limit.rlim_cur, connections);
    else
        spdlog::info("descriptors={}", limit.rlim_cur);
}

/// SIGTERM: no new calls, finish those in work, put dialogues down, leave.
class Ending : public std::enable_shared_from_this<Ending> {
  public:
    Ending(Loop& loop, HttpServer& server, House& house, PostOffice& office, World& world,
           std::chrono::milliseconds patience)
        : loop_(loop), server_(server), house_(house), office_(office), world_(world),
          patience_(patience) {}

    void begin() {
        if (begun_) return loop_.stop(); // asked twice: somebody is in a hurry
        begun_ = true;
        started_ = world_.clock.steady();
        house_.metrics().ready = false;
        house_.metrics().not_ready_because = "draining";
        spdlog::info("ending turns_in_work={}", house_.dispatcher().turns_in_work());
        server_.stop_accepting();
        server_.drain();
        // What left is answered first: else the next start would have to send it again.
        office_.drain(world_.clock.now() + patience_);
        look();
    }

  private:
    void look() {
        bool const quiet = house_.dispatcher().turns_in_work() == 0 &&
                           server_.counters().connections_open == 0 && office_.idle();
        bool const enough = world_.clock.steady() - started_ > patience_;
        if (quiet || enough) {
            if (!quiet)
                spdlog::warn("ending with turns_in_work={} connections={} after the drain time",
                             house_.dispatcher().turns_in_work(),
                             server_.counters().connections_open);
            return loop_.stop();
        }
        loop_.after(std::chrono::milliseconds(10), [self = shared_from_this()] { self->look(); });
    }

    Loop& loop_;
    HttpServer& server_;
    House& house_;
    PostOffice& office_;
    World& world_;
    std::chrono::milliseconds patience_;
    std::chrono::nanoseconds started_{};
    bool begun_ = false;
};

/// The demo's token is known to everybody: nobody outside this machine may reach it.
bool on_loopback(std::string_view listen) {
    auto host = listen.substr(0, listen.rfind(':'));
    if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
    static std::array const blocks{*Cidr::parse("127.0.0.0/8"), *Cidr::parse("::1")};
    auto const address = IpAddress::parse(host);
    return !address || any_holds(blocks, *address); // what is no address, listening refuses
}

void watch_the_desk(Loop& loop, House& house) {
    house.look_at_the_desk();
    loop.after(House::desk_looked_at_every, [&loop, &house] { watch_the_desk(loop, house); });
}

/// A timer that is due stands in line behind the callbacks that came before it: how late it is handled
/// is how long they wait before anybody reads them.
void watch_the_line(Loop& loop, House& house, World& world, HttpCounters const& http) {
    constexpr auto every = std::chrono::milliseconds(20);
    auto const due = world.clock.steady() + every;
    loop.after(every, [&loop, &house, &world, &http, due, before = http.requests] {
        house.dispatcher().line_waited(world.clock.steady() - due, http.requests - before);
        house.feed_alerts();
        watch_the_line(loop, house, world, http);
    });
}

void tidy_every_second(Loop& loop, House& house) {
    loop.after(std::chrono::seconds(1), [&loop, &house] {
        house.tick();
        tidy_every_second(loop, house);
    });
}

/// What operators ask of a running gateway from another terminal.
struct Command {
    std::string_view name;
    void (*run)(House& house, ControlSocket::Reply reply);
};
constexpr std::array kCommands{
    Command{"reload",
            [](House& house, ControlSocket::Reply reply) {
                house.reload([reply = std::move(reply)](House::Reloaded const& reloaded) {
                    reply({reloaded.done, reloaded.text});
                });
            }},
    // `haatline erase` wrote who it is into the database; the gateway alone may carry it out.
    Command{"erase",
            [](House& house, ControlSocket::Reply reply) {
                house.erase_due([reply = std::move(reply)](Result<void> const& done) {
                    reply({done.has_value(), done ? std::string() : done.error().detail + '\n'});
                });
            }},
    // `haatline alert` changed one: it need not wait for the next second.
    Command{"alerts",
            [](House& house, ControlSocket::Reply reply) {
                house.look_at_alerts();
                reply({true, {}});
            }},
};

std::unique_ptr<ControlSocket> listen_for_commands(Loop& loop, House& house,
                                                   std::string const& data_dir) {
    auto control = ControlSocket::listen(
        loop, data_dir, [&house](std::string_view command, ControlSocket::Reply reply) {
            std::string known;
            for (auto const& each : kCommands) {
                if (each.name == command) return each.run(house, std::move(reply));
                known += fmt::format("{}{}", known.empty() ? "" : ", ", each.name);
            }
            reply({false, fmt::format("unknown command; known: {}\n", known)});
        });
    if (control) return std::move(*control);
    spdlog::warn("haatline reload will not work, kill -HUP does: {}", control.error().detail);
    return nullptr;
}

/// For providers that take the screen by a request of ours. None of them: nothing is opened.
Result<std::unique_ptr<Courier>> send_screens(Loop& loop, House& house, Config const& config,
                                              World& world) {
    bool const none = std::all_of(config.routes.begin(), config.routes.end(),
                                  [](auto const& route) { return route.send_to.empty(); });
    if (none) return std::unique_ptr<Courier>();
    auto courier = Courier::open(loop, world.clock, config.routes);
    if (!courier) return courier;
    house.router().send_by([&sends = **courier](Route const& route, ClientRequest request,
                                                std::function<void(bool)> told) {
        sends.send(route.config.name, std::move(request), std::move(told));
    });
    return courier;
}

} // namespace

int serve(ServeOptions options, World& world) {
    keep_standard_streams();
    start_log(options.config.log_level);
    raise_descriptor_limit(options.config.limits.connections);
    if (options.demo && !on_loopback(options.config.listen)) {
        spdlog::error("cannot start: --demo listens on loopback only, not on '{}', because its "
                      "token is known to everybody: write 127.0.0.1:PORT, or serve with --config",
                      options.config.listen);
        return 1;
    }
    if (options.config.routes.empty())
        spdlog::warn("no [[route]] in the configuration: every callback will be answered 403");
    for (auto const& note : start_notes(options.config, options.demo)) spdlog::warn("{}", note);
    Loop loop;
    auto house = House::open(loop, world, options);
    if (!house) {
        spdlog::error("cannot start: {}", house.error().detail);
        return 1;
    }
    auto courier = send_screens(loop, **house, options.config, world);
    if (!courier) {
        spdlog::error("cannot start: {}", courier.error().detail);
        return 1;
    }
    auto office = PostOffice::open(loop, world, **house, options.config, options.demo);
    if (!office) {
        spdlog::error("cannot start: {}", office.error().detail);
        return 1;
    }
    auto const& limits = options.config.limits;
    HttpLimits const http{limits.connections, limits.header_timeout, limits.idle_timeout,
                          limits.reply_timeout};
    auto server = HttpServer::listen(
        loop, options.config.listen, http,
        [&router = (*house)->router()](RawRequest request, std::function<void(RawReply)> reply) {
            router.take(std::move(request), std::move(reply));
        });
    if (!server) {
        spdlog::error("cannot start: {}", server.error().detail);
        return 1;
    }
    (*house)->router().show_counters_of((*server)->counters());
    auto const ending =
        std::make_shared<Ending>(loop, **server, **house, **office, world, limits.drain_timeout);
    loop.on_terminate([ending] { ending->begin(); });
    loop.on_reload([&house] { (*house)->reload(); });
    auto const control = listen_for_commands(loop, **house, options.config.data_dir);
    tidy_every_second(loop, **house);
    watch_the_desk(loop, **house);
    watch_the_line(loop, **house, world, (*server)->counters());

    (*office)->begin();
    (*house)->metrics().ready = true;
    std::printf("ready http://%s\n", (*server)->address().c_str());
    std::fflush(stdout);
    loop.run();
    (*house)->close();
    spdlog::info("ended");
    return 0;
}

} // namespace haatline::gateway
