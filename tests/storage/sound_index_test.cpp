#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sound_index.hpp"
#include "storage/sqlite/sound_search.hpp"
#include "storage/transfer.hpp"
#include "tests/storage/house.hpp"

#include <fmt/format.h>

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;

namespace {

std::vector<std::string> keys(std::vector<IndexKey> const& all) {
    std::vector<std::string> out;
    for (auto const& key : all) out.push_back(key.key);
    return out;
}

Found first(House& house, Named kind, std::string_view word) {
    auto db = open_reading(house.dir());
    REQUIRE(db);
    Prepared sql(*db);
    auto const found = find_sounds(sql, kind, word, {.beginnings = true});
    REQUIRE(found);
    INFO(word);
    REQUIRE_FALSE(found->found.empty());
    return found->found.front();
}

} // namespace

TEST_CASE("Tamil is met without voice, and Malayalam both ways") {
    using List = std::vector<std::string>;
    CHECK(keys(stored_keys(text::sound_of("ragi"))) == List{"RG", "~RK"});
    CHECK(keys(stored_keys(text::sound_of("ராகி"))) == List{"~RK", "^RK"});
    CHECK(keys(stored_keys(text::sound_of("റാഗി"))) == List{"RG", "~RK", "^RK"});
    CHECK(keys(sought_keys(text::sound_of("ragi"))) == List{"RG", "^RK"});
    CHECK(keys(sought_keys(text::sound_of("ராகி"))) == List{"~RK"});
}

TEST_CASE("an index made by other rules is made anew at the next start") {
    House house;
    auto const made = house.number("SELECT count(*) FROM sound");
    CHECK(made > 10'000);
    house.close();
    {
        auto db = open_database(house.dir());
        REQUIRE(db);
        REQUIRE(
            db->execute("DELETE FROM sound WHERE kind = 1; UPDATE meta SET value = 0 WHERE key = "
                        "'sound_rules'"));
    }
    house.open();
    CHECK(house.number("SELECT count(*) FROM sound") == made);
    CHECK(house.number("SELECT value FROM meta WHERE key = 'sound_rules'") == text::sound_rules);
}

TEST_CASE("what an import names can be sought at once, in any writing") {
    House house;
    Staff const staff{"tester", house.caller().now};
    auto const report = import_file(house.dir(), "products",
                                    "code,kind,short_en,name_en,words\n"
                                    "gulkand,food,Gulkand,Gulkand,gulkand gulqand\n",
                                    staff);
    REQUIRE(report);
    for (auto const* word : {"गुलकंद", "గుల్కంద్", "گلقند", "gulkhand"}) {
        INFO(word);
        CHECK(house.ask("product.by_word", {{"word", word}}).values.get("product") == "gulkand");
    }
}

TEST_CASE("each hit says by which word and why") {
    House house;
    CHECK(first(house, Named::product, "Achaar").why == Why::exact);
    CHECK(first(house, Named::product, "loncha").why == Why::synonym);
    auto const heard = first(house, Named::product, "అచార్");
    CHECK(heard.why == Why::sound);
    CHECK(heard.apart <= text::spelling_apart);
    CHECK(first(house, Named::product, "namkeem").why == Why::slip);
    CHECK(first(house, Named::product, "namkeem").word == "Namkeen");
    CHECK(first(house, Named::district, "Banaras").why == Why::synonym);
    CHECK(first(house, Named::district, "muzaffarn").why == Why::beginning);
    CHECK(first(house, Named::product, "tel").weak);
}

TEST_CASE("a town leads to the districts its PINs lie in, as a list") {
    House house;
    auto const found = house.ask("place.by_name", {{"word", "मोकामा"}}); // Mokama, PIN 803301
    CHECK(found.outcome == "many");
    REQUIRE_FALSE(found.rows.empty());
    CHECK(found.rows.front().get("dist") == "Patna");
}
