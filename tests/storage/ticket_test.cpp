#include "cluster/reference.hpp"
#include "cluster/ticket.hpp"
#include "storage/sqlite/migrate.hpp"
#include "tests/storage/house.hpp"

#include <algorithm>

namespace haatline::storage {
std::span<Embedded const> embedded_files();
}

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;
using haatline::tests::TempDir;

TEST_CASE("a call-back waits in the queue with who wants it, where she stood and when it is due") {
    House house;
    house.join(tests::kCaller, {});
    house.caller().language = "hi";
    house.caller().person = 1;
    REQUIRE(house.act({{"callback.ask", {{"screen", "reg.pin"}, {"ref", reference_text(7)}}}}));
    CHECK(house.text("SELECT serial || ' ' || kind || ' [' || reason || '] ' || wanted || ' ' || "
                     "woman_officer || ' ' || phone || ' ' || person || ' ' || lang || ' ' || "
                     "screen || ' ' || state || ' ' || (due_at - created_at) FROM ticket") ==
          "7 callback [] now 0 919876543210 1 hi reg.pin open 7200000");
}

TEST_CASE("a ticket of the first version is still in the queue after the upgrade") {
    TempDir dir;
    auto db = Db::open(database_path(dir.path()), Db::Mode::read_write);
    REQUIRE(db);
    std::vector<Embedded> first;
    for (auto const& file : embedded_files())
        if (file.path >= "storage/schema/0001" && file.path < "storage/schema/0004")
            first.push_back(file);
    REQUIRE(first.size() == 3);
    REQUIRE(migrate(*db, first));
    REQUIRE(db->execute("INSERT INTO ticket (serial, kind, phone, screen, lang, created_at) VALUES "
                        "(3, 'callback', 919876543210, 'reg.pin', 'hi', 1790000000000)"));
    REQUIRE(migrate(*db, embedded_files()));
    auto row = db->prepare("SELECT serial || kind || phone || screen || lang || state || "
                           "created_at || wanted || (due_at - created_at) FROM ticket");
    REQUIRE(row);
    REQUIRE(row->step());
    CHECK(row->text(0) == "3callback919876543210reg.pinhiopen1790000000000now7200000");
}

namespace {

Effect help(std::uint64_t serial, Values more = {}) {
    Values with{{"reason", "not_paid"}, {"wanted", "morning"}, {"ref", reference_text(serial)}};
    with.merge(more);
    return {"help.ask", with};
}

Effect of_ticket(std::string name, std::uint64_t serial) {
    return {std::move(name), {{"ref", reference_text(serial)}}};
}

/// As the desk does it (storage/queue.hpp), without the command.
void close_ticket(House& house, std::int64_t serial, std::int64_t at) {
    auto db = Db::open(database_path(house.dir()), Db::Mode::read_write);
    REQUIRE(db);
    REQUIRE(db->execute(fmt::format("UPDATE ticket SET state = 'done', taken_by = 'asha', "
                                    "taken_at = {0}, done_by = 'asha', done_at = {0}, outcome = "
                                    "'helped' WHERE serial = {1}",
                                    at, serial)));
}

std::int64_t millis(House& house) { return house.caller().now.time_since_epoch().count(); }

} // namespace

TEST_CASE("a help ticket keeps its reason, the hour wanted and the wish for a woman officer") {
    House house;
    REQUIRE(house.act({help(0)}));
    REQUIRE(house.act({help(1, {{"reason", "asked_money"}, {"wanted", "now"}, {"woman", "yes"}})}));
    REQUIRE(house.act({help(1, {{"reason", "bank"}})})); // the same serial: a retry
    CHECK(house.text("SELECT group_concat(kind || ' ' || reason || ' ' || wanted || ' ' || "
                     "woman_officer || ' ' || ifnull(person, 'nobody'), '; ') FROM ticket") ==
          "help not_paid morning 0 nobody; help asked_money now 1 nobody");
    CHECK(house.act({help(2, {{"reason", "weather"}})}).error().code == Errc::bad_request);
    CHECK(house.act({help(2, {{"wanted", "tonight"}})}).error().code == Errc::bad_request);
    CHECK(house.act({help(2, {{"ref", "123456"}})}).error().code == Errc::internal);
    CHECK(house.number("SELECT count(*) FROM ticket") == 2);
}

TEST_CASE("call-backs and help tickets together are three a day") {
    House house;
    REQUIRE(house.act({help(0)}));
    REQUIRE(house.act({{"callback.ask", {{"screen", "help"}, {"ref", reference_text(1)}}}}));
    CHECK(house.ask("callback.allowed").outcome == "ok");
    REQUIRE(house.act({help(2)}));
    CHECK(house.ask("callback.allowed").outcome == "limit");
    house.caller().now += std::chrono::hours(24);
    CHECK(house.ask("callback.allowed").outcome == "ok");
}

TEST_CASE("a caller hears of her tickets, newest first, and of closed ones for seven days") {
    House house;
    CHECK(house.ask("ticket.mine") == Answer{"none", {}, {}, false});
    REQUIRE(house.act({help(0)}));
    Values const first{{"ref", reference_text(0)}, {"day", "21/9"}, {"ticket_state", "open"}};
    CHECK(house.ask("ticket.mine") == Answer{"one", first, {}, false});

    house.caller().now += std::chrono::hours(24);
    REQUIRE(house.act({help(1)}));
    Values const second{{"ref", reference_text(1)}, {"day", "22/9"}, {"ticket_state", "open"}};
    CHECK(house.ask("ticket.mine") == Answer{"many", {}, {second, first}, false});

    close_ticket(house, 0, millis(house));
    CHECK(house.ask("ticket.mine").rows.at(1).get("ticket_state") == "done");
    house.caller().now += ticket_shown_for;
    CHECK(house.ask("ticket.mine") == Answer{"one", second, {}, false});
}

TEST_CASE("what the desk connects by hand is no ticket of the caller's") {
    House house;
    REQUIRE(house.act({help(0)}));
    auto db = Db::open(database_path(house.dir()), Db::Mode::read_write);
    REQUIRE(db->execute("UPDATE ticket SET kind = 'connect'"));
    CHECK(house.ask("ticket.mine").outcome == "none");
}

TEST_CASE("a ticket of another person on a shared phone is not told") {
    House house;
    house.join(tests::kCaller, {});
    house.join(tests::kCaller, {{"product", "papad"}});
    house.caller().person = 1;
    REQUIRE(house.act({help(0)}));
    CHECK(house.ask("ticket.mine").outcome == "one");
    house.caller().person = 2;
    CHECK(house.ask("ticket.mine").outcome == "none");
    house.caller().person = 0; // nobody has said yet who is calling
    CHECK(house.ask("ticket.mine").outcome == "none");
    close_ticket(house, 0, millis(house));
    house.caller().person = 2;
    REQUIRE(house.act({of_ticket("ticket.reopen", 0)}));
    CHECK(house.text("SELECT state FROM ticket") == "done");
}

TEST_CASE("a ticket is closed only on the caller's word: not solved opens it again") {
    House house;
    REQUIRE(house.act({help(0)}));
    REQUIRE(house.act({of_ticket("ticket.reopen", 0)})); // it is open: nothing to do
    close_ticket(house, 0, millis(house));
    house.caller().now += std::chrono::hours(3);
    REQUIRE(house.act({of_ticket("ticket.reopen", 0)}));
    CHECK(house.text("SELECT state || ' ' || wanted || ' ' || ifnull(taken_by, 'nobody') || ' ' || "
                     "ifnull(outcome, 'none') FROM ticket") == "open now nobody none");
    REQUIRE(house.act({of_ticket("ticket.solved", 0)})); // still open: not closed by this
    CHECK(house.ask("ticket.mine").outcome == "one");

    close_ticket(house, 0, millis(house));
    REQUIRE(house.act({of_ticket("ticket.solved", 0)}));
    CHECK(house.number("SELECT confirmed_at FROM ticket") == millis(house));
    CHECK(house.ask("ticket.mine").outcome == "none");
    REQUIRE(house.act({of_ticket("ticket.reopen", 0)})); // solved is solved
    CHECK(house.text("SELECT state FROM ticket") == "done");
}

TEST_CASE("a stranger's ticket can be neither closed nor opened by its number") {
    House house;
    REQUIRE(house.act({help(0)}));
    close_ticket(house, 0, millis(house));
    house.caller().phone = Msisdn::from_number(919'876'543'211);
    for (auto const* act : {"ticket.solved", "ticket.reopen"})
        REQUIRE(house.act({of_ticket(act, 0)}));
    CHECK(house.text("SELECT state || ifnull(confirmed_at, '') FROM ticket") == "done");
    CHECK(house.act({{"ticket.solved", {{"ref", "123456"}}}}).error().code == Errc::bad_request);
}
