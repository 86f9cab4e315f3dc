#pragma once

#include "gateway/app/house.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/world.hpp"

#include <future>
#include <memory>
#include <string>
#include <thread>

namespace haatline::tests {

/// A whole gateway in this process, on a real database in a folder of its own, without a socket:
/// raw requests in, raw replies out. Time stands still unless a test lets it pass.
class Line {
  public:
    explicit Line(int demo_size = 0, std::string menus_dir = {}, std::string locales_dir = {});
    /// With bounds of its own.
    explicit Line(gateway::DispatcherOptions dispatching);
    ~Line();

    gateway::RawReply call(gateway::RawRequest request);
    /// The reply never reaches the provider: its connection was gone.
    gateway::RawReply call_unread(gateway::RawRequest request);
    /// Several requests handed over at once, in this order, before any is answered.
    std::vector<gateway::RawReply> call_all(std::vector<gateway::RawRequest> requests);
    /// The same, and before the disk or a reader can say anything, `then` happens on the loop.
    std::vector<gateway::RawReply> call_all(std::vector<gateway::RawRequest> requests,
                                            std::function<void(gateway::House&)> then);
    /// Runs on the loop, to its end.
    void on_loop(std::function<void(gateway::House&)> work);
    gateway::RawReply get(std::string const& path, std::string const& query = "");
    gateway::RawReply post(std::string const& path, std::string const& form);

    /// A message from a phone, brought by a carrier that gives each an id; whether it was taken.
    bool text(std::string const& phone, std::string const& words, std::string const& identity);
    struct Sent {
        std::uint64_t to = 0;
        std::string text;
    };
    /// What was written down to be sent since the last look, in its order.
    std::vector<Sent> sent_since();

    /// Idle phones are put down as they are every second, and at the same moment this comes in.
    gateway::RawReply call_while_tidying(gateway::RawRequest request);
    /// Africa's Talking: all answers so far, joined by '*'.
    std::string dial(std::string const& phone, std::string const& session, std::string const& text);

    /// Stops the gateway and starts it again on the same folder. `clean`: as SIGTERM does; else
    /// nothing is put down first.
    void restart(bool clean = true);
    /// As `haatline reload` does, to its end.
    gateway::House::Reloaded reload();
    void set_clock_by(Millis time) { world_.clock.set_by(time); }
    void pass(Millis time) { world_.clock.pass(time); }

    std::string const& dir() const { return dir_.path(); }
    ManualWorld& world() { return world_; }
    gateway::Metrics const& metrics() const { return house_->metrics(); }

  private:
    std::vector<gateway::RawReply> call_all(std::vector<gateway::RawRequest> requests, bool read,
                                            std::function<void(gateway::House&)> then);
    void start();
    void stop(bool clean);

    TempDir dir_;
    ManualWorld world_;
    int demo_size_;
    std::string menus_dir_, locales_dir_;
    gateway::DispatcherOptions dispatching_;
    std::unique_ptr<gateway::Loop> loop_;
    std::unique_ptr<gateway::House> house_;
    std::int64_t last_sent_ = 0;
    std::thread thread_;
};

/// Form and query encoding of one value.
std::string encoded(std::string_view value);

} // namespace haatline::tests
