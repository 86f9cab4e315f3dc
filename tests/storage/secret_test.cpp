#include "cluster/reference.hpp"
#include "cluster/secret.hpp"
#include "storage/queue.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using haatline::tests::House;
using haatline::tests::kCaller;

namespace {

std::int64_t member(House& house, std::string name = "Asha Foods") {
    auto const enterprise = house.join(kCaller, {{"name", std::move(name)}});
    return house.number("SELECT person FROM ownership WHERE enterprise = " + enterprise);
}

std::string typed(House& house, char const* digest) {
    return house.ask("secret.check", {{"secret_typed", digest}}).outcome;
}
std::string state(House& house) { return house.ask("secret.state").outcome; }

Result<std::uint64_t> wrong(House& house) { return house.act({{"secret.wrong", {}}}); }

} // namespace

TEST_CASE("a phone of one person asks for nothing until she sets a secret number") {
    House house;
    house.caller().person = member(house);
    CHECK(state(house) == "open");
    REQUIRE(house.act({{"secret.set", {{"secret_new", "d1"}}}}));
    CHECK(state(house) == "set");
    CHECK(typed(house, "d1") == "right");
    CHECK(typed(house, "d2") == "wrong");
}

TEST_CASE("on a shared phone each sets her own first; one's opens nothing of the other") {
    House house;
    auto const asha = member(house), bela = member(house, "Bela Mills");
    house.caller().person = asha;
    CHECK(state(house) == "unset");
    CHECK(typed(house, "") == "wrong"); // none set, none typed: that is no agreement
    REQUIRE(house.act({{"secret.set", {{"secret_new", "d1"}}}}));
    house.caller().person = bela;
    CHECK(state(house) == "unset");
    CHECK(typed(house, "d1") == "wrong");
}

TEST_CASE("whoever shares the phone sets no secret number for the other one") {
    House house;
    auto const asha = member(house), bela = member(house, "Bela Mills");
    auto const says = [&](std::int64_t who, char const* word) {
        house.caller().person = who;
        return house.ask("secret.prove", {{"vword", word}}).outcome;
    };
    house.caller().person = asha;
    CHECK(house.ask("secret.proof").outcome == "name");
    CHECK(says(asha, "asha") == "right");
    for (auto const* guess : {"Bela", "", "Foods", "844101"}) CHECK(says(asha, guess) == "wrong");
    CHECK(says(bela, "BELA") == "right");
    house.caller().person = asha;
    for (int i = 0; i < secret::tries_max; ++i) REQUIRE(wrong(house));
    CHECK(says(asha, "asha") == "locked");
    CHECK(says(bela, "bela") == "right");
}

TEST_CASE("who gave no name proves her PIN, and who gave neither her product") {
    House house;
    auto const one = member(house, "");
    house.caller().person = one;
    CHECK(house.ask("secret.proof").outcome == "pin");
    auto const pin = house.text("SELECT pin FROM enterprise");
    CHECK(house.ask("secret.prove", {{"vword", pin}}).outcome == "right");
    CHECK(house.ask("secret.prove", {{"vword", ""}}).outcome == "wrong");
    auto db = storage::Db::open(house.dir() + "/haatline.db", storage::Db::Mode::read_write);
    REQUIRE(db);
    REQUIRE(db->execute("UPDATE enterprise SET pin = NULL"));
    CHECK(house.ask("secret.proof").outcome == "product");
    CHECK(house.ask("secret.prove", {{"vprod", "pickle"}}).outcome == "right");
    CHECK(house.ask("secret.prove", {{"vprod", "papad"}}).outcome == "wrong");
    CHECK(house.ask("secret.prove", {{"vword", ""}}).outcome == "wrong");
}

TEST_CASE(
    "five wrong tries close it over all calls and phones; a right one in between counts anew") {
    House house;
    auto const asha = member(house);
    house.caller().person = asha;
    REQUIRE(house.act({{"secret.set", {{"secret_new", "d1"}}}}));
    for (int i = 0; i < secret::tries_max - 1; ++i) REQUIRE(wrong(house));
    REQUIRE(house.act({{"secret.right", {}}}));
    for (int i = 0; i < secret::tries_max - 1; ++i) {
        house.caller().session = "call:" + std::to_string(i);
        house.caller().phone = Msisdn::from_number(kCaller + static_cast<std::uint64_t>(i % 2));
        REQUIRE(wrong(house));
    }
    CHECK(state(house) == "set");
    REQUIRE(wrong(house));
    CHECK(state(house) == "locked");
    CHECK(typed(house, "d1") == "locked"); // the right one tells nothing any more
    house.caller().now += std::chrono::hours(24 * 365);
    CHECK(state(house) == "locked"); // and no time opens it
}

TEST_CASE("what many calls typed at the same moment gives five answers, not more") {
    House house;
    house.caller().person = member(house);
    REQUIRE(house.act({{"secret.set", {{"secret_new", "d1"}}}}));
    // All were answered by a reader before any was written down.
    constexpr std::uint64_t calls = 40;
    for (std::uint64_t i = 0; i < calls; ++i)
        REQUIRE(house.journal().append(
            house.step({{i == calls - 1 ? "secret.right" : "secret.wrong", {}}}), 100 + i));
    int answered = 0;
    for (std::uint64_t i = 0; i < calls; ++i)
        if (house.wait_for(100 + i)) ++answered;
    CHECK(answered == secret::tries_max);
    CHECK_FALSE(house.wait_for(100 + calls - 1)); // the one that was right came too late as well
    CHECK(state(house) == "locked");
    CHECK(house.act({{"secret.set", {{"secret_new", "d9"}}}}).error().code == Errc::conflict);
}

TEST_CASE("only the desk opens a closed secret number, and its ticket is asked for once") {
    House house;
    auto const asha = member(house);
    house.caller().person = asha;
    REQUIRE(house.act({{"secret.set", {{"secret_new", "d1"}}}}));
    for (int i = 0; i < secret::tries_max; ++i) REQUIRE(wrong(house));
    auto const ask = [&](std::uint64_t serial) {
        return house.act(
            {{"secret.reset.ask", {{"screen", "secret.locked"}, {"ref", reference_text(serial)}}}});
    };
    REQUIRE(ask(0));
    REQUIRE(ask(1));
    CHECK(house.text("SELECT group_concat(kind || ' ' || person || ' ' || screen) FROM ticket") ==
          "secret " + std::to_string(asha) + " secret.locked");
    storage::Staff const ravi{"ravi", house.caller().now};
    REQUIRE(storage::queue_done(house.dir(), 0, "no_answer", ravi));
    CHECK(state(house) == "locked");
    REQUIRE(ask(2)); // the first ticket is closed: she may ask again
    REQUIRE(storage::queue_done(house.dir(), 2, "reset", ravi));
    CHECK(state(house) == "open"); // as before she ever set one
    CHECK(typed(house, "d1") == "wrong");
}

TEST_CASE("a secret number takes the place of none, or of the one typed in the same call") {
    House house;
    house.caller().person = member(house);
    auto const set = [&](char const* digest, char const* known) {
        return house.act({{"secret.set", {{"secret_new", digest}, {"secret_known", known}}}});
    };
    REQUIRE(set("d1", ""));          // one phone
    auto const late = set("d2", ""); // the other, which was asked for nothing when it began
    REQUIRE_FALSE(late);
    CHECK(late.error().code == Errc::conflict);
    CHECK(typed(house, "d1") == "right");
    REQUIRE(set("d3", "d1"));
    CHECK(set("d4", "d1").error().code == Errc::conflict);
    CHECK(typed(house, "d3") == "right");
}

TEST_CASE("nobody's secret number is nobody's") {
    House house;
    CHECK(house.act({{"secret.set", {{"secret_new", "d1"}}}}).error().code == Errc::conflict);
    CHECK(wrong(house).error().code == Errc::conflict);
    CHECK(typed(house, "d1") == "wrong");
}
