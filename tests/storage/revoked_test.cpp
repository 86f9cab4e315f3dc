#include "storage/transfer.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;
using haatline::tests::kCaller;

namespace {

// House's clock stands on 21 September 2026, 19:43 in India.
std::string list_of(std::string const& date, std::string const& number = "9876543210") {
    return "number,date\n" + number + "," + date + "\n";
}

ImportReport import(House& house, std::string const& content) {
    auto report = import_file(house.dir(), "revoked", content, {"asha", house.caller().now});
    if (!report) FAIL(report.error().detail);
    return *report;
}

} // namespace

TEST_CASE("a number on a revocation list is nobody's, and importing twice changes nothing") {
    House house;
    house.join(kCaller, {});
    house.caller().now += std::chrono::hours(24 * 10);
    auto const report = import(house, list_of("2026-09-29"));
    CHECK(report.kept == 1);
    CHECK(house.ask("caller.profile").outcome == "new");
    CHECK(house.text("SELECT state || ' ' || ended_why FROM phone, person_phone") ==
          "dead revoked");
    CHECK(import(house, list_of("2026-09-29")).unchanged == 1);
    // Its new owner joins; the old list says nothing about her.
    house.join(kCaller, {});
    CHECK(house.text("SELECT state FROM phone") == "active");
    CHECK(import(house, list_of("2026-09-29")).unchanged == 1);
    CHECK(house.ask("caller.profile").outcome == "member");
}

TEST_CASE("a number that called after the day it was given back for has its new owner already") {
    House house;
    house.join(kCaller, {});
    CHECK(import(house, list_of("2026-09-20")).unchanged == 1);
    CHECK(house.ask("caller.profile").outcome == "member");
    // On the very day nobody knows which came first: the list is believed.
    CHECK(import(house, list_of("2026-09-21")).kept == 1);
    CHECK(house.ask("caller.profile").outcome == "new");
}

TEST_CASE("of a revocation list nothing is kept about numbers nobody here has") {
    House house;
    CHECK(import(house, list_of("2026-09-21")).unchanged == 1);
    CHECK(house.number("SELECT count(*) FROM phone") == 0);
}

TEST_CASE("a bad row of a revocation list is named without its number, and good rows are kept") {
    House house;
    house.join(kCaller, {});
    auto const report = import(house, "number,date\n12345,2026-09-21\n9876543210,21.09.2026\n"
                                      "9876543210,2026-13-40\n9876543210,2026-09-21\n,\n");
    CHECK(report.kept == 1);
    REQUIRE(report.rejected.size() == 4);
    for (auto const& row : report.rejected) {
        CHECK(row.reason.find("98765") == std::string::npos);
        CHECK(row.reason.find("12345") == std::string::npos);
    }
    CHECK(report.rejected[1].reason == "date: the day of disconnection, as 2026-09-12");
}

TEST_CASE("a revocation list is never given out again") {
    House house;
    auto const out = export_kind(house.dir(), "revoked", "csv");
    REQUIRE_FALSE(out);
    CHECK(out.error().code == Errc::bad_request);
}
