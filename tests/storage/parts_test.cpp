#include "storage/sqlite/key_source.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/parcels.hpp"
#include "storage/sqlite/transaction.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

using namespace haatline;
using namespace haatline::storage;
using outbox::State;

namespace {

constexpr TimePoint kNow{Millis(1'790'000'000'000)};
constexpr std::uint64_t kHers = 919'000'000'001;

/// A folder as the eighteenth step of the schema left it, with rows of a message, and then as it is now.
class Upgraded {
  public:
    explicit Upgraded(std::string const& rows) {
        std::vector<Embedded> old;
        for (auto const& file : embedded_files())
            if (!file.path.starts_with("storage/schema/") || file.path < "storage/schema/0019")
                old.push_back(file);
        auto opened = Db::open(dir_.path() + "/haatline.db", Db::Mode::read_write);
        REQUIRE(opened);
        db_ = std::move(*opened);
        REQUIRE(migrate(db_, old));
        REQUIRE(db_.integer("PRAGMA user_version").value() == 18);
        REQUIRE(db_.execute(rows));
        REQUIRE(migrate(db_, embedded_files()));
    }
    outbox::Done commit(outbox::Change const& change) {
        outbox::Done done;
        Transaction transaction(sql_);
        REQUIRE(transaction.begin());
        REQUIRE(parcels_.carry_out(change, done));
        REQUIRE(transaction.commit());
        return done;
    }
    State state() { return static_cast<State>(number("SELECT state FROM parcel")); }
    std::int64_t number(std::string const& sql) {
        auto const found = db_.integer(sql);
        REQUIRE(found);
        return *found;
    }

  private:
    tests::TempDir dir_;
    Db db_;
    Prepared sql_{db_};
    Subjects subjects_{sql_, KeySource(drawn_key(system_world().random))};
    Parcels parcels_{sql_, subjects_};
};

/// A message that a carrier has, of `open` parts without a receipt.
std::string handed(int open) {
    return "INSERT INTO parcel (class, state, phone, language, category, consent, written_at, "
           "valid_until, tries, route, parts_open) VALUES (1, 2, " +
           std::to_string(kHers) + ", 'hi', 'service_implicit', '', 0, 9, 1, 'peer', " +
           std::to_string(open) + ");";
}

outbox::Outcomes accepted(std::vector<std::string> ids, std::uint32_t parts) {
    outbox::Outcome one;
    one.parcel = 1;
    one.to = Msisdn::from_number(kHers);
    one.parts = one.segments = parts;
    one.ids = std::move(ids);
    return {"peer", {one}, kNow};
}

outbox::Receipts receipt(std::string id) {
    outbox::Receipt out;
    out.route = "peer";
    out.id = std::move(id);
    out.to = Msisdn::from_number(kHers);
    out.at = kNow;
    return {{out}};
}

} // namespace

TEST_CASE("A part that had its receipt before the upgrade is not waited for after it") {
    Upgraded folder(handed(0) +
                    "INSERT INTO parcel_part (route, message_id, parcel, part, state, at) VALUES "
                    "('peer', 'a', 1, 0, 4, 0)");
    folder.commit(accepted({"a", "b"}, 2));
    CHECK(folder.state() == State::accepted);
    CHECK(folder.number("SELECT parts_open FROM parcel") == 1);
    folder.commit(receipt("b"));
    CHECK(folder.state() == State::delivered);
}

TEST_CASE("Of a message in two parts both are counted, of a message in one nobody has to count") {
    Upgraded two(handed(0));
    two.commit(accepted({"a", "b"}, 2));
    two.commit(receipt("b"));
    CHECK(two.state() == State::accepted);
    two.commit(receipt("b")); // said twice
    CHECK(two.state() == State::accepted);
    two.commit(receipt("a"));
    CHECK(two.state() == State::delivered);
    CHECK(two.number("SELECT count(*) FROM parcel_part WHERE part <> 0") == 2);

    Upgraded one(handed(0));
    one.commit(accepted({"a"}, 1));
    CHECK(one.number("SELECT count(*) FROM parcel_part WHERE part <> 0") == 0);
    one.commit(receipt("a"));
    CHECK(one.state() == State::delivered);
}

TEST_CASE("An answer that comes after the receipt says what it costs, and ends nothing anew") {
    Upgraded folder(handed(1));
    auto news = receipt("a");
    news.each[0].reference = 1;
    folder.commit(news);
    CHECK(folder.state() == State::delivered);
    auto answer = accepted({"a"}, 1);
    answer.each[0].segments = 3;
    folder.commit(answer);
    CHECK(folder.state() == State::delivered);
    CHECK(folder.number("SELECT segments FROM parcel") == 3);
    folder.commit(answer); // told twice
    CHECK(folder.number("SELECT count(*) FROM parcel_part") == 1);
}

TEST_CASE(
    "Of messages handed over together only those that still wait move, and the others are told") {
    Upgraded folder(handed(0) + handed(0) + handed(0) + handed(0) +
                    "UPDATE parcel SET state = iif(id = 2, 9, 0), tries = 0");
    outbox::Hand hand;
    hand.route = "peer";
    hand.parcels = {1, 2, 3, 7, 4};
    CHECK(folder.commit(hand).gone == std::vector<std::int64_t>{2, 7});
    CHECK(folder.number("SELECT count(*) FROM parcel WHERE state = 2 AND tries = 1") == 3);
    CHECK(folder.commit(hand).gone == std::vector<std::int64_t>{1, 2, 3, 7, 4}); // never to two
    CHECK(folder.number("SELECT state FROM parcel WHERE id = 2") == 9);
}

TEST_CASE("Of messages accepted together the one whose receipt came first stays delivered") {
    Upgraded folder(handed(1) + handed(1) + handed(1) + handed(1));
    auto news = receipt("b");
    news.each[0].reference = 2;
    folder.commit(news);
    outbox::Outcomes all = accepted({"a"}, 1);
    for (auto const* id : {"b", "c", "d"}) {
        all.each.push_back(all.each.back());
        ++all.each.back().parcel;
        all.each.back().ids = {id};
    }
    folder.commit(all);
    CHECK(folder.number("SELECT count(*) FROM parcel WHERE state = 3 AND segments = 1") == 3);
    CHECK(folder.number("SELECT state FROM parcel WHERE id = 2") == 4);
    // Each has its row: a receipt, and four answers in their order.
    CHECK(folder.number("SELECT count(*) FROM message_ledger WHERE ids <> ''") == 5);
    CHECK(folder.number("SELECT group_concat(parcel, '') FROM message_ledger WHERE seq > 1") ==
          1234);
    folder.commit(receipt("d"));
    CHECK(folder.number("SELECT state FROM parcel WHERE id = 4") == 4);
}

TEST_CASE("Messages accepted together move by what each of them costs") {
    Upgraded folder(handed(1) + handed(1) + handed(1) + handed(1));
    outbox::Outcomes all = accepted({"a"}, 1);
    for (auto const segments : {1U, 2U, 2U}) {
        all.each.push_back(all.each.back());
        ++all.each.back().parcel;
        all.each.back().ids = {std::to_string(all.each.size())};
        all.each.back().segments = segments;
    }
    folder.commit(all);
    CHECK(folder.number("SELECT count(*) FROM parcel WHERE state = 3 AND parts_open = 1") == 4);
    CHECK(folder.number("SELECT group_concat(segments, '') FROM parcel") == 1122);
    CHECK(folder.number("SELECT count(*) FROM parcel_part WHERE part = 0") == 4);
}

TEST_CASE("Of who was erased while her message was refused the ledger keeps no number either") {
    Upgraded folder(handed(0) + "UPDATE parcel SET phone = 0");
    auto refused = accepted({std::to_string(kHers) + "-7"}, 2); // one part was taken all the same
    refused.each[0].state = State::refused;
    folder.commit(refused);
    CHECK(folder.number("SELECT count(*) FROM message_ledger WHERE ids = '91#-7'") == 1);
}
