#include "gateway/app/campaigns.hpp"
#include "tests/support/catch.hpp"

#include <deque>

using namespace haatline;
using namespace haatline::gateway;
using storage::campaigns::Feed;
using storage::campaigns::Tend;
using storage::outbox::Change;
using storage::outbox::Done;

namespace {

constexpr TimePoint kNow{Millis(1'790'000'000'000)}; // 19:43 in India

/// A disk that commits when it is told to.
struct Disk {
    std::deque<std::pair<Change, Campaigns::Told>> asked;
    Campaigns campaigns;
    Disk(Campaigns::Limits limits = {})
        : campaigns(
              [this](Change change, Campaigns::Told told) {
                  asked.emplace_back(std::move(change), std::move(told));
              },
              limits) {}

    template <class What>
    What commit(Done done) {
        REQUIRE_FALSE(asked.empty());
        auto [change, told] = std::move(asked.front());
        asked.pop_front();
        auto const* what = std::get_if<What>(&change);
        REQUIRE(what);
        auto out = *what;
        told(done);
        return out;
    }
    void tend(std::vector<storage::campaigns::Running> running,
              std::vector<storage::campaigns::Trial> trials = {}) {
        campaigns.tick(kNow, at_);
        Done done;
        done.tended.running = std::move(running);
        done.tended.trials = std::move(trials);
        last_tend = commit<Tend>(done);
    }
    Feed feed(std::size_t written, bool all = false, std::size_t at_most = SIZE_MAX) {
        Done done;
        done.fed.sending = true;
        done.fed.waiting_at_most = at_most;
        done.fed.written = written;
        done.fed.all_written = all;
        return commit<Feed>(done);
    }
    Tend last_tend;
    std::chrono::nanoseconds at_{1};
};

storage::campaigns::Running running(std::int64_t id, std::uint32_t per_second = 0) {
    storage::campaigns::Running out;
    out.id = id;
    out.hours = {std::chrono::minutes(0), std::chrono::minutes(24 * 60)};
    out.per_second = per_second;
    out.valid_until = kNow + std::chrono::hours(1);
    return out;
}

} // namespace

TEST_CASE("alerts take turns, and share what may wait between them") {
    Disk disk({1'000, 100});
    disk.tend({running(1), running(2)});
    auto const first = disk.feed(100); // full: the next one goes at once
    CHECK(first.campaign == 1);
    CHECK(first.max == 100);
    CHECK(first.ahead == 500);
    CHECK(disk.feed(100).campaign == 2);
    CHECK(disk.feed(10).campaign == 1);
    CHECK(disk.asked.empty());
    disk.campaigns.look(kNow, disk.at_);
    CHECK(disk.feed(50, true).campaign == 2);
    disk.campaigns.look(kNow, disk.at_);
    auto const alone = disk.feed(0);
    CHECK(alone.campaign == 1);
    CHECK(alone.ahead == 1'000);
    CHECK(disk.campaigns.seen().written == 260);
}

TEST_CASE("the next feed knows what the last one knew of how much waits") {
    Disk disk({1'000, 100});
    disk.tend({running(1)});
    CHECK(disk.feed(50, false, 300).waiting_at_most == SIZE_MAX); // nobody has counted yet
    disk.tend({running(1)});
    CHECK(disk.feed(50, false, SIZE_MAX).waiting_at_most == 300);
    disk.tend({running(1)});
    CHECK(disk.feed(50).waiting_at_most == SIZE_MAX);
}

TEST_CASE("nothing is written of an alert that is paused, outside its hours, expired or over") {
    Disk disk;
    auto paused = running(1), evening = running(2), late = running(3), whole = running(4);
    paused.paused = true;
    evening.hours = {std::chrono::minutes(0), std::chrono::minutes(19 * 60)};
    late.valid_until = kNow;
    whole.all_written = true;
    disk.tend({paused, evening, late, whole});
    CHECK(disk.asked.empty());
    CHECK(disk.campaigns.seen().paused == 1);
    disk.tend({running(1)});
    Done stopped; // paused between the look and the commit
    disk.commit<Feed>(stopped);
    disk.campaigns.look(kNow, disk.at_);
    CHECK(disk.asked.empty());
    disk.tend({});
    disk.campaigns.look(kNow, disk.at_);
    CHECK(disk.asked.empty());
}

TEST_CASE("an alert with a pace of its own writes no more than that") {
    Disk disk;
    disk.tend({running(1, 10)});
    CHECK(disk.feed(1).max == 1);
    disk.campaigns.look(kNow, disk.at_);
    disk.at_ += std::chrono::milliseconds(500);
    disk.campaigns.look(kNow, disk.at_);
    CHECK(disk.feed(5).max == 5);
    CHECK(disk.asked.empty());
}

TEST_CASE("a trial is put once and then taken off the table, also when the disk fails in between") {
    Disk disk;
    storage::campaigns::Trial trial;
    trial.id = 7;
    trial.to = Msisdn::from_number(919'876'543'210);
    trial.language = "hi";
    trial.body = "text";
    disk.tend({}, {trial});
    {
        auto [change, told] = std::move(disk.asked.front());
        disk.asked.pop_front();
        auto const* put = std::get_if<storage::outbox::Put>(&change);
        REQUIRE(put);
        REQUIRE(put->parcels.size() == 1);
        CHECK(put->parcels[0].once == "alert trial 7");
        CHECK(put->parcels[0].text == "text");
        told(fail(Errc::unavailable, "full"));
    }
    CHECK(disk.campaigns.seen().failed == 1);
    disk.tend({}, {trial});
    CHECK(disk.last_tend.tried.empty());
    disk.commit<storage::outbox::Put>({});
    disk.tend({});
    CHECK(disk.last_tend.tried == std::vector<std::int64_t>{7});
    disk.tend({});
    CHECK(disk.last_tend.tried.empty());
}

TEST_CASE("an alert changed while the disk is busy is looked at again") {
    Disk disk;
    disk.campaigns.tick(kNow, disk.at_);
    disk.campaigns.tick(kNow, disk.at_);
    CHECK(disk.asked.size() == 1);
    disk.commit<Tend>({});
    CHECK(disk.asked.size() == 1);
}
