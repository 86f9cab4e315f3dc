#include "gateway/mapping/times.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway::mapping;

namespace {

std::string read(std::string const& text, std::string const& pattern,
                 std::string const& zone = "IST") {
    auto const at = read_time(text, pattern, zone_offset(zone).value());
    return at ? iso_time(*at) : at.error().detail;
}

std::string written(std::string const& pattern, std::string const& zone) {
    return write_time(TimePoint(Millis(1'767'268'800'045)), pattern, zone_offset(zone).value());
}

} // namespace

TEST_CASE("a time is read as its provider writes it") {
    CHECK(read("2026-01-01T12:00:00Z", "YYYY-MM-DDThh:mm:ssZ") == "2026-01-01T12:00:00Z");
    CHECK(read("2026-01-01T09:28:39.220+0000", "YYYY-MM-DDThh:mm:ss.fZ") ==
          "2026-01-01T09:28:39.220Z");
    CHECK(read("2026-01-01 17:30:00", "YYYY-MM-DD hh:mm:ss") == "2026-01-01T12:00:00Z");
    CHECK(read("1/1/2026", "DD/MM/YYYY") == "is not a time as described");
    CHECK(read("2026-02-30", "YYYY-MM-DD") == "is not a time as described");
    CHECK(read("2026-01-01 x", "YYYY-MM-DD") == "is not a time as described");
}

TEST_CASE("a time is written with everything that can be read") {
    CHECK(written("YYYY-MM-DDThh:mm:ss.fZ", "UTC") == "2026-01-01T12:00:00.045Z");
    CHECK(written("YYYY-MM-DDThh:mm:ssZ", "IST") == "2026-01-01T17:30:00+05:30");
    CHECK(written("DD/MM/YY hh:mm:ss AP", "IST") == "01/01/26 05:30:00 PM");
    CHECK(written("hh AP", "UTC") == "12 PM");
    CHECK(written("hh AP", "-12:00") == "12 AM");
    CHECK(written("epoch_s", "UTC") == "1767268800");
}
