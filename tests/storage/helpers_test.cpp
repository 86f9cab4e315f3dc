#include "tests/storage/house.hpp"

using namespace haatline;
using haatline::tests::House;
using haatline::tests::kCaller;

namespace {

std::int64_t owner(House& house, std::string const& enterprise) {
    return house.number("SELECT person FROM ownership WHERE enterprise = " + enterprise);
}

/// Asha and Bela on one phone; Bela lets Asha act for her.
struct Sisters {
    House house;
    std::int64_t asha = owner(house, house.join(kCaller, {{"name", "Asha Foods"}}));
    std::int64_t bela =
        owner(house, house.join(kCaller, {{"name", "Bela Mills"}, {"product", "papad"}}));
    std::string line = std::to_string(kCaller);

    void calls(std::int64_t who) { house.caller().person = who; }
    void must(std::vector<Effect> effects) {
        auto const done = house.act(std::move(effects));
        if (!done) FAIL(done.error().detail);
    }
    void allow() {
        calls(bela);
        must({{"helper.allow", {{"aide", std::to_string(asha)}, {"line", line}}}});
    }
    void stop() {
        calls(bela);
        must({{"helper.stop", {{"aide", std::to_string(asha)}}}});
    }
    /// Asha acts for Bela.
    Values as_helper(Values with = {}) const {
        with.set("acting", "helper");
        with.set("helper", std::to_string(asha));
        return with;
    }
    Answer profile(std::int64_t of, std::int64_t helper) {
        calls(of);
        return house.ask("caller.profile",
                         {{"helper", std::to_string(helper)}, {"unlocked", "yes"}});
    }
    std::string helped() {
        std::string out;
        for (auto const& row : house.ask("caller.helped").rows)
            out += fmt::format("{}:{}{} ", row.get("whom"), row.get("named"), row.get("i"));
        return out;
    }
};

} // namespace

TEST_CASE("who may act for somebody on a shared phone is asked for whom, and nobody else is") {
    Sisters told;
    told.calls(told.asha);
    CHECK(told.house.ask("caller.profile").values.get("helps").empty());
    CHECK(told.helped() == fmt::format("{}:self1 ", told.asha));
    told.allow();
    told.allow(); // said twice
    CHECK(told.house.number("SELECT count(*) FROM person_helper") == 1);
    CHECK(told.house.ask("caller.profile").values.get("helps").empty()); // Bela helps nobody
    told.calls(told.asha);
    CHECK(told.house.ask("caller.profile").values.get("helps") == "yes");
    CHECK(told.helped() == fmt::format("{}:self1 {}:no2 ", told.asha, told.bela));
    told.stop();
    told.calls(told.asha);
    CHECK(told.house.ask("caller.profile").values.get("helps").empty());
}

TEST_CASE(
    "a leave is given on a phone that both use, to somebody else, and ends when either left") {
    Sisters told;
    told.calls(told.bela);
    for (auto const& with : {Values{{"aide", std::to_string(told.bela)}, {"line", told.line}},
                             Values{{"aide", "99"}, {"line", told.line}},
                             Values{{"aide", std::to_string(told.asha)}, {"line", "919876543299"}}})
        told.must({{"helper.allow", with}});
    CHECK(told.house.number("SELECT count(*) FROM person_helper") == 0);
    told.allow();
    CHECK(told.profile(told.bela, told.asha).values.get("acting") == "helper");
    auto db = storage::Db::open(told.house.dir() + "/haatline.db", storage::Db::Mode::read_write);
    REQUIRE(db);
    REQUIRE(db->execute("UPDATE person_phone SET until_at = 1, ended_why = 'left' WHERE person = " +
                        std::to_string(told.asha)));
    auto const after = told.profile(told.bela, told.asha);
    CHECK(after.values.get("acting").empty());
}

TEST_CASE("without leave nobody acts for another, and what was unlocked is locked again") {
    Sisters told;
    for (auto const helper : {told.asha, told.bela, std::int64_t{99}}) {
        auto const profile = told.profile(told.bela, helper);
        CHECK(profile.outcome == "member");
        CHECK(profile.values.get("acting").empty());
        CHECK(profile.values.get("biz").empty());
        for (auto const* cleared : {"helper", "unlocked"}) {
            CHECK(profile.values.has(cleared));
            CHECK(profile.values.get(cleared).empty());
        }
    }
    told.allow();
    auto const profile = told.profile(told.bela, told.asha);
    CHECK(profile.values.get("acting") == "helper");
    CHECK(profile.values.get("biz") == "Bela Mills");
    CHECK(told.profile(told.asha, told.bela).values.get("acting").empty()); // not the other way
}

TEST_CASE("what a helper does is told to her: the day, who, and what; the newest first") {
    Sisters told;
    told.allow();
    told.calls(told.bela);
    CHECK(told.house.ask("account.acts").outcome == "none"); // what she did herself is not
    told.must({{"phone.seen", told.as_helper()},
               {"name.change", told.as_helper({{"name", "Bela Ghar"}})}});
    told.house.caller().now += std::chrono::hours(24);
    told.must({{"watch.add",
                told.as_helper({{"product", "papad"}, {"want", "buyer"}, {"ring", "state"}})}});
    auto const acts = told.house.ask("account.acts");
    REQUIRE(acts.rows.size() == 2); // that the phone called is nobody's act
    CHECK(acts.rows[0] == Values{{"day", "22/9"},
                                 {"kin", "helper"},
                                 {"tail", "XX3210"},
                                 {"aide", std::to_string(told.asha)},
                                 {"label", ""},
                                 {"named", "no"},
                                 {"i", "1"},
                                 {"act", "watch"}});
    CHECK(acts.rows[1].get("act") == "name");
    told.calls(told.asha);
    told.must({{"label.set", {{"label", "Red door"}}}});
    told.calls(told.bela);
    CHECK(told.house.ask("account.acts").rows[0].get("label") == "Red door");
}

TEST_CASE("what was done from a phone that is somebody else's is told by that phone") {
    Sisters told;
    told.calls(told.bela);
    told.must({{"name.change", {{"name", "Bela Ghar"}, {"acting", "family"}}}});
    auto const row = told.house.ask("account.acts").rows.at(0);
    CHECK(row.get("kin") == "family");
    CHECK(row.get("tail") == "XX3210");
    CHECK(row.get("aide").empty());
}

TEST_CASE("a right is given and taken by herself alone: the store refuses it from a helper") {
    Sisters told;
    told.allow();
    told.calls(told.bela);
    for (auto const& right :
         {Effect{"secret.set", {{"secret_new", "x"}}},
          Effect{"consent.withdraw", {{"purpose", "list"}}},
          Effect{"helper.stop", {{"aide", std::to_string(told.asha)}}},
          Effect{"phone.drop", {{"line", told.line}}}, Effect{"messages.stop", {}}}) {
        auto const refused = told.house.act({{right.name, told.as_helper(right.with)}});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::bad_request);
    }
    CHECK(told.house.number("SELECT count(*) FROM person_act") == 0);
    CHECK(told.house.number("SELECT count(*) FROM consent WHERE withdrawn_at IS NOT NULL") == 0);
}

TEST_CASE("a helper whose leave is taken back in the middle of a call does nothing more") {
    Sisters told;
    told.allow();
    told.calls(told.bela);
    told.must({{"name.change", told.as_helper({{"name", "Bela Ghar"}})}});
    told.stop();
    auto const late = told.house.act({{"name.change", told.as_helper({{"name", "Asha Ghar"}})}});
    REQUIRE_FALSE(late);
    CHECK(late.error().code == Errc::conflict);
    CHECK(told.house.ask("account.details").values.get("own") == "Bela Ghar");
    CHECK(told.house.number("SELECT count(*) FROM person_act") == 1);
}

TEST_CASE("who else is behind a phone is told to those behind it alone") {
    Sisters told;
    told.allow();
    auto const rows = told.house.ask("account.helpers", {{"line", told.line}}).rows;
    REQUIRE(rows.size() == 1);
    CHECK(rows[0] == Values{{"label", ""},
                            {"named", "no"},
                            {"i", "1"},
                            {"aide", std::to_string(told.asha)},
                            {"may", "yes"}});
    told.house.join(919'876'543'299, {});
    CHECK(told.house.ask("account.helpers", {{"line", "919876543299"}}).outcome == "none");
}

TEST_CASE(
    "who leaves the last phone they share is helped no longer, and coming back is a new leave") {
    Sisters told;
    told.allow();
    auto db = storage::Db::open(told.house.dir() + "/haatline.db", storage::Db::Mode::read_write);
    REQUIRE(db);
    auto const gets = [&](std::int64_t who, std::string phone) {
        auto const ask = fmt::format(
            "INSERT OR IGNORE INTO phone (e164, lang, first_seen, last_seen) VALUES ({0}, 'en', "
            "1790000000000, 1790000000000); INSERT INTO person_phone (phone, person, from_at) "
            "VALUES ({0}, {1}, 1790000000000)",
            phone, who);
        REQUIRE(db->execute(ask));
    };
    auto const stand = [&] {
        return told.house.number("SELECT count(*) FROM person_helper WHERE until_at IS NULL");
    };
    gets(told.bela, "919876543298");
    gets(told.asha, "919876543298"); // a second phone of both
    gets(told.bela, "919876543299");
    told.calls(told.bela);
    told.must({{"phone.drop", {{"line", told.line}}}});
    CHECK(stand() == 1);
    told.must({{"phone.drop", {{"line", "919876543298"}}}});
    CHECK(stand() == 0);
    REQUIRE(db->execute("UPDATE person_phone SET until_at = NULL, ended_why = ''"));
    CHECK(told.profile(told.bela, told.asha).values.get("acting").empty());
}
