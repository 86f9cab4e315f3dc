#include "storage/sqlite/sealing.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;

namespace {

Key key_of(unsigned char octet) {
    Key out{};
    out.fill(octet);
    return out;
}

} // namespace

TEST_CASE("a sealed text opens under its own key and no other") {
    auto const key = key_of(7);
    for (std::string_view const text : {"", "a", "Zebrina Foods", "अचार वाली"}) {
        auto const sealed = seal(key, 42, text);
        CHECK(sealer(sealed) == 42);
        CHECK(open_sealed(key, sealed) == std::string(text));
        CHECK_FALSE(open_sealed(key_of(8), sealed));
        CHECK_FALSE(open_sealed(Key{}, sealed));
        auto changed = sealed;
        changed.back() = static_cast<char>(changed.back() ^ 1);
        CHECK_FALSE(open_sealed(key, changed));
    }
}

TEST_CASE("equal texts look equal only where nothing tells them apart") {
    auto const key = key_of(7);
    CHECK(seal(key, 1, "mango") == seal(key, 1, "mango"));
    CHECK(seal(key, 1, "mango", 5) != seal(key, 1, "mango", 6));
    CHECK(seal(key_of(8), 1, "mango") != seal(key, 1, "mango"));
}

TEST_CASE("what is no sealed text opens as nothing") {
    CHECK(sealer("") == 0);
    CHECK(sealer("Asha Foods") == 0);
    CHECK(sealer(std::string(60, '\x01')) != 0);
    CHECK_FALSE(open_sealed(key_of(7), std::string(60, '\x01')));
    CHECK_FALSE(open_sealed(key_of(7), std::string("\x01\x01", 2)));
}

TEST_CASE("keys follow each other and never repeat") {
    KeySource one(key_of(1)), same(key_of(1)), other(key_of(2));
    auto const first = one.next();
    CHECK(first == same.next());
    CHECK(first != one.next());
    CHECK(first != other.next());
    CHECK_FALSE(is_destroyed(first));
    CHECK(is_destroyed(Key{}));
}

TEST_CASE("only bare keys of a menu are kept as typed") {
    for (std::string_view const bare : {"", "0", "12", "99"}) CHECK(is_bare_key(bare));
    for (std::string_view const words : {"123", "a", "1 ", "१"}) CHECK_FALSE(is_bare_key(words));
}

TEST_CASE("what somebody typed lies sealed under a key of her line, and her registration takes it "
          "along") {
    House house;
    auto step = house.step();
    step.said = "zebrina pickle";
    REQUIRE(house.journal().append(step, 1000));
    REQUIRE(house.wait_for(1000));
    step.said = "2";
    REQUIRE(house.journal().append(step, 1001));
    REQUIRE(house.wait_for(1001));
    CHECK(house.text("SELECT group_concat(typeof(said) || ':' || opened(said)) FROM event") ==
          "blob:zebrina pickle,text:2");
    CHECK(house.number("SELECT count(*) FROM subject") == 1);
    CHECK(house.number("SELECT person FROM line_subject") == 0);

    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    CHECK(house.text("SELECT typeof(name) || ':' || opened(name) FROM enterprise") ==
          "blob:Zebrina Foods");
    CHECK(house.number("SELECT count(*) FROM subject") == 1);
    CHECK(house.number("SELECT l.person = p.id FROM line_subject l, person p") == 1);

    // Hers also after a restart, before the line has said who is calling.
    house.close();
    house.open();
    REQUIRE(house.act({}));
    CHECK(house.number("SELECT count(DISTINCT subject) FROM event") == 1);
    CHECK(house.ask("caller.profile").values.get("biz") == "Zebrina Foods");
    house.caller().phone = Msisdn::from_number(919'876'543'211);
    CHECK(house
              .ask("peers.near",
                   {{"product", "pickle"}, {"want", "maker"}, {"ring", "near"}, {"pin", "844101"}})
              .rows.front()
              .get("name") == "Zebrina Foods");
}

TEST_CASE("on a shared line each person's words lie under her own key") {
    House house;
    house.join(tests::kCaller, {{"name", "Asha"}});
    house.join(tests::kCaller, {{"name", "Meena"}});
    CHECK(house.number("SELECT count(*) FROM subject") == 2);
    CHECK(house.number("SELECT count(DISTINCT sealer(name)) FROM enterprise") == 2);
    auto const person = house.number("SELECT max(id) FROM person");
    house.caller().person = person;
    auto step = house.step();
    step.said = "mango";
    REQUIRE(house.journal().append(step, 1000));
    REQUIRE(house.wait_for(1000));
    CHECK(
        house.number(fmt::format("SELECT e.subject = l.subject FROM event e, line_subject l WHERE "
                                 "l.person = {} ORDER BY e.seq DESC LIMIT 1",
                                 person)) == 1);
}

TEST_CASE("a line's number stands in no event, also where the provider makes its session of it") {
    House house;
    auto step = house.step();
    step.session = "imimobile:+919876543210|789";
    REQUIRE(house.journal().append(step, 1000));
    REQUIRE(house.wait_for(1000));
    CHECK(house.number("SELECT count(*) FROM event WHERE session LIKE '%9876543210%'") == 0);
    std::string read;
    REQUIRE(house.store().replay([&](ReplayedStep const& each) { read = each.session; }));
    CHECK(read == step.session);
}

TEST_CASE("a bad step leaves no subject behind that a later step would trust") {
    House house;
    auto step =
        house.step({{"watch.add", {{"product", "none"}, {"want", "maker"}, {"ring", "near"}}}});
    step.caller.phone = Msisdn::from_number(919'876'543'219);
    REQUIRE(house.journal().append(step, 1000));
    REQUIRE_FALSE(house.wait_for(1000));
    step.effects.clear();
    REQUIRE(house.journal().append(step, 1001));
    REQUIRE(house.wait_for(1001));
    CHECK(house.number("SELECT count(*) FROM event e JOIN subject s ON s.id = e.subject") == 1);
}

TEST_CASE("a word is the content desk's once two people have said it") {
    House house;
    Effect const word{"word.unknown", {{"word", "Zebrina"}}};
    REQUIRE(house.act({word}));
    REQUIRE(house.act({word}));
    CHECK(house.text("SELECT typeof(word) || opened(word) || n FROM unmet_word") == "blobZebrina2");
    house.caller().phone = Msisdn::from_number(919'876'543'211);
    REQUIRE(house.act({word}));
    CHECK(house.text("SELECT typeof(word) || word || n || ifnull(only_by, '-') FROM unmet_word") ==
          "textZebrina3-");
}

TEST_CASE("each consent given and withdrawn is a fact in a chain") {
    House house;
    house.join(tests::kCaller, {});
    auto db = storage::Db::open(house.dir() + "/haatline.db", Db::Mode::read_write);
    REQUIRE(db);
    REQUIRE(db->execute("UPDATE consent SET withdrawn_at = 1790000005000 WHERE purpose = 'list'"));
    CHECK(house.text("SELECT group_concat(purpose || ' ' || act, ', ') FROM consent_fact") ==
          "core given, list given, list withdrawn");
    CHECK(house.number("SELECT count(*) FROM consent_fact a JOIN consent_fact b ON b.id = a.id + 1 "
                       "AND b.prev_hash = a.hash") == 2);
    CHECK(house.number("SELECT count(*) FROM consent_fact WHERE hash = chained(prev_hash, at, "
                       "person, purpose, act, notice, lang, channel, basis)") == 3);
    CHECK_FALSE(db->execute("UPDATE consent_fact SET at = 1"));
    CHECK_FALSE(db->execute("DELETE FROM consent_fact"));
    CHECK_FALSE(db->execute("UPDATE consent SET withdrawn_at = NULL"));
}
