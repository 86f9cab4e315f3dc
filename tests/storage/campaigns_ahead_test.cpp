// How much of an alert is written before a carrier takes it.
#include "tests/storage/desk_of_alerts.hpp"

using namespace haatline;
using haatline::tests::AlertDesk;

namespace {

constexpr std::uint64_t kFirst = 919'876'543'200;

} // namespace

TEST_CASE("of an alert no more is written ahead than may wait for a carrier") {
    AlertDesk desk;
    for (unsigned i = 0; i < 4; ++i) desk.subscriber(kFirst + i);
    auto const id = desk.sending(desk.item());
    CHECK(desk.feed(id, 512, 3).written == 3);
    auto const full = desk.feed(id, 512, 3);
    CHECK(full.written == 0);
    CHECK(full.waiting == 3);
    CHECK_FALSE(full.all_written);
    desk.execute("UPDATE parcel SET state = 2 WHERE id = (SELECT min(id) FROM parcel)");
    auto const more = desk.feed(id, 512, 3);
    CHECK(more.written == 1);
    CHECK(more.waiting == 3);
    desk.execute("UPDATE parcel SET state = 4");
    CHECK(desk.feed(id, 512, 3).all_written);
    CHECK(desk.house.number("SELECT count(DISTINCT phone) FROM parcel") == 4);
}

TEST_CASE("what waits of an alert is counted only where it could fill the room") {
    AlertDesk desk;
    for (unsigned i = 0; i < 6; ++i) desk.subscriber(kFirst + i);
    auto const id = desk.sending(desk.item());
    CHECK(desk.feed(id, 2, 4).waiting == 2);
    desk.execute("UPDATE parcel SET state = 4");
    CHECK(desk.feed(id, 2, 4, 2).waiting == 4); // two went, but two more find room all the same
    auto const counted = desk.feed(id, 2, 4, 4);
    CHECK(counted.written == 2);
    CHECK(counted.waiting == 4);
    CHECK(desk.house.number("SELECT count(*) FROM parcel WHERE state = 0") == 4);
}

TEST_CASE("what waits of an alert is known only as far as it was counted") {
    AlertDesk desk;
    for (unsigned i = 0; i < 6; ++i) desk.subscriber(kFirst + i);
    auto const id = desk.sending(desk.item());
    CHECK(desk.feed(id, 4, 4).waiting_at_most == 4);
    // Its room is halved by another alert, so the count ends at two of the four.
    auto const halved = desk.feed(id, 2, 2);
    CHECK(halved.written == 0);
    CHECK(halved.waiting_at_most == SIZE_MAX);
    CHECK(desk.feed(id, 2, 4, halved.waiting_at_most).written ==
          0); // the room is whole again, and full
    desk.execute("UPDATE campaign SET state = 'paused'");
    auto const paused = desk.feed(id, 2, 4);
    CHECK_FALSE(paused.sending);
    CHECK(paused.waiting_at_most == SIZE_MAX);
}
