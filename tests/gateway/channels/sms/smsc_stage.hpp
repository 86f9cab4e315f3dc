#pragma once

#include "gateway/channels/sms/smpp_carrier.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/world.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace haatline::tests {

using gateway::StreamPtr;

/// An SMSC at the other end of a carrier's binds, without a socket, in a time that the test moves.
class SmscStage {
  public:
    /// One connection, as the SMSC sees it.
    struct Peer {
        smpp::Link link;
        std::vector<smpp::Pdu> heard;      ///< requests, binds left out
        std::vector<smpp::LinkEvent> ends; ///< responses and the like to requests of ours
    };
    /// What it does with a request; answers by `answer`, or not.
    std::function<void(Peer&, smpp::Pdu const&)> behaves = [this](Peer& peer,
                                                                  smpp::Pdu const& pdu) {
        peer.link.respond(smpp::response_to(pdu, smpp::status::ok, std::to_string(++ids)));
    };
    std::uint32_t bind_status = smpp::status::ok;
    bool reachable = true;
    std::uint64_t ids = 0;
    std::size_t dials = 0;
    std::vector<std::shared_ptr<Peer>> peers;
    ManualWorld world;

    gateway::SmppWorks works() {
        return {world.world,
                [this](gateway::StreamTarget, auto done) { post([this, done] { dialled(done); }); },
                [this](std::chrono::nanoseconds delay, std::function<void()> work) {
                    timers_.emplace(now() + delay, std::move(work));
                },
                [this](std::function<void()> work) { post(std::move(work)); }};
    }
    smpp::Instant now() const { return world.clock.steady(); }
    Peer& peer(std::size_t index = 0) {
        REQUIRE(index < peers.size());
        return *peers[index];
    }
    /// All that happens at once.
    void settle() {
        for (bool more = true; more;) {
            more = false;
            while (!posted_.empty()) {
                auto work = std::move(posted_.front());
                posted_.pop_front();
                work();
                more = true;
            }
            while (!timers_.empty() && timers_.begin()->first <= now()) {
                auto work = std::move(timers_.begin()->second);
                timers_.erase(timers_.begin());
                work();
                more = true;
            }
            for (auto const& wire : wires_) more = wire->move() || more;
        }
    }
    /// Lets time pass, in steps of whatever is due.
    void pass(Millis span) {
        settle();
        auto const end = now() + span;
        while (now() < end) {
            auto next = end;
            if (!timers_.empty()) next = std::min(next, timers_.begin()->first);
            world.clock.pass(std::max(Millis(1), std::chrono::ceil<Millis>(next - now())));
            settle();
        }
    }
    /// The SMSC asks something of its own.
    void sends(smpp::Pdu const& pdu, std::size_t index = 0, std::uint64_t mark = 1) {
        REQUIRE(peer(index).link.request(pdu, mark, now()));
        settle();
    }
    void hangs_up(std::size_t index = 0) {
        wires_[index]->cut();
        settle();
    }

  private:
    class Wire final : public gateway::Stream {
      public:
        Wire(SmscStage& stage, std::shared_ptr<Peer> peer)
            : stage_(stage), peer_(std::move(peer)) {}
        void begin(Events events) override { events_ = std::move(events); }
        bool send(std::string_view octets) override {
            out_ += octets;
            return true;
        }
        std::size_t waiting() const override { return out_.size(); }
        void hold(bool held) override { held_ = held; }
        void split(std::size_t) override {}
        void close() override { closing_ = true; }
        void cut() override { end("cut"); }
        void reset() override { end("reset"); }
        bool open() const override { return open_; }
        std::string const& peer() const override { return name_; }

        bool move() {
            if (!open_) return false;
            bool moved = false;
            if (!out_.empty()) {
                moved = true;
                peer_->link.received(std::exchange(out_, {}), stage_.now());
                listen();
                if (events_.drained) events_.drained();
            }
            if (auto back = peer_->link.take_output(); !back.empty() && open_ && !held_) {
                moved = true;
                events_.octets(back);
            }
            if (open_ && (closing_ || peer_->link.finished())) end("closed");
            return moved;
        }

      private:
        void listen() {
            std::vector<smpp::LinkEvent> events;
            peer_->link.take_events(events);
            for (auto& event : events) {
                if (event.kind != smpp::LinkEvent::Kind::request) {
                    peer_->ends.push_back(event);
                } else if (smpp::is_bind(event.pdu.command)) {
                    peer_->link.respond(smpp::response_to(event.pdu, stage_.bind_status));
                } else {
                    peer_->heard.push_back(event.pdu);
                    stage_.behaves(*peer_, event.pdu);
                }
            }
        }
        void end(std::string_view why) {
            if (!std::exchange(open_, false)) return;
            peer_->link.peer_closed();
            auto const events = std::exchange(events_, {});
            if (events.closed) events.closed(why);
        }
        SmscStage& stage_;
        std::shared_ptr<Peer> peer_;
        Events events_;
        std::string out_, name_ = "stage";
        bool open_ = true, closing_ = false, held_ = false;
    };

    void post(std::function<void()> work) { posted_.push_back(std::move(work)); }
    void dialled(std::function<void(Result<StreamPtr>)> const& done) {
        ++dials;
        if (!reachable) return done(fail(Errc::unavailable, "nobody listens"));
        smpp::LinkOptions options;
        options.role = smpp::Role::smsc;
        options.owed_most = 10'000;
        peers.push_back(std::make_shared<Peer>(Peer{smpp::Link(options, now()), {}, {}}));
        wires_.push_back(std::make_shared<Wire>(*this, peers.back()));
        done(StreamPtr(wires_.back()));
    }

    std::deque<std::function<void()>> posted_;
    std::multimap<smpp::Instant, std::function<void()>> timers_;
    std::vector<std::shared_ptr<Wire>> wires_;
};

/// Whom a carrier tells, writing all of it down.
struct CarrierDiary final : gateway::CarrierListener {
    std::vector<gateway::Submitted> results;
    std::vector<gateway::ReceiptNews> news;
    std::vector<gateway::Arrived> messages;
    std::vector<Stored> waiting; ///< where `stores` is false
    bool stores = true;
    int changes = 0;

    void submitted(gateway::Carrier&, std::vector<gateway::Submitted> all) override {
        for (auto& one : all) results.push_back(std::move(one));
    }
    void receipts(gateway::Carrier&, std::vector<gateway::ReceiptNews> all,
                  Stored stored) override {
        for (auto& one : all) news.push_back(std::move(one));
        keep(std::move(stored));
    }
    void arrived(gateway::Carrier&, gateway::Arrived message, Stored stored) override {
        messages.push_back(std::move(message));
        keep(std::move(stored));
    }
    void changed(gateway::Carrier&) override { ++changes; }

  private:
    void keep(Stored stored) {
        if (stores) return stored(true);
        waiting.push_back(std::move(stored));
    }
};

inline gateway::SmppOptions smpp_options() {
    gateway::SmppOptions options;
    options.name = "vcluster";
    options.target.host = "smsc.example.in";
    options.target.port = "2775";
    options.system_id = "haat";
    options.password = Secret("synth");
    options.sender = "VCLUST";
    return options;
}

inline gateway::Outgoing outgoing(std::int64_t parcel, std::string text = "hi",
                                  std::uint64_t to = 919876543210) {
    gateway::Outgoing message;
    message.parcel = parcel;
    message.to = Msisdn::from_number(to);
    message.text = std::move(text);
    return message;
}

/// A carrier that is bound to the stage's SMSC.
struct Staged {
    SmscStage stage;
    CarrierDiary diary;
    gateway::SmppCarrier carrier;

    explicit Staged(gateway::SmppOptions options = smpp_options())
        : carrier(stage.works(), std::move(options), diary) {
        carrier.begin();
        stage.settle();
    }
    void submit(std::vector<gateway::Outgoing> messages) {
        carrier.submit(std::move(messages));
        stage.settle();
    }
};

} // namespace haatline::tests
