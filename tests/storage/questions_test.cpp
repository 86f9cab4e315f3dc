#include "cluster/reference.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/effects.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using haatline::tests::House;

namespace {

std::vector<std::string> column(Answer const& answer, std::string_view name) {
    std::vector<std::string> out;
    for (auto const& row : answer.rows) out.emplace_back(row.get(name));
    return out;
}

/// Every name a contract promises is there, and no other.
void keeps(QuestionContract const& contract, Answer const& answer) {
    CHECK(has_name(contract.outcomes, answer.outcome));
    for (auto const& [name, value] : answer.values) CHECK(has_name(contract.gives, name));
    for (auto const& row : answer.rows)
        for_each_name(contract.rows, [&](std::string_view name) { CHECK(row.has(name)); });
}

} // namespace

TEST_CASE("every question and every effect of the contract is carried out, and no other") {
    for (auto const& contract : question_contracts()) CHECK(storage::find_answer(contract.name));
    for (auto const& contract : effect_contracts()) CHECK(storage::find_effect_row(contract.name));
    CHECK(storage::answers().size() == question_contracts().size());
    CHECK(storage::effects().size() == effect_contracts().size());
}

TEST_CASE("every counter of an effect has a first free serial") {
    House house;
    for (auto const& contract : effect_contracts()) {
        if (contract.serial.empty()) continue;
        CHECK(house.store().next_serial(contract.serial).value() == 0);
    }
    CHECK_FALSE(house.store().next_serial("no such counter"));
}

TEST_CASE("answers keep to their contracts") {
    House house;
    house.join(919'000'000'001, {});
    Values const with{{"pin", "844101"},     {"word", "vaishali"}, {"role", "maker"},
                      {"product", "pickle"}, {"want", "maker"},    {"ring", "near"},
                      {"peer", "1"},         {"eid", "0"},         {"dist_id", "537"},
                      {"offset", "0"},       {"how", "now"},       {"ask", reference_text(0)}};
    for (auto const& contract : question_contracts())
        keeps(contract, house.ask(std::string(contract.name), with));
}

TEST_CASE("nobody is behind an unknown number") {
    House house;
    CHECK(house.ask("caller.profile") == Answer{"new", {}, {}, false});
}

TEST_CASE("a caller who only chose a language is new and keeps the language") {
    House house;
    REQUIRE(house.act({{"language.choose", {{"lang", "hi"}}}}));
    CHECK(house.ask("caller.profile") == Answer{"new", {{"lang", "hi"}}, {}, false});
}

TEST_CASE("a member's profile says what was registered, in the language of the member") {
    House house;
    house.caller().language = "hi";
    auto const id = house.join(tests::kCaller, {{"name", "Surya Foods"}});
    house.caller().language = "en"; // the session does not know yet
    auto const person = std::to_string(house.number(
        "SELECT person FROM person_phone WHERE phone = " + std::to_string(tests::kCaller)));
    CHECK(house.ask("caller.profile") == Answer{"member",
                                                {{"lang", "hi"},
                                                 {"shared", ""},
                                                 {"seen", "yes"},
                                                 {"biz", "Surya Foods"},
                                                 {"me", person},
                                                 {"acting", ""},
                                                 {"eid", id},
                                                 {"pin", "844101"},
                                                 {"dist_id", "537"},
                                                 {"dist", "वैशाली"},
                                                 {"product", "pickle"},
                                                 {"prod", "अचार"},
                                                 {"role", "maker"},
                                                 {"unread", ""}},
                                                {},
                                                false});
}

TEST_CASE("who gave no name is called by the product") {
    House house;
    house.join(tests::kCaller, {{"name", ""}, {"pin", ""}});
    auto const profile = house.ask("caller.profile");
    CHECK(profile.values.get("biz") == "Pickle");
    CHECK(profile.values.get("pin").empty());
    CHECK(profile.values.get("dist_id") == "537");
}

TEST_CASE("a PIN lies in one district, in several, or nowhere") {
    House house;
    CHECK(house.ask("place.by_pin", {{"pin", "844101"}}) ==
          Answer{"one", {{"dist_id", "537"}, {"dist", "Vaishali"}}, {}, false});
    auto const several = house.ask("place.by_pin", {{"pin", "110001"}});
    CHECK(several.outcome == "many");
    CHECK(column(several, "dist") == std::vector<std::string>{"C Delhi", "New Delhi"});
    CHECK(column(several, "dist_id").size() == 2);
    for (auto const* wrong : {"999999", "", "84410", "84410x"})
        CHECK(house.ask("place.by_pin", {{"pin", wrong}}) == Answer{"none", {}, {}, false});
}

TEST_CASE("a district is found by its name, an old name, its capital, and in Hindi letters") {
    House house;
    for (auto const* word : {"Vaishali", "vaishali", "  VAISHALI ", "Hajipur", "वैशाली"})
        CHECK(house.ask("place.by_name", {{"word", word}}).values.get("dist_id") == "537");
    CHECK(house.ask("place.by_name", {{"word", "Allahabad"}}).values.get("dist") == "Prayagraj");
    CHECK(house.ask("place.by_name", {{"word", "Calcutta"}}).values.get("dist") == "Kolkata");
}

TEST_CASE("a name that several states have is a list with labels that differ") {
    House house;
    auto const found = house.ask("place.by_name", {{"word", "aurangabad"}});
    CHECK(found.outcome == "many");
    CHECK(column(found, "dist") == std::vector<std::string>{"AurangabadBR", "AurangabadMH"});
}

TEST_CASE("a mistyped name is only ever offered, never taken") {
    House house;
    auto const near = house.ask("place.by_name", {{"word", "vaishalee"}});
    CHECK(near.outcome == "many");
    CHECK(column(near, "dist").front() == "Vaishali");
    auto const beginning = house.ask("place.by_name", {{"word", "muzaf"}});
    CHECK(beginning.outcome == "many");
    CHECK(column(beginning, "dist").size() == 2);
    for (auto const* word : {"qqqqqqqq", "x", "", "12345", "'; DROP TABLE pin; --"}) {
        INFO(word);
        CHECK(house.ask("place.by_name", {{"word", word}}).outcome == "none");
    }
}

TEST_CASE("a long list of near names comes in pages") {
    House house;
    auto const first = house.ask("place.by_name", {{"word", "nag"}});
    CHECK(first.outcome == "many");
    auto const all = column(first, "dist_id");
    auto const next = house.ask("place.by_name", {{"word", "nag"}, {"offset", "2"}});
    CHECK(column(next, "dist_id").front() == all[2]);
}

TEST_CASE("the product list begins with the pilot's order and turns to what the district makes") {
    House house;
    auto const fresh = house.ask("product.list", {{"role", "maker"}, {"dist_id", "537"}});
    CHECK(fresh.outcome == "some");
    CHECK(fresh.more);
    CHECK(column(fresh, "product") == std::vector<std::string>{"pickle", "papad", "badi", "jam",
                                                               "juice", "dryveg", "amchur",
                                                               "makhana", "cashew"});
    house.join(919'000'000'001, {{"product", "makhana"}});
    house.join(919'000'000'002, {{"product", "makhana"}});
    house.join(919'000'000'003, {{"product", "honey"}});
    auto const known =
        column(house.ask("product.list", {{"role", "maker"}, {"dist_id", "537"}}), "product");
    CHECK(std::vector<std::string>(known.begin(), known.begin() + 3) ==
          std::vector<std::string>{"makhana", "honey", "pickle"});
    auto const elsewhere =
        column(house.ask("product.list", {{"role", "maker"}, {"dist_id", "1"}}), "product");
    CHECK(elsewhere.front() == "pickle");
}

TEST_CASE("what a role can make decides its list") {
    House house;
    auto const machines = column(house.ask("product.list", {{"role", "machine_maker"}}), "product");
    CHECK(machines == std::vector<std::string>{"mc_flour", "mc_oil", "mc_dairy", "mc_bakery",
                                               "mc_dryer", "mc_pack", "mc_pulper", "repair"});
    CHECK(column(house.ask("product.list", {{"role", "service"}}), "product").front() == "repair");
    auto const last = house.ask("product.list", {{"role", "buyer"}, {"offset", "27"}});
    CHECK(last.rows.size() == 6);
    CHECK_FALSE(last.more);
}

TEST_CASE("a strong word of any language is sure") {
    House house;
    for (auto const* word : {"achar", "Achaar", "ACHAR", "अचार", "আচার", "ஊறுகாய்", "Pickle"}) {
        INFO(word);
        CHECK(house.ask("product.by_word", {{"word", word}}) ==
              Answer{"sure", {{"product", "pickle"}, {"prod", "Pickle"}}, {}, false});
    }
    CHECK(house.ask("product.by_word", {{"word", "nimbu ka achar"}}).values.get("product") ==
          "pickle");
}

TEST_CASE("a product may stand before a name") {
    House house;
    struct Row {
        std::string word, outcome, product, rest;
    };
    for (auto const& row :
         std::initializer_list<Row>{{"pickle Asha Foods", "sure", "pickle", "Asha Foods"},
                                    {"aam ka achar Asha Foods", "sure", "pickle", "Asha Foods"},
                                    {"अचार आशा", "sure", "pickle", "आशा"},
                                    {"papad", "sure", "papad", ""},
                                    {"papad 9", "sure", "papad", ""},
                                    {"papad 12 Stars", "sure", "papad", ""},
                                    {"Asha", "none", "", "Asha"},
                                    {"Ravi Traders", "none", "", "Ravi Traders"},
                                    {"machine Asha", "guess", "", ""},
                                    {"", "none", "", ""}}) {
        INFO(row.word);
        auto const told = house.ask("product.before_name", {{"word", row.word}});
        CHECK(told.outcome == row.outcome);
        CHECK(told.values.get("product") == row.product);
        CHECK(told.values.get("rest") == row.rest);
        CHECK(told.rows.empty());
    }
}

TEST_CASE("a weak word never decides alone") {
    House house;
    auto const oil = house.ask("product.by_word", {{"word", "tel"}});
    CHECK(oil.outcome == "guess");
    CHECK(column(oil, "product").size() >= 2);
    CHECK(house.ask("product.by_word", {{"word", "machine"}}).outcome == "guess");
    CHECK(house.ask("product.by_word", {{"word", "machine"}}).rows.size() == 3);
    // Spelt otherwise it says nothing at all.
    CHECK(house.ask("product.by_word", {{"word", "मशीन"}}).outcome == "none");
    CHECK(house.number("SELECT count(*) FROM sound WHERE kind = 1 AND key = '=tel' AND mark & 1") ==
          2);
}

TEST_CASE("a word spelt otherwise is sure, in whatever letters") {
    House house;
    for (auto const* word : {"makhanna", "makhaana", "మఖానా", "مکھانہ"})
        CHECK(house.ask("product.by_word", {{"word", word}}).values.get("product") == "makhana");
    for (auto const* word : {"అచార్", "ಅಚಾರ್", "اچار", "അച്ചാർ", "aachhar", "नींबू का अच्चार"}) {
        INFO(word);
        CHECK(house.ask("product.by_word", {{"word", word}}).values.get("product") == "pickle");
    }
}

TEST_CASE("a mistyped word gives at most three guesses, a short or strange one none") {
    House house;
    auto const near = house.ask("product.by_word", {{"word", "makhata"}});
    REQUIRE(near.outcome == "guess");
    CHECK(column(near, "product").front() == "makhana");
    CHECK(near.rows.size() <= 3);
    for (auto const* word : {"", "zzzzzz", "gaz", "?!", "%_%", "12", "q", "漢字"})
        CHECK(house.ask("product.by_word", {{"word", word}}).outcome == "none");
}

TEST_CASE("short labels come in the language asked for, Hindi in Latin letters in its own") {
    House house;
    house.caller().language = "hi-Latn";
    CHECK(house.ask("product.by_word", {{"word", "achar"}}).values.get("prod") == "Achaar");
    CHECK(house.ask("place.by_pin", {{"pin", "844101"}}).values.get("dist") == "Vaishali");
    house.caller().language = "ta";
    CHECK(house.ask("product.by_word", {{"word", "achar"}}).values.get("prod") == "ஊறுகாய்");
    house.caller().language = "kok"; // no labels yet
    CHECK(house.ask("product.by_word", {{"word", "achar"}}).values.get("prod") == "Pickle");
}
