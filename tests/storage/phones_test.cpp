#include "cluster/reference.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using haatline::tests::House;

namespace {

constexpr std::uint64_t kOther = 919'876'543'230;

void come_in(House& house) {
    house.join(tests::kCaller, {});
    house.caller().person = house.number("SELECT max(id) FROM person");
}

Effect ask_phone(std::uint64_t serial, std::uint64_t number = kOther) {
    return {"phone.ask",
            {{"new_phone", std::to_string(number)},
             {"relation", "family"},
             {"ref", reference_text(serial)}}};
}

/// The other phone calls: what it is asked, and what it answers.
std::string offered(House& house, std::uint64_t phone = kOther) {
    auto const before = house.caller();
    house.caller().phone = Msisdn::from_number(phone);
    house.caller().person = 0;
    auto const answer = house.ask("caller.profile");
    house.caller() = before;
    return std::string(answer.values.get("offer"));
}
void answers(House& house, std::string offer, std::string turn, std::uint64_t phone = kOther) {
    auto const before = house.caller();
    house.caller().phone = Msisdn::from_number(phone);
    house.caller().person = 0;
    auto const done = house.act({{"phone.answer", {{"offer", offer}, {"turn", turn}}}});
    house.caller() = before;
    if (!done) FAIL(done.error().detail);
}

std::string lines(House& house) {
    std::string out;
    for (auto const& row : house.ask("account.phones").rows)
        out += fmt::format("{}:{} ", row.get("tail"), row.get("kin"));
    return out;
}

std::string allowed(House& house, std::uint64_t number = kOther) {
    return house.ask("phone.allowed", {{"new_phone", std::to_string(number)}}).outcome;
}

} // namespace

TEST_CASE("a phone is shared only after it said yes itself") {
    House house;
    come_in(house);
    CHECK(lines(house) == "XX3210:this ");
    CHECK(allowed(house) == "ok");
    REQUIRE(house.act({ask_phone(0)}));
    REQUIRE(house.act({ask_phone(0)})); // retried
    CHECK(lines(house) == "XX3210:this XX3230:waits ");
    CHECK(house.number("SELECT count(*) FROM person_phone") == 1);
    CHECK(allowed(house) == "asked");

    auto const offer = offered(house);
    CHECK(offer == "1");
    answers(house, offer, "yes", 919'876'543'299); // a third phone cannot answer for it
    CHECK(house.number("SELECT count(*) FROM person_phone") == 1);
    answers(house, offer, "yes");
    answers(house, offer, "yes"); // retried
    CHECK(lines(house) == "XX3210:this XX3230:family ");
    CHECK(offered(house).empty());
    CHECK(allowed(house) == "own");
}

TEST_CASE("a question to a phone lapses after a day, and can be taken back before") {
    House house;
    come_in(house);
    REQUIRE(house.act({ask_phone(0)}));
    auto const offer = offered(house);
    house.caller().now += std::chrono::hours(24);
    CHECK(offered(house).empty());
    answers(house, offer, "yes"); // the screen stood open over midnight
    CHECK(house.number("SELECT count(*) FROM person_phone") == 1);
    CHECK(lines(house) == "XX3210:this ");

    REQUIRE(house.act({ask_phone(1)}));
    auto const row = house.ask("account.phones").rows.back();
    REQUIRE(house.act({{"phone.take_back", {{"ask", std::string(row.get("ask"))}}}}));
    CHECK(offered(house).empty());
    answers(house, "2", "yes");
    CHECK(house.number("SELECT count(*) FROM person_phone") == 1);
}

TEST_CASE("a phone that said no is not asked again for a month by the same person") {
    House house;
    come_in(house);
    REQUIRE(house.act({ask_phone(0)}));
    answers(house, offered(house), "no");
    CHECK(allowed(house) == "refused");
    house.caller().now += std::chrono::hours(24 * 29);
    CHECK(allowed(house) == "refused");
    house.caller().now += std::chrono::hours(24 * 2);
    CHECK(allowed(house) == "ok");
}

TEST_CASE("three questions a day, four phones in all, and never a word about whose number it is") {
    House house;
    come_in(house);
    house.join(kOther, {}); // a member's phone is answered for like any other
    CHECK(allowed(house) == "ok");
    CHECK(allowed(house, 919'876'543'299) == "ok");
    for (std::uint64_t i = 0; i < 3; ++i) {
        CHECK(allowed(house, kOther + i) == "ok");
        REQUIRE(house.act({ask_phone(i, kOther + i)}));
        answers(house, offered(house, kOther + i), "yes", kOther + i);
    }
    CHECK(allowed(house, kOther + 3) == "full");
    REQUIRE(house.act({{"phone.drop", {{"line", std::to_string(kOther)}}}}));
    CHECK(allowed(house, kOther + 3) == "limit");
    house.caller().now += std::chrono::hours(24);
    CHECK(allowed(house, kOther + 3) == "ok");
}

TEST_CASE("a phone that is taken off knows the person no more, and the last one stays") {
    House house;
    come_in(house);
    auto const own = std::to_string(tests::kCaller);
    CHECK(house.ask("phone.droppable", {{"line", own}}).outcome == "last");
    REQUIRE(house.act({{"phone.drop", {{"line", own}}}}));
    CHECK(lines(house) == "XX3210:this ");
    REQUIRE(house.act({ask_phone(0)}));
    answers(house, offered(house), "yes");
    CHECK(house.ask("phone.droppable", {{"line", own}}).outcome == "ok");
    REQUIRE(house.act({{"phone.drop", {{"line", own}}}}));
    house.caller().person = 0;
    CHECK(house.ask("caller.profile").outcome == "new");
    CHECK(house.ask("phone.droppable", {{"line", own}}).outcome == "none");
}
