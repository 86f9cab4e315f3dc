#include "cluster/reference.hpp"
#include "storage/queue.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using haatline::tests::House;

namespace {

constexpr std::uint64_t kOther = 919'876'543'230;

void come_in(House& house) {
    house.join(tests::kCaller, {});
    house.caller().person = house.number("SELECT max(id) FROM person");
}

/// With a secret number, which a phone that is another's asks for.
void come_in_guarded(House& house) {
    come_in(house);
    REQUIRE(house.act({{"secret.set", {{"secret_new", "d1"}}}}));
}

Effect ask_phone(std::uint64_t serial, std::uint64_t number = kOther,
                 std::string relation = "family") {
    return {"phone.ask",
            {{"new_phone", std::to_string(number)},
             {"relation", relation},
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

std::string allowed(House& house, std::uint64_t number = kOther, std::string relation = "own") {
    return house
        .ask("phone.allowed", {{"new_phone", std::to_string(number)}, {"relation", relation}})
        .outcome;
}

} // namespace

TEST_CASE("a phone is shared only after it said yes itself") {
    House house;
    come_in_guarded(house);
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
    come_in_guarded(house);
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
    come_in_guarded(house);
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
    come_in_guarded(house);
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

TEST_CASE("a phone that is taken off knows the person no more, and the last of her own stays") {
    House house;
    come_in_guarded(house);
    auto const own = std::to_string(tests::kCaller), other = std::to_string(kOther);
    auto const droppable = [&](std::string const& line) {
        return house.ask("phone.droppable", {{"line", line}}).outcome;
    };
    CHECK(droppable(own) == "last");
    REQUIRE(house.act({ask_phone(0)}));
    answers(house, offered(house), "yes");
    CHECK(droppable(own) == "last"); // on a relative's phone alone she would have no rights
    REQUIRE(house.act({{"phone.drop", {{"line", own}}}}));
    CHECK(lines(house) == "XX3210:this XX3230:family ");
    CHECK(droppable(other) == "ok");
    REQUIRE(house.act({{"phone.drop", {{"line", other}}}}));
    CHECK(lines(house) == "XX3210:this ");

    REQUIRE(house.act({ask_phone(1, kOther, "own")}));
    answers(house, offered(house), "yes");
    CHECK(droppable(own) == "ok");
    REQUIRE(house.act({{"phone.drop", {{"line", own}}}}));
    house.caller().person = 0;
    CHECK(house.ask("caller.profile").outcome == "new");
    CHECK(droppable(own) == "none");
}

TEST_CASE("somebody else's phone is asked only once a secret number guards the account on it") {
    House house;
    come_in(house);
    for (auto const* relation : {"family", "neighbour", "group"}) {
        CHECK(allowed(house, kOther, relation) == "secret");
        REQUIRE(house.act({ask_phone(0, kOther, relation)}));
        CHECK(offered(house).empty());
    }
    CHECK(allowed(house, kOther, "own") == "ok");
    REQUIRE(house.act({{"secret.set", {{"secret_new", "d1"}}}}));
    CHECK(allowed(house, kOther, "neighbour") == "ok");
    REQUIRE(house.act({ask_phone(0, kOther, "neighbour")}));
    CHECK(offered(house) == "1");
}

TEST_CASE(
    "a neighbour's phone asks for her secret number, and gives and takes none of her rights") {
    House house;
    come_in_guarded(house);
    REQUIRE(house.act({ask_phone(0, kOther, "neighbour")}));
    answers(house, offered(house), "yes");
    auto const her = house.caller().person;
    house.caller().phone = Msisdn::from_number(kOther);
    CHECK(house.ask("caller.profile").values.get("acting") == "neighbour");
    CHECK(house.ask("secret.state").outcome == "set");
    for (auto right : {Effect{"phone.drop", {{"line", std::to_string(tests::kCaller)}}},
                       Effect{"secret.set", {{"secret_new", "d2"}}},
                       Effect{"secret.reset.ask", {{"screen", "secret.forgot"}}},
                       Effect{"erase.ask", {}}, Effect{"messages.stop", {}}}) {
        right.with.set("acting", "neighbour");
        auto const refused = house.act({right});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::bad_request);
    }
    CHECK(house.ask("secret.check", {{"secret_typed", "d1"}}).outcome == "right");
    CHECK(house.number("SELECT count(*) FROM person_act") == 0);
    // The desk took her number away: there it is not set by whoever comes first.
    storage::Staff const ravi{"ravi", house.caller().now};
    house.caller().phone = Msisdn::from_number(tests::kCaller);
    REQUIRE(house.act(
        {{"secret.reset.ask", {{"screen", "secret.forgot"}, {"ref", reference_text(0)}}}}));
    REQUIRE(storage::queue_done(house.dir(), 0, "reset", ravi));
    CHECK(house.ask("secret.state").outcome == "open");
    house.caller().phone = Msisdn::from_number(kOther);
    house.caller().person = her;
    CHECK(house.ask("secret.state").outcome == "away");
}
