#include "storage/sqlite/parcels.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;
using haatline::tests::kCaller;

namespace {

outbox::NewParcel message(std::string text) {
    outbox::NewParcel out;
    out.to = Msisdn::from_number(kCaller);
    out.language = "en";
    out.text = std::move(text);
    out.valid_until = TimePoint(Millis(1'790'000'000'000)) + std::chrono::hours(24);
    return out;
}

void put(House& house, std::vector<outbox::NewParcel> parcels, std::uint64_t token) {
    REQUIRE(house.journal().change(
        outbox::Put{std::move(parcels), TimePoint(Millis(1'790'000'000'000))}, token));
    REQUIRE(house.wait_for(token));
}

} // namespace

TEST_CASE("a program asks for its message by the name it had, or by what makes it the same") {
    House house;
    auto named = message("by name"), same = message("by once"), neither = message("nobody asks");
    named.named = "0123456789abcdef";
    same.once = "api case 7";
    put(house, {named, same, neither}, 1'000);
    auto const reader = *house.store().reader();
    auto const id_of = [&](std::string_view name, std::string_view once) {
        auto const seen = *reader->message(name, once);
        return seen ? seen->id : 0;
    };
    CHECK(id_of("0123456789abcdef", "api none") == 1);
    CHECK(id_of("fedcba9876543210", "api case 7") == 2);
    CHECK(id_of("fedcba9876543210", "api none") == 0);
    CHECK(id_of(once_digest("api case 7"), "api none") == 0); // a digest is nobody's name
    put(house, {named, same, neither}, 1'001); // names and `once` stand for themselves
    CHECK(house.number("SELECT count(*) FROM parcel") == 4);
}
