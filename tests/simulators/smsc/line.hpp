#pragma once

#include "gateway/net/stream.hpp"
#include "tests/support/world.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

namespace haatline::tests {

/// What is to happen, in a time that a test moves.
class Agenda {
  public:
    explicit Agenda(ManualClock& clock) : clock_(clock) {}
    void post(std::function<void()> work) { after(std::chrono::nanoseconds(0), std::move(work)); }
    void after(std::chrono::nanoseconds delay, std::function<void()> work) {
        due_.emplace(clock_.steady() + delay, std::move(work));
    }
    void pass(Millis span) {
        auto const until = clock_.steady() + span;
        while (!due_.empty() && due_.begin()->first <= until) {
            auto const at = due_.begin()->first;
            auto const work = std::move(due_.begin()->second);
            due_.erase(due_.begin());
            if (at > clock_.steady()) clock_.pass(std::chrono::ceil<Millis>(at - clock_.steady()));
            work();
        }
        if (until > clock_.steady())
            clock_.pass(std::chrono::ceil<Millis>(until - clock_.steady()));
    }

  private:
    ManualClock& clock_;
    std::multimap<std::chrono::nanoseconds, std::function<void()>> due_;
};

/// One end of a connection inside this process. What is sent arrives a moment later, as TCP has it;
/// what is on its way when an end is cut is lost.
class LineEnd final : public gateway::Stream, public std::enable_shared_from_this<LineEnd> {
  public:
    explicit LineEnd(Agenda& agenda) : agenda_(agenda) {}
    static std::pair<std::shared_ptr<LineEnd>, std::shared_ptr<LineEnd>> pair(Agenda& agenda) {
        auto one = std::make_shared<LineEnd>(agenda), other = std::make_shared<LineEnd>(agenda);
        one->other_ = other;
        other->other_ = one;
        return {one, other};
    }

    void begin(Events events) override {
        events_ = std::move(events);
        begun_ = true;
        take(std::exchange(early_, {}));
    }
    bool send(std::string_view octets) override {
        if (!open()) return false;
        agenda_.post([other = other_, text = std::string(octets)] {
            if (auto const peer = other.lock()) peer->take(text);
        });
        return true;
    }
    std::size_t waiting() const override { return 0; }
    void hold(bool) override {}
    void split(std::size_t) override {}
    void close() override { finish("closed by us", false); }
    void cut() override { finish("cut by us", true); }
    void reset() override { finish("reset by us", true); }
    bool open() const override { return open_; }
    std::string const& peer() const override { return name_; }

  private:
    void take(std::string const& octets) {
        if (!open_ || octets.empty()) return;
        if (!begun_) {
            early_ += octets;
            return;
        }
        auto const alive = shared_from_this();
        auto const tell = events_.octets;
        if (tell) tell(octets);
    }
    /// Cut: what we sent and the other side has not read is lost too.
    void finish(std::string_view why, bool at_once) {
        if (!open_) return;
        auto const over = [other = other_] {
            if (auto const peer = other.lock()) peer->end("closed by the peer");
        };
        if (at_once)
            over();
        else
            agenda_.post(over);
        end(why);
    }
    void end(std::string_view why) {
        if (!std::exchange(open_, false)) return;
        auto const alive = shared_from_this();
        auto const events = std::exchange(events_, {});
        if (events.closed) events.closed(why);
    }

    Agenda& agenda_;
    std::weak_ptr<LineEnd> other_;
    Events events_;
    std::string early_, name_ = "192.0.2.1:40000";
    bool open_ = true, begun_ = false;
};

} // namespace haatline::tests
