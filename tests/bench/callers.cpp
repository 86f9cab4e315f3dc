// bench_callers: many callers at once, each playing a whole story, and every reply compared with
// the screen that caller must get. A wrong, missing or refused reply makes the exit status 1: a
// bench that can pass with errors is broken.

#include "tests/bench/http.hpp"
#include "tests/bench/story.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

namespace {

using namespace bench;
using Clock = std::chrono::steady_clock;

struct Options {
    std::string url = "127.0.0.1:8080", token = "demo", format = "text";
    std::size_t turns = 100'000, connections = 64;
    std::uint64_t first_phone =
        917000000000ULL; ///< callers nobody knows: each run over one database needs fresh ones
    std::uint64_t run = 0;
};

struct Totals {
    std::size_t replies = 0, wrong = 0, missing = 0, refused = 0;
    std::vector<std::uint32_t> micros;
    std::vector<std::string> shown; ///< the first few that were wrong, for the reader
};

/// One caller on one connection; when her story is over the connection serves the next caller.
struct Caller {
    int fd = -1;
    Story const* story = nullptr;
    std::size_t number = 0, step = 0, call = 0;
    std::string name, phone, session, text, in, out;
    Clock::time_point asked;
    bool waiting = false;
};

class Load {
  public:
    Load(Options const& options, Address address)
        : options_(options), address_(std::move(address)), stories_(stories()) {}

    /// Plays each story once alone and keeps its screens. @returns false when a story cannot be
    /// played at all.
    bool learn();
    bool run();
    Totals const& totals() const { return totals_; }
    double seconds() const { return seconds_; }

  private:
    void begin(Caller& caller, Story const& story);
    void say(Caller& caller);
    bool write_out(Caller& caller);
    void heard(Caller& caller, Response const& response);
    void fault(std::string what);
    bool read_some(Caller& caller);
    bool done(Caller const& caller) const { return caller.step == caller.story->steps.size(); }

    Options const& options_;
    Address address_;
    std::vector<Story> stories_;
    Totals totals_;
    std::size_t next_caller_ = 0, said_ = 0;
    double seconds_ = 0;
    bool learning_ = false;
};

void Load::begin(Caller& caller, Story const& story) {
    caller.story = &story;
    caller.number = next_caller_++;
    caller.name = name_of(caller.number);
    caller.phone = std::to_string(options_.first_phone + caller.number);
    caller.step = caller.call = 0;
}

void Load::say(Caller& caller) {
    auto const& step = caller.story->steps[caller.step];
    if (step.dials) {
        caller.session = fmt::format("b{}-{}-{}", options_.run, caller.number, caller.call++);
        caller.text.clear();
    } else {
        if (!caller.text.empty()) caller.text += '*';
        caller.text += step.text == "{name}" ? caller.name : step.text;
    }
    caller.out += ussd_request(address_, options_.token, caller.session, caller.phone, caller.text);
    caller.asked = Clock::now();
    caller.waiting = true;
    ++said_;
}

bool Load::write_out(Caller& caller) {
    while (!caller.out.empty()) {
        auto const n =
            ::send(caller.fd, caller.out.data(), caller.out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0)
            return errno == EAGAIN || errno == EINTR; // a request is smaller than any socket buffer
        caller.out.erase(0, static_cast<std::size_t>(n));
    }
    return true;
}

bool Load::read_some(Caller& caller) {
    char buffer[16384];
    auto const n = ::recv(caller.fd, buffer, sizeof buffer, MSG_DONTWAIT);
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    if (n == 0) return false;
    caller.in.append(buffer, static_cast<std::size_t>(n));
    return true;
}

void Load::fault(std::string what) {
    if (totals_.shown.size() < 5) totals_.shown.push_back(std::move(what));
}

void Load::heard(Caller& caller, Response const& response) {
    caller.waiting = false;
    ++totals_.replies;
    auto const took =
        std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - caller.asked);
    totals_.micros.push_back(static_cast<std::uint32_t>(took.count()));
    auto const seen = generalised(response.body, caller.name);
    if (response.status != 200) {
        ++totals_.refused;
        fault(
            fmt::format("{} step {}: status {}", caller.story->name, caller.step, response.status));
    } else if (learning_) {
        const_cast<Story*>(caller.story)->screens.push_back(seen);
    } else if (seen != caller.story->screens[caller.step]) {
        ++totals_.wrong;
        fault(fmt::format("{} step {}:\n--- expected\n{}\n--- got\n{}", caller.story->name,
                          caller.step, caller.story->screens[caller.step], response.body));
    }
    ++caller.step;
}

bool Load::learn() {
    learning_ = true;
    Caller caller;
    caller.fd = connect_to(address_);
    if (caller.fd < 0) return false;
    for (auto& story : stories_) {
        begin(caller, story);
        while (!done(caller)) {
            say(caller);
            if (!write_out(caller)) return false;
            Response response;
            bool broken = false;
            while (!take_response(caller.in, response, broken)) {
                pollfd wait{caller.fd, POLLIN, 0};
                if (broken || ::poll(&wait, 1, 10'000) != 1 || !read_some(caller)) return false;
            }
            heard(caller, response);
            bool const last_of_call = done(caller) || story.steps[caller.step].dials;
            auto const& screen = story.screens.back();
            if (!screen.starts_with(last_of_call ? "END " : "CON ")) {
                fault(fmt::format("{} step {} should {} the call:\n{}", story.name, caller.step - 1,
                                  last_of_call ? "end" : "go on with", screen));
                return false;
            }
        }
    }
    ::close(caller.fd);
    learning_ = false;
    totals_ = {};
    said_ = 0;
    return true;
}

bool Load::run() {
    int const poll = ::epoll_create1(0);
    std::vector<Caller> callers(options_.connections);
    totals_.micros.reserve(options_.turns + callers.size());
    auto const begun = Clock::now();
    std::size_t waiting = 0;
    for (std::size_t i = 0; i < callers.size(); ++i) {
        auto& caller = callers[i];
        caller.fd = connect_to(address_);
        if (caller.fd < 0) return false;
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.ptr = &caller;
        ::epoll_ctl(poll, EPOLL_CTL_ADD, caller.fd, &event);
        begin(caller, stories_[i % stories_.size()]);
        say(caller);
        ++waiting;
        if (!write_out(caller)) return false;
    }
    std::vector<epoll_event> events(callers.size());
    while (waiting > 0) {
        int const n = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 30'000);
        if (n == 0) { // nobody answered anything for as long as a network would wait
            totals_.missing += waiting;
            fault(fmt::format("{} callers were never answered", waiting));
            break;
        }
        for (int i = 0; i < n; ++i) {
            auto& caller = *static_cast<Caller*>(events[static_cast<std::size_t>(i)].data.ptr);
            Response response;
            bool broken = false;
            if (!read_some(caller)) {
                ::close(caller.fd);
                if (caller.waiting) ++totals_.missing, --waiting;
                fault("the gateway closed a connection");
                continue;
            }
            if (!caller.waiting || !take_response(caller.in, response, broken)) {
                if (broken) fault("bytes that are no HTTP response");
                totals_.wrong += broken;
                continue;
            }
            heard(caller, response);
            --waiting;
            if (done(caller)) {
                if (said_ >= options_.turns) continue;
                begin(caller, stories_[next_caller_ % stories_.size()]);
            }
            say(caller);
            ++waiting;
            if (!write_out(caller)) ++totals_.missing, --waiting;
        }
    }
    seconds_ = std::chrono::duration<double>(Clock::now() - begun).count();
    ::close(poll);
    for (auto const& caller : callers) ::close(caller.fd);
    return true;
}

double percentile(std::vector<std::uint32_t>& sorted, double share) {
    if (sorted.empty()) return 0;
    return sorted[std::min(sorted.size() - 1,
                           static_cast<std::size_t>(share * static_cast<double>(sorted.size())))] /
           1000.0;
}

int report(Load const& load, Options const& options) {
    auto totals = load.totals();
    std::sort(totals.micros.begin(), totals.micros.end());
    double const rate = static_cast<double>(totals.replies) / load.seconds();
    auto const form =
        options.format == "json"
            ? R"({{"turns":{},"seconds":{:.3f},"per_second":{:.0f},"p50_ms":{:.2f},"p99_ms":{:.2f},"p999_ms":{:.2f},"wrong":{},"missing":{},"refused":{}}})"
            : "{} turns in {:.1f} s: {:.0f}/s, p50 {:.2f} ms, p99 {:.2f} ms, p99.9 {:.2f} ms, {} "
              "wrong, {} missing, {} refused";
    fmt::print("{}\n", fmt::format(fmt::runtime(form), totals.replies, load.seconds(), rate,
                                   percentile(totals.micros, 0.5), percentile(totals.micros, 0.99),
                                   percentile(totals.micros, 0.999), totals.wrong, totals.missing,
                                   totals.refused));
    for (auto const& line : totals.shown) fmt::print(stderr, "{}\n", line);
    return totals.wrong + totals.missing + totals.refused == 0 && totals.replies >= options.turns
               ? 0
               : 1;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "Many callers at once against a running `haatline serve --demo`; every reply is compared."};
    Options options;
    app.add_option("--url", options.url, "the gateway")->capture_default_str();
    app.add_option("--token", options.token, "path token of the africastalking route")
        ->capture_default_str();
    app.add_option("--turns", options.turns, "stop beginning new stories after so many")
        ->capture_default_str();
    app.add_option("--connections", options.connections, "callers at once")->capture_default_str();
    app.add_option("--first-phone", options.first_phone, "callers are numbered from here")
        ->capture_default_str();
    app.add_option("--run", options.run,
                   "makes session names differ between runs over one database");
    app.add_option("--format", options.format, "text or json")
        ->check(CLI::IsMember({"text", "json"}));
    CLI11_PARSE(app, argc, argv);

    Address address;
    if (!parse_address(options.url, address)) {
        fmt::print(stderr, "bench_callers: --url must be ADDR:PORT\n");
        return 2;
    }
    Load load(options, address);
    if (!load.learn() || !load.run()) {
        fmt::print(stderr, "bench_callers: the gateway at {} could not be played with\n",
                   options.url);
        for (auto const& line : load.totals().shown) fmt::print(stderr, "{}\n", line);
        return 1;
    }
    return report(load, options);
}
