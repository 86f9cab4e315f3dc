#include "storage/upkeep.hpp"
#include "tests/storage/house.hpp"

#include <fmt/format.h>

using namespace haatline;
using tests::House;

namespace {

/// A house at whose time something may be as old as a test wants.
class Kept : public House {
  public:
    void write(std::string const& sql) {
        auto db = storage::Db::open(dir() + "/haatline.db", storage::Db::Mode::read_write);
        REQUIRE(db);
        auto const done = db->execute(sql);
        if (!done) FAIL(done.error().detail);
    }
    std::int64_t days_ago(int days) {
        return (caller().now - std::chrono::hours(24 * days)).time_since_epoch().count();
    }
    std::uint64_t tended(std::string_view job) {
        auto const report = tend();
        REQUIRE(report.outcome);
        for (auto const& each : report.counts)
            if (each.job == job) return each.rows;
        FAIL("no job of this name");
        return 0;
    }
};

} // namespace

TEST_CASE(
    "A provider's names for messages are forgotten after seven days, however many there are") {
    Kept house;
    // More than one slice of the sweep looks at, the young ones among them and on a route of their own.
    house.write(fmt::format(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) INSERT "
        "INTO parcel_part (route, message_id, parcel, part, at) SELECT 'airtel', 'id' || i, i, 0, "
        "iif(i % 1000 = 0, {}, {}) FROM n",
        house.days_ago(6), house.days_ago(8)));
    house.write(fmt::format("INSERT INTO parcel_part (route, message_id, parcel, part, at) VALUES "
                            "('jio', 'id1', 1, 0, {}), ('jio', 'id2', 1, 0, {})",
                            house.days_ago(0), house.days_ago(70)));
    CHECK(house.tended("parts") == 4996);
    CHECK(house.text("SELECT group_concat(route || message_id, ' ') FROM parcel_part") ==
          "airtelid1000 airtelid2000 airtelid3000 airtelid4000 airtelid5000 jioid1");
}

TEST_CASE("A receipt that belongs to nothing is kept for seven days, and fills no disk") {
    Kept house;
    for (auto const days : {8, 6})
        house.write(fmt::format("INSERT INTO receipt_parked (route, message_id, state, reason, "
                                "raw_code, at) VALUES ('jio', 'of {} days', 4, '', '', {})",
                                days, house.days_ago(days)));
    CHECK(house.tended("receipts") == 1);
    CHECK(house.text("SELECT group_concat(message_id) FROM receipt_parked") == "of 6 days");
}

TEST_CASE("The words of a message are forgotten after a year, that it was sent is not") {
    Kept house;
    auto const message = [&](int state, int days) {
        house.write(fmt::format("INSERT INTO parcel (class, state, phone, language, category, "
                                "consent, body, written_at, valid_until) VALUES (1, {}, "
                                "919000000001, 'hi', 'service_implicit', '', x'00', {}, 0)",
                                state, house.days_ago(days)));
    };
    message(4, 366); // delivered
    message(3, 366); // accepted, and never reported
    message(0, 366); // still waits
    message(4, 364);
    CHECK(house.tended("messages") == 2);
    CHECK(house.text("SELECT group_concat(id) FROM parcel WHERE body IS NOT NULL") == "3,4");
    CHECK(house.number("SELECT count(*) FROM parcel") == 4);
}
