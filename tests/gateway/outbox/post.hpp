#pragma once

#include "gateway/outbox/outbox.hpp"
#include "storage/sqlite/open.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/world.hpp"

#include <deque>
#include <filesystem>
#include <map>
#include <memory>

namespace haatline::tests {

/// A way out that the test answers for. It keeps what it was handed, in the order it was handed.
class TestCarrier final : public gateway::Carrier {
  public:
    explicit TestCarrier(std::string name, std::size_t window = 10)
        : name_(std::move(name)), window_(window) {}

    std::string_view name() const override { return name_; }
    bool up() const override { return is_up; }
    std::size_t window() const override { return window_; }
    std::size_t room() const override { return window_ - std::min(window_, unanswered.size()); }
    void submit(std::vector<gateway::Outgoing> messages) override {
        for (auto& each : messages) {
            unanswered.push_back(each);
            sent.push_back(std::move(each));
        }
        most_unanswered = std::max(most_unanswered, unanswered.size());
    }
    std::uint32_t price_paise() const override { return 15; }
    bool writes(std::string_view) const override { return true; }
    void drain(TimePoint) override {}

    /// The answer to the oldest one that has none.
    gateway::Submitted answer(gateway::Submitted::What what = gateway::Submitted::What::accepted,
                              std::string id = {}) {
        REQUIRE(!unanswered.empty());
        gateway::Submitted out;
        out.parcel = unanswered.front().parcel;
        out.what = what;
        if (!id.empty()) out.ids = {id};
        out.segments = 1;
        unanswered.pop_front();
        return out;
    }

    bool is_up = true;
    std::deque<gateway::Outgoing> unanswered;
    std::vector<gateway::Outgoing> sent;
    std::size_t most_unanswered = 0;

  private:
    std::string name_;
    std::size_t window_;
};

/// An outbox over a real database, moved by hand: nothing happens by itself.
class Post {
  public:
    Post();
    ~Post();
    /// kill -9: what is not committed never was.
    void crash();
    void start();

    gateway::Outbox& box() { return *box_; }
    TestCarrier& airtel() { return airtel_; }
    TestCarrier& jio() { return jio_; }
    ManualWorld& world() { return world_; }
    TimePoint now() { return world_.clock.now(); }

    storage::outbox::NewParcel to(std::uint64_t last_digits, std::string text,
                                  storage::outbox::Class cls = storage::outbox::Class::service);
    void put(std::vector<storage::outbox::NewParcel> parcels);
    /// Somebody wrote to the line: what it does and what is answered wait for the next commit.
    void step(Msisdn from, std::vector<Effect> effects,
              std::vector<storage::outbox::NewParcel> answers = {});
    /// One commit of all that waits for the disk, and all who wait for it hear of it.
    void commit_once();
    /// Everything that can happen without time or an answer of a carrier.
    void settle();
    void pass(Millis time);
    void answer(TestCarrier& from, gateway::Submitted::What what, std::string id = {});
    /// @returns whether the provider may hear "taken".
    bool receipt(TestCarrier& from, std::string id, std::string state, Msisdn to = {});

    std::vector<std::string> texts(TestCarrier const& from) const;
    std::string text(std::string const& sql);
    std::string const& folder() const { return dir_.path(); }
    std::string states() {
        return text("SELECT group_concat(state, ' ') FROM (SELECT state FROM parcel ORDER BY id)");
    }

    bool disk_is_full = false;

  private:
    class Readers;
    void run();
    void on_disk(std::vector<storage::Committed> const& steps);

    TempDir dir_;
    ManualWorld world_;
    std::unique_ptr<storage::Store> store_;
    storage::Journal* journal_ = nullptr;
    std::uint64_t steps_ = 0;
    std::deque<std::function<void()>> posted_;
    std::unique_ptr<Readers> readers_;
    TestCarrier airtel_{"airtel"}, jio_{"jio"};
    std::unique_ptr<gateway::Outbox> box_;
};

} // namespace haatline::tests
