#pragma once

#include "gateway/wire/smpp/octets.hpp"
#include "gateway/wire/smpp/stream.hpp"
#include "simulators/smsc/smsc.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/world.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace haatline::tests {

namespace smpp = haatline::smpp;
using simulators::smsc::Plan;
using simulators::smsc::Smsc;
using smpp::Command;

/// A connection without a socket: what the SMSC writes is read as PDUs.
class FakeWire final : public gateway::Stream {
  public:
    void begin(Events events) override { events_ = std::move(events); }
    bool send(std::string_view octets) override {
        sent.emplace_back(octets);
        return true;
    }
    std::size_t waiting() const override { return 0; }
    void hold(bool) override {}
    void split(std::size_t octets) override { splits = octets; }
    void close() override { end("closed by us"); }
    void cut() override { end("cut by us"); }
    void reset() override {
        was_reset = true;
        end("reset by us");
    }
    bool open() const override { return open_; }
    std::string const& peer() const override { return peer_; }

    void hear(std::string_view octets) {
        auto const tell = events_.octets;
        if (tell) tell(octets);
    }
    void hear(smpp::Pdu const& pdu) { hear(smpp::encoded(pdu).value()); }
    /// What came since it was asked last.
    std::vector<smpp::Pdu> said() {
        std::vector<smpp::Pdu> out;
        for (auto const& octets : std::exchange(sent, {}))
            out.push_back(smpp::decode(octets).value());
        return out;
    }

    std::vector<std::string> sent;
    std::size_t splits = 0;
    bool was_reset = false;

  private:
    void end(std::string_view why) {
        if (!std::exchange(open_, false)) return;
        auto const events = std::exchange(events_, {});
        if (events.closed) events.closed(why);
    }
    Events events_;
    std::string peer_ = "192.0.2.1:40000";
    bool open_ = true;
};

/// An SMSC whose time passes when a test says so.
struct SmscBench {
    explicit SmscBench(Plan plan = {})
        : smsc(std::move(plan), world.world, {}, [this](auto delay, auto work) {
              due.emplace(world.clock.steady() + delay, std::move(work));
          }) {}

    std::shared_ptr<FakeWire> dial() {
        auto const wire = std::make_shared<FakeWire>();
        smsc.admit(wire);
        return wire;
    }
    static smpp::Pdu bind(Command command = Command::bind_transceiver) {
        smpp::Pdu out;
        out.command = command;
        out.sequence = 1;
        out.system_id = "haatline";
        out.password = "secret12";
        return out;
    }
    std::shared_ptr<FakeWire> bound(Command command = Command::bind_transceiver) {
        auto const wire = dial();
        wire->hear(bind(command));
        REQUIRE(wire->said().at(0).status == 0);
        return wire;
    }
    static smpp::Pdu submit(std::uint32_t sequence, std::string text = "hi",
                            std::string to = "919876543212") {
        smpp::Pdu out;
        out.command = Command::submit_sm;
        out.sequence = sequence;
        out.source = {5, 0, "HAATLN"};
        out.destination = {1, 1, std::move(to)};
        out.short_message = std::move(text);
        return out;
    }
    void pass(Millis time) {
        auto const until = world.clock.steady() + time;
        while (!due.empty() && due.begin()->first <= until) {
            auto const at = due.begin()->first;
            auto const work = std::move(due.begin()->second);
            due.erase(due.begin());
            auto const wait = std::chrono::ceil<Millis>(at - world.clock.steady());
            if (wait > Millis(0)) world.clock.pass(wait);
            work();
        }
        world.clock.pass(std::chrono::duration_cast<Millis>(until - world.clock.steady()));
    }

    ManualWorld world;
    std::multimap<std::chrono::nanoseconds, std::function<void()>> due;
    Smsc smsc;
};

} // namespace haatline::tests
