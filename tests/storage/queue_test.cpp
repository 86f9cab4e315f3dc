#include "cluster/reference.hpp"
#include "storage/queue.hpp"
#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/migrate.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;

namespace {

/// A gateway that serves, and a desk beside it.
struct DeskHouse : House {
    Staff asha{"asha", TimePoint(Millis(1'790'000'600'000))};
    Staff ravi{"ravi", TimePoint(Millis(1'790'000'900'000))};

    void ask_callback(std::uint64_t serial) {
        REQUIRE(act({{"callback.ask", {{"screen", "root"}, {"ref", reference_text(serial)}}}}));
    }
    void ask_help(std::uint64_t serial, std::string wanted) {
        REQUIRE(act({{"help.ask",
                      {{"reason", "bank"}, {"wanted", wanted}, {"ref", reference_text(serial)}}}}));
    }
    std::vector<std::uint64_t> listed(QueueFilter const& filter = {}) {
        auto const tickets = queue_list(dir(), filter);
        if (!tickets) FAIL(tickets.error().detail);
        std::vector<std::uint64_t> out;
        for (auto const& ticket : *tickets) out.push_back(ticket.serial);
        return out;
    }
    std::string acts() {
        return text("SELECT group_concat(who || ' ' || act || ' ' || object || ' [' || reason || "
                    "']', '; ') FROM (SELECT * FROM audit ORDER BY seq)");
    }
};

using Serials = std::vector<std::uint64_t>;

Error refused(Result<Ticket> const& result) {
    REQUIRE_FALSE(result);
    return result.error();
}

} // namespace

TEST_CASE("the queue lists what is due first, by kind and by state") {
    DeskHouse house;
    house.ask_help(0, "morning");
    house.ask_callback(1);
    house.ask_help(2, "now");
    CHECK(house.listed() == Serials{1, 2, 0});
    CHECK(house.listed({TicketKind::help}) == Serials{2, 0});
    CHECK(house.listed({TicketKind::report}) == Serials{});
    REQUIRE(queue_take(house.dir(), 2, house.asha, ""));
    CHECK(house.listed({std::nullopt, "taken"}) == Serials{2});
    CHECK(house.listed({std::nullopt, "open"}) == Serials{1, 0});
    CHECK(house.listed() == Serials{1, 2, 0});
    REQUIRE(queue_done(house.dir(), 2, "helped", house.asha));
    CHECK(house.listed() == Serials{1, 0});
    CHECK(house.listed({std::nullopt, "done"}) == Serials{2});
    CHECK(house.listed({std::nullopt, "all"}) == Serials{2, 1, 0});
    CHECK(house.listed({std::nullopt, "all", 1}) == Serials{2});
    CHECK(queue_list(house.dir(), {std::nullopt, "lost"}).error().code == Errc::bad_request);
}

TEST_CASE("a ticket is taken, closed with a word, and each act is a row of the audit") {
    DeskHouse house;
    house.caller().language = "hi";
    house.ask_callback(4);
    auto const ref = reference_text(4);
    auto const taken = queue_take(house.dir(), 4, house.asha, "");
    REQUIRE(taken);
    CHECK(taken->state == "taken");
    CHECK(taken->taken_by == "asha");
    CHECK(taken->taken == house.asha.now);
    CHECK(fmt::format("{}", taken->phone) == "+91…3210");
    CHECK(taken->lang == "hi");
    REQUIRE(queue_take(house.dir(), 4, house.asha, "")); // once more changes nothing
    auto const shown = queue_show(house.dir(), 4, house.asha, "to ring back");
    REQUIRE(shown);
    CHECK(shown->phone.full() == "+919876543210");
    auto const done = queue_done(house.dir(), 4, "helped", house.asha);
    REQUIRE(done);
    CHECK(done->state == "done");
    CHECK(done->outcome == "helped");
    CHECK(house.acts() == fmt::format("asha queue.take ticket {0} []; asha queue.reveal ticket {0} "
                                      "[to ring back]; asha queue.done ticket {0} [helped]",
                                      ref));
    auto db = open_beside(house.dir());
    REQUIRE(db);
    auto const report = verify_audit(*db, "");
    REQUIRE(report);
    CHECK(report->faults == std::vector<std::string>{});
}

TEST_CASE("the desk reads what a caller wrote, as long as her words are under her key") {
    DeskHouse house;
    house.caller().channel = "sms";
    auto step = house.step(
        {{"help.ask",
          {{"reason", "other"}, {"wanted", "now"}, {"wrote", "yes"}, {"ref", reference_text(0)}}}});
    step.kind = "answer";
    step.said = "HELP my buyer does not pay";
    constexpr std::uint64_t token = 900;
    REQUIRE(house.journal().append(std::move(step), token));
    REQUIRE(house.wait_for(token));
    auto const shown = queue_show(house.dir(), 0, house.asha, "");
    REQUIRE(shown);
    CHECK(shown->about == ticket_in_own_words);
    CHECK(shown->words == "HELP my buyer does not pay");
    auto const listed = queue_list(house.dir(), {});
    REQUIRE(listed);
    CHECK(listed->front().words.empty()); // a list is looked at over shoulders
    house.ask_callback(1);
    auto const plain = queue_show(house.dir(), 1, house.asha, "");
    REQUIRE(plain);
    CHECK(plain->words.empty());
}

TEST_CASE("taking what somebody else took is refused with who and when, unless it is taken over") {
    DeskHouse house;
    house.ask_callback(0);
    REQUIRE(queue_take(house.dir(), 0, house.asha, ""));
    auto const error = refused(queue_take(house.dir(), 0, house.ravi, ""));
    CHECK(error.code == Errc::conflict);
    CHECK(error.detail == "ticket 100009 was taken by asha on 21/9 19:53: ask there, or take it "
                          "over with `queue take 100009 --over REASON`");
    CHECK(refused(queue_done(house.dir(), 0, "helped", house.ravi)).detail == error.detail);
    auto const over = queue_take(house.dir(), 0, house.ravi, "asha is on leave");
    REQUIRE(over);
    CHECK(over->taken_by == "ravi");
    CHECK(house.acts() == "asha queue.take ticket 100009 []; ravi queue.take ticket 100009 [asha "
                          "is on leave]");
}

TEST_CASE("a closed ticket stays closed for the desk, and says who closed it") {
    DeskHouse house;
    house.ask_callback(0);
    REQUIRE(queue_done(house.dir(), 0, "no_answer", house.asha)); // not taken first: fine
    CHECK(house.text("SELECT taken_by || ' ' || done_by FROM ticket") == "asha asha");
    auto const detail = "ticket 100009 was closed by asha on 21/9 19:53: no_answer";
    CHECK(refused(queue_take(house.dir(), 0, house.ravi, "")).detail == detail);
    CHECK(refused(queue_take(house.dir(), 0, house.ravi, "why not")).detail == detail);
    CHECK(refused(queue_done(house.dir(), 0, "helped", house.asha)).detail == detail);
}

TEST_CASE("a ticket the caller opened again can be taken by anybody") {
    DeskHouse house;
    house.ask_callback(0);
    REQUIRE(queue_done(house.dir(), 0, "helped", house.asha));
    REQUIRE(house.act({{"ticket.reopen", {{"ref", reference_text(0)}}}}));
    auto const taken = queue_take(house.dir(), 0, house.ravi, "");
    REQUIRE(taken);
    CHECK(taken->taken_by == "ravi");
    CHECK(taken->outcome == "");
}

TEST_CASE("a ticket ends with a word of its kind and no other") {
    DeskHouse house;
    house.ask_callback(0);
    for (auto const* word : {"", "reset", "help", "helped no_answer", "HELPED"}) {
        auto const error = refused(queue_done(house.dir(), 0, word, house.asha));
        CHECK(error.code == Errc::bad_request);
        CHECK(error.detail ==
              "a callback ends with one of: helped no_answer wrong_number not_needed");
    }
    CHECK(house.text("SELECT state FROM ticket") == "open");
    CHECK(house.number("SELECT count(*) FROM audit") == 0);
}

TEST_CASE("an act that cannot be recorded does not happen") {
    DeskHouse house;
    house.ask_callback(0);
    CHECK(refused(queue_take(house.dir(), 0, {"", house.asha.now}, "")).code == Errc::bad_request);
    CHECK(refused(queue_take(house.dir(), 0, {"a\nb", house.asha.now}, "")).code ==
          Errc::bad_request);
    CHECK(refused(queue_show(house.dir(), 0, house.asha, "it is 9876543210")).code ==
          Errc::bad_request);
    CHECK(house.text("SELECT state FROM ticket") == "open");
    CHECK(house.number("SELECT count(*) FROM audit") == 0);
}

TEST_CASE("no ticket, no database, or one of another version is told plainly") {
    DeskHouse house;
    auto const none = refused(queue_take(house.dir(), 7, house.asha, ""));
    CHECK(none.code == Errc::not_found);
    CHECK(none.detail == "there is no ticket " + reference_text(7));
    auto const nowhere = queue_list(house.dir() + "/no", {});
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == Errc::not_found);
    auto db = Db::open(database_path(house.dir()), Db::Mode::read_write);
    REQUIRE(db->execute("PRAGMA user_version=2"));
    CHECK(queue_list(house.dir(), {}).error().code == Errc::invalid_data);
}

TEST_CASE("an erased caller's ticket shows no number") {
    DeskHouse house;
    house.ask_callback(0);
    auto db = Db::open(database_path(house.dir()), Db::Mode::read_write);
    REQUIRE(db->execute("UPDATE ticket SET phone = NULL"));
    auto const shown = queue_show(house.dir(), 0, house.asha, "to see");
    REQUIRE(shown);
    CHECK(shown->phone.number() == 0);
}

TEST_CASE("two at the desk who reach for one ticket at the same moment: one has it") {
    DeskHouse house;
    house.ask_callback(0);
    std::vector<std::future<Result<Ticket>>> hands;
    for (auto const* name : {"asha", "ravi", "meena", "john"})
        hands.push_back(std::async(std::launch::async, [&house, name] {
            return queue_take(house.dir(), 0, {name, house.asha.now}, "");
        }));
    int have = 0;
    for (auto& hand : hands) {
        auto const result = hand.get();
        if (result)
            ++have;
        else
            CHECK(result.error().code == Errc::conflict);
    }
    CHECK(have == 1);
    CHECK(house.number("SELECT count(*) FROM audit") == 1);
}

TEST_CASE(
    "closing a secret number's ticket with `reset` takes the number away and opens its lock") {
    DeskHouse house;
    house.join(tests::kCaller, {});
    house.caller().person = 1;
    house.ask_callback(0);
    auto db = Db::open(database_path(house.dir()), Db::Mode::read_write);
    REQUIRE(db->execute("UPDATE ticket SET kind = 'secret'; UPDATE person SET secret = 'digest', "
                        "secret_tries = 5, secret_locked_at = 1"));
    REQUIRE(queue_done(house.dir(), 0, "not_reset", house.asha));
    auto const secret = "SELECT secret || ' ' || secret_tries || ' ' || ifnull(secret_locked_at, "
                        "'open') FROM person";
    CHECK(house.text(secret) == "digest 5 1");
    REQUIRE(house.act({{"ticket.reopen", {{"ref", reference_text(0)}}}}));
    REQUIRE(queue_done(house.dir(), 0, "reset", house.asha));
    CHECK(house.text(secret) == " 0 open");
    CHECK(house.acts() == "asha queue.done ticket 100009 [not_reset]; asha queue.done ticket "
                          "100009 [reset]");
}

TEST_CASE("closing a quarantined number's ticket with `restored` gives it back to its people") {
    DeskHouse house;
    house.join(tests::kCaller, {});
    house.ask_callback(0);
    auto db = Db::open(database_path(house.dir()), Db::Mode::read_write);
    REQUIRE(
        db->execute("UPDATE ticket SET kind = 'number'; UPDATE phone SET state = 'quarantined'; "
                    "UPDATE person_phone SET until_at = 1, ended_why = 'unproven'"));
    REQUIRE(queue_done(house.dir(), 0, "restored", house.asha));
    CHECK(house.text("SELECT p.state || ' ' || ifnull(h.until_at, 'still') FROM phone p JOIN "
                     "person_phone h ON h.phone = p.e164") == "active still");
    CHECK(house.text("SELECT state || ' ' || outcome FROM ticket") == "done restored");
}

TEST_CASE("a ticket whose outcome cannot be made true stays open, and nothing is recorded") {
    DeskHouse house;
    house.ask_callback(0); // nobody is known on this line
    auto db = Db::open(database_path(house.dir()), Db::Mode::read_write);
    for (auto const& [kind, outcome] : {std::pair{"secret", "reset"}, {"number", "restored"}}) {
        REQUIRE(db->execute(fmt::format("UPDATE ticket SET kind = '{}'", kind)));
        CHECK(refused(queue_done(house.dir(), 0, outcome, house.asha)).code == Errc::conflict);
    }
    CHECK(house.text("SELECT state FROM ticket") == "open");
    CHECK(house.number("SELECT count(*) FROM audit") == 0);
}
