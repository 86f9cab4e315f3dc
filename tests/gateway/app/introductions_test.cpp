#include "storage/sqlite/db.hpp"
#include "tests/support/caller.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

using namespace haatline;

namespace {

/// Asha and Bela live in Patna; Bela has two phones.
class TwoPhones {
  public:
    TwoPhones() {
        join("9876543210", "Asha Achar");
        join("9876543211", "Bela Gruh");
        auto db = storage::Db::open(line.dir() + "/haatline.db", storage::Db::Mode::read_write);
        REQUIRE(db);
        auto const added =
            db->execute("INSERT INTO phone (e164, lang, first_seen) VALUES (919876543212, 'en', "
                        "1790000000000); INSERT INTO person_phone (phone, person, from_at) SELECT "
                        "919876543212, person, 0 FROM person_phone WHERE phone = 919876543211");
        if (!added) FAIL(added.error().detail);
    }

    tests::Line line;
    tests::Caller caller;

    /// Dials and types one key after another; gives the last screen.
    std::string call(std::string const& phone, std::initializer_list<char const*> keys) {
        caller.use_phone(phone);
        std::string shown = caller.dial(line, "*789#").text;
        for (auto const* key : keys) shown = type(phone, key);
        return shown;
    }
    std::string type(std::string const& phone, std::string const& key) {
        caller.use_phone(phone);
        return caller.answer(line, key).text;
    }
    /// One request of a call of its own: all that was typed in it so far.
    static gateway::RawRequest typed(std::string const& phone, std::string const& all) {
        return {"POST",
                "/in/africastalking/demo",
                "",
                "application/x-www-form-urlencoded",
                fmt::format("sessionId=race-{0}&serviceCode=%2A789%23&phoneNumber=%2B91{0}&"
                            "networkCode=40410&text={1}",
                            phone, tests::encoded(all)),
                "127.0.0.1",
                ""};
    }

  private:
    void join(std::string const& phone, char const* name) {
        call(phone, {"2", "1", "800001", "1", "1", name, "1"});
    }
};

} // namespace

TEST_CASE("a yes and a no that come in at the same moment from two phones of one person end in the "
          "no; nobody reads what is not so") {
    bool const yes_first = GENERATE(true, false);
    TwoPhones village;
    REQUIRE(village.call("9876543210", {"1", "1", "2", "1", "1"}).starts_with("Asked Bela Gruh."));
    std::string const one = "9876543211", other = "9876543212";
    for (auto const& phone : {one, other})
        for (auto const* all : {"", "3", "3*1"}) village.line.call(TwoPhones::typed(phone, all));

    auto const replies =
        village.line.call_all({TwoPhones::typed(one, yes_first ? "3*1*1" : "3*1*4"),
                               TwoPhones::typed(other, yes_first ? "3*1*4" : "3*1*1")});
    std::string const& yes = replies[yes_first ? 0 : 1].body;
    std::string const& no = replies[yes_first ? 1 : 0].body;
    CHECK(no.find("Noted: no.") != std::string::npos);
    // The yes was on disk first and holds until the no; or it came too late and says so.
    bool const said = yes.find("Noted. A person will ring you") != std::string::npos;
    bool const too_late = yes.find("answered on another phone") != std::string::npos ||
                          yes.find("busy") != std::string::npos;
    INFO(yes);
    CHECK((said || too_late));
    if (!yes_first) CHECK_FALSE(said);
    // Whoever loses is told, and no alarm rings for it.
    CHECK(village.line.metrics().steps_failed == 0);

    auto db = storage::Db::open(village.line.dir() + "/haatline.db", storage::Db::Mode::read_only);
    REQUIRE(db);
    CHECK(db->integer("SELECT count(*) FROM enquiry WHERE state = 'declined'").value() == 1);
    CHECK(db->integer("SELECT count(*) FROM ticket").value() == 0);
    CHECK(village.call("9876543210", {"3", "1"}).starts_with("Bela Gruh cannot talk now."));
    CHECK(village.call(other, {"3"}).starts_with("No messages."));
}
