#include "gateway/app/phones.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

TEST_CASE("a phone put down among strangers who left nothing keeps its dialogue") {
    Phones phones([](std::string_view text) { return std::string(text.size(), 'x'); });
    TimePoint const then(Millis(1'800'000'000'000));
    Phone& caller = phones.at(919876543210);
    caller.session.screen = "reg.pin";
    caller.session.last = caller.last = then;
    phones.touched(caller, 7);
    for (std::uint64_t i = 0; i < 300; ++i)
        phones.at(919876500000 + i); // late answers, refused: no step of theirs
    auto const down =
        phones.put_down(then + std::chrono::minutes(16), 7, 60'000, std::chrono::minutes(15), 256);
    REQUIRE(down.snapshots.size() == 1);
    CHECK(down.covered_seq > 0); // 0 makes the dispatcher drop the snapshot
}
