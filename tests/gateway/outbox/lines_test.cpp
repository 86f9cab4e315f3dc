#include "gateway/outbox/lines.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using gateway::Lines;
using Class = storage::outbox::Class;
using Ids = std::vector<std::int64_t>;

namespace {

Lines::Parcel parcel(std::int64_t id, std::uint64_t to, bool behind = false) {
    Lines::Parcel out;
    out.id = id;
    out.to = Msisdn::from_number(919'876'543'200 + to);
    out.behind = behind;
    return out;
}

/// Read as the outbox does it: asked for now, there later.
void read(Lines& lines, std::vector<Lines::Parcel> parcels) {
    lines.add(Class::service, 0, lines.read_on(Class::service, 0), std::move(parcels));
}

Ids all_of(Lines& lines) {
    Ids out;
    while (auto const next = lines.next(Class::service)) out.push_back(next->id);
    return out;
}

} // namespace

TEST_CASE("of one recipient one goes at a time, and the others stand behind in their order") {
    Lines lines;
    read(lines, {parcel(1, 1), parcel(2, 1), parcel(3, 2), parcel(4, 1)});
    CHECK(all_of(lines) == Ids{1, 3});
    lines.let_go(parcel(1, 1), true);
    CHECK(all_of(lines) == Ids{2});
    lines.let_go(parcel(2, 1), true);
    CHECK(all_of(lines) == Ids{4});
    CHECK_FALSE(lines.take_wish(Class::service));
}

TEST_CASE("who must wait on disk lets nobody of hers pass, and is read again when her turn is") {
    Lines lines;
    read(lines, {parcel(1, 1)});
    REQUIRE(all_of(lines) == Ids{1});
    read(lines, {parcel(2, 1, true), parcel(3, 2)});
    read(lines, {parcel(4, 1)}); // asked for when the first was over on disk, but not here
    CHECK(all_of(lines) == Ids{3});
    lines.let_go(parcel(1, 1), true);
    CHECK(all_of(lines).empty());
    REQUIRE(lines.take_wish(Class::service));
    CHECK(lines.read_on(Class::service, 0) == 0);
    lines.add(Class::service, 0, 0, {parcel(2, 1), parcel(3, 2), parcel(4, 1)});
    CHECK(all_of(lines) == Ids{2});
}

TEST_CASE("what comes back is before all of hers, also those that stand further back in memory") {
    Lines lines;
    read(lines, {parcel(1, 1), parcel(2, 2), parcel(3, 1)});
    REQUIRE(lines.next(Class::service)->id == 1);
    lines.let_go(parcel(1, 1), false);
    CHECK(all_of(lines) == Ids{2});
    CHECK(lines.take_wish(Class::service));
}

TEST_CASE(
    "a read that was on its way when something came back does not move where the next begins") {
    Lines lines;
    read(lines, {parcel(1, 1), parcel(5, 5)});
    REQUIRE(all_of(lines) == Ids{1, 5});
    auto const after = lines.read_on(Class::service, 0);
    REQUIRE(after == 5);
    lines.let_go(parcel(1, 1), false);
    lines.add(Class::service, 0, after, {parcel(6, 1), parcel(7, 7)});
    CHECK(all_of(lines) == Ids{7});
    CHECK(lines.read_on(Class::service, 0) == 0);
}

TEST_CASE("a flood to one phone fills no memory, and none of it is forgotten or overtaken") {
    Lines lines;
    read(lines, {parcel(1, 1)});
    REQUIRE(all_of(lines) == Ids{1});
    std::vector<Lines::Parcel> flood;
    for (std::int64_t id = 2; id <= 30; ++id) flood.push_back(parcel(id, 1));
    read(lines, flood);
    CHECK(lines.in_hand() == Lines::behind_max + 1);
    Ids sent{1};
    for (auto last = parcel(1, 1); sent.size() < 30;) {
        lines.let_go(last, true);
        if (lines.take_wish(Class::service)) read(lines, flood);
        auto const next = lines.next(Class::service);
        REQUIRE(next);
        sent.push_back(next->id);
        std::erase_if(flood, [&](auto const& each) { return each.id == next->id; });
        last = *next;
    }
    Ids in_order;
    for (std::int64_t id = 1; id <= 30; ++id) in_order.push_back(id);
    CHECK(sent == in_order);
}

TEST_CASE("an older message that ended without us is noticed within a second") {
    Lines lines;
    read(lines, {parcel(2, 1, true)});
    CHECK(all_of(lines).empty());
    CHECK_FALSE(lines.take_wish(Class::service));
    lines.look_again();
    REQUIRE(lines.take_wish(Class::service));
    lines.add(Class::service, 0, lines.read_on(Class::service, 0), {parcel(2, 1)});
    CHECK(all_of(lines) == Ids{2});
}
