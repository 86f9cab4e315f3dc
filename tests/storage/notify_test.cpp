#include "storage/outbox.hpp"
#include "storage/queue.hpp"
#include "tests/storage/house.hpp"
#include "tests/storage/village.hpp"

using namespace haatline;
using namespace haatline::tests;

namespace {

/// What waits to be told, in its order: "to words k=v …".
std::vector<std::string> told(House& house) {
    auto const reader = house.store().reader();
    REQUIRE(reader);
    auto const parcels = (*reader)->parcels({.cls = storage::outbox::Class::service, .max = 100});
    REQUIRE(parcels);
    std::vector<std::string> out;
    for (auto const& parcel : *parcels) {
        std::string line = std::to_string(parcel.to.number() % 10'000) + " " + parcel.words;
        for (auto const& [name, value] : parcel.with) line += " " + name + "=" + value;
        out.push_back(line);
    }
    return out;
}

} // namespace

TEST_CASE("an ask is told to who is asked, and its answer to who asked; each once") {
    Village village;
    auto const before = told(village.house).size();
    REQUIRE(village.asks(village.bela));
    (void)village.asks(village.bela);
    auto heard = told(village.house);
    REQUIRE(heard.size() == before + 1);
    CHECK(heard.back() == "1 note.ask name=Asha Foods ref=" + reference_text(0) + " prod=Pickle");
    village.as_bela();
    REQUIRE(village.agrees("share"));
    heard = told(village.house);
    REQUIRE(heard.size() == before + 2);
    // Her number is on a screen that she can take back, and in no message that stays.
    CHECK(heard.back() == "3210 note.share name=Bela Gruh prod=Pickle");
}

TEST_CASE(
    "a shared phone reads only that there is a message, and who stopped all messages nothing") {
    Village village;
    village.also_on(kBela, village.person_of(village.chitra));
    REQUIRE(village.asks(village.bela));
    CHECK(told(village.house).back() == "1 note.neutral n=1");
    village.as_bela();
    REQUIRE(village.house.act({{"line.stop", {}}}));
    auto const count = told(village.house).size();
    village.as_asha();
    REQUIRE(village.asks(village.chitra, 1));
    CHECK(told(village.house).size() == count);
}

TEST_CASE("who wishes to be erased, or asks for another phone, is told so; the other phone too") {
    House house;
    house.join(kCaller, {{"name", "Asha Foods"}});
    house.caller().phone = Msisdn::from_number(kCaller);
    house.caller().person = house.number("SELECT max(id) FROM person WHERE deleted_at IS NULL");
    REQUIRE(house.act({{"erase.ask", {{"ref", reference_text(0)}}}}));
    CHECK(told(house).back().starts_with("3210 note.erase erase_date="));
    REQUIRE(house.act(
        {{"phone.ask",
          {{"ref", reference_text(0)}, {"new_phone", "919876543215"}, {"relation", "own"}}}}));
    CHECK(told(house).back() == "3215 note.phone tail=XX3210");
}

namespace {

/// What a program sends to a phone, and the answer to a message of hers, as the outbox finds them: "barred" of each.
std::vector<std::string> barred_to(House& house, std::uint64_t phone) {
    using storage::outbox::Class;
    static std::uint64_t token = 5'000;
    auto step = house.step();
    for (auto const cls : {Class::service, Class::bulk, Class::caller}) {
        storage::outbox::NewParcel parcel;
        parcel.to = Msisdn::from_number(phone);
        parcel.cls = cls;
        parcel.text = "Haatline: your papers are ready";
        parcel.valid_until = house.caller().now + std::chrono::hours(24);
        step.parcels.push_back(std::move(parcel));
    }
    REQUIRE(house.journal().append(std::move(step), ++token));
    REQUIRE(house.wait_for(token));
    auto const reader = house.store().reader();
    REQUIRE(reader);
    std::vector<std::string> out;
    for (auto const cls : {Class::service, Class::bulk, Class::caller}) {
        auto const parcels = (*reader)->parcels({.cls = cls, .max = 100});
        REQUIRE(parcels);
        for (auto const& parcel : *parcels)
            if (parcel.to.number() == phone && !parcel.text.empty()) out.push_back(parcel.barred);
    }
    return out;
}
using Barred = std::vector<std::string>;

} // namespace

TEST_CASE("a stranger's STOP refuses what goes to that number, and no answer to its own message, "
          "until START") {
    House house;
    CHECK(barred_to(house, kCaller) == Barred{"", "", ""});
    REQUIRE(house.act({{"line.stop", {}}}));
    REQUIRE(house.act({{"line.stop", {}}}));         // the same said twice
    CHECK(house.quieter().number() == 919876543210); // what waits in memory is looked at again
    CHECK(barred_to(house, kCaller) ==
          Barred{"preference", "preference", "preference", "preference", "", ""});
    CHECK(barred_to(house, kCaller + 1) == Barred{"", "", ""});
    // Whose number it is does not stand there.
    CHECK(house.number("SELECT count(*) FROM number_stop WHERE length(mark) = 16") == 1);
    CHECK(house.number("SELECT count(*) FROM number_stop WHERE instr(mark, '9876543210') > 0") ==
          0);
    REQUIRE(house.act({{"line.start", {}}}));
    CHECK(house.number("SELECT count(*) FROM number_stop") == 0);
    CHECK(barred_to(house, kCaller) == Barred{"", "", "", "", "", "", "", "", ""});
}

TEST_CASE("who joins on a number that said STOP may be written to, and her own STOP holds for the "
          "number") {
    House house;
    REQUIRE(house.act({{"line.stop", {}}}));
    house.join(kCaller, {{"name", "Asha Foods"}});
    CHECK(house.number("SELECT count(*) FROM number_stop") == 0);
    REQUIRE(house.act({{"line.stop", {}}}));
    CHECK(house.number("SELECT count(*) FROM number_stop") == 0);
    CHECK(barred_to(house, kCaller) == Barred{"preference", "preference", ""});
}
