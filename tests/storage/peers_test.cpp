#include "base/limits.hpp"
#include "storage/demo.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/peer_search.hpp"
#include "tests/storage/house.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;

namespace {

std::vector<std::string> column(Answer const& answer, std::string_view name) {
    std::vector<std::string> out;
    for (auto const& row : answer.rows) out.emplace_back(row.get(name));
    return out;
}

Values search(std::string ring, Values more = {}) {
    Values with{{"product", "pickle"},
                {"want", "maker"},
                {"ring", std::move(ring)},
                {"pin", "844101"},
                {"dist_id", "537"}};
    with.merge(more);
    return with;
}

/// A member at a PIN, in its main district.
std::string join_at(House& house, std::uint64_t phone, std::string const& pin, Values more = {}) {
    Values with{{"pin", pin},
                {"dist_id",
                 house.text("SELECT district FROM pin_district WHERE rank = 0 AND pin = " + pin)}};
    with.merge(more);
    return house.join(phone, with);
}

void vouch_for(House& house, std::string const& enterprise,
               std::string const& short_name = "Mahila SHG") {
    auto db = Db::open(house.dir() + "/haatline.db", Db::Mode::read_write);
    REQUIRE(db);
    REQUIRE(db->execute(
        "INSERT INTO org (kind, name, short) VALUES ('shg', 'A group', '" + short_name +
        "'); INSERT INTO vouch (enterprise, org, kind, from_at) VALUES (" + enterprise +
        ", last_insert_rowid(), 'visited', 1); UPDATE peer SET vouched = 1 WHERE enterprise = " +
        enterprise));
}

/// What ranking means, said the slow way: everybody who matches, sorted.
std::vector<PeerFound> sorted_all(Db& db, PeerQuery const& query) {
    auto rows = db.prepare("SELECT DISTINCT p.enterprise, p.lat_e4, p.lon_e4, p.vouched, "
                           "p.district, p.state FROM peer p WHERE "
                           "p.product = ? AND p.role = ?");
    REQUIRE(rows);
    rows->bind(1, query.product).bind(2, static_cast<int>(query.want));
    std::vector<PeerFound> all;
    while (rows->step()) {
        Point const at{static_cast<std::int32_t>(rows->integer(1)),
                       static_cast<std::int32_t>(rows->integer(2))};
        PeerFound peer{{0, rows->integer(3) != 0, distance_m(query.from, at), rows->integer(0)},
                       rows->integer(4),
                       rows->integer(5)};
        peer.rank.tier =
            tier_of(peer.rank.metres, peer.district == query.district, peer.state == query.state);
        bool const inside = query.ring == Ring::near       ? peer.rank.metres <= near_max_m
                            : query.ring == Ring::district ? peer.district == query.district
                            : query.ring == Ring::state    ? peer.state == query.state
                                                           : true;
        if (inside && peer.rank.id != query.own) all.push_back(peer);
    }
    std::sort(all.begin(), all.end(),
              [](auto const& a, auto const& b) { return before(a.rank, b.rank); });
    return all;
}

std::vector<std::int64_t> ids(std::vector<PeerFound> const& peers, std::size_t from,
                              std::size_t count) {
    std::vector<std::int64_t> out;
    for (std::size_t i = from; i < std::min(peers.size(), from + count); ++i)
        out.push_back(peers[i].rank.id);
    return out;
}

} // namespace

TEST_CASE("nobody is found where nobody is, and nobody finds themselves") {
    House house;
    CHECK(house.ask("peers.near", search("near")) == Answer{"none", {{"n", "0"}}, {}, false});
    auto const own = house.join(tests::kCaller, {});
    CHECK(house.ask("peers.near", search("near", {{"eid", own}})).outcome == "none");
    CHECK(house.ask("peers.near", search("near")).outcome == "none"); // known by the phone too
}

TEST_CASE("a peer is a name, whole kilometres and a mark") {
    House house;
    auto const same = house.join(919'000'000'001, {{"name", "Asha Foods"}});
    auto const unnamed = house.join(919'000'000'002, {{"name", ""}});
    vouch_for(house, unnamed);
    CHECK(house.ask("peers.near", search("near")) ==
          Answer{"some",
                 {{"n", "2"}},
                 {{{"peer", unnamed}, {"name", "Pickle"}, {"km", "0"}, {"mark", "*"}},
                  {{"peer", same}, {"name", "Asha Foods"}, {"km", "0"}, {"mark", ""}}},
                 false});
}

TEST_CASE("near crosses district and state lines, the district and the state do not") {
    House house;
    // Hajipur (Vaishali) looks across the Ganga at Patna; Delhi looks at Noida in another state.
    auto const hajipur = join_at(house, 919'000'000'001, "844101");
    auto const patna = join_at(house, 919'000'000'002, "800008");
    CHECK(column(house.ask("peers.near", search("near")), "peer") ==
          std::vector<std::string>{hajipur, patna});
    CHECK(column(house.ask("peers.near", search("district")), "peer") ==
          std::vector<std::string>{hajipur});
    CHECK(column(house.ask("peers.near", search("state")), "peer") ==
          std::vector<std::string>{hajipur, patna});

    auto const noida = join_at(house, 919'000'000'003, "201309");
    Values const delhi = {{"pin", "110001"}, {"dist_id", "901"}};
    CHECK(column(house.ask("peers.near", search("near", delhi)), "peer") ==
          std::vector<std::string>{noida});
    CHECK(house.ask("peers.near", search("state", delhi)).outcome == "none");
    CHECK(column(house.ask("peers.near", search("india", delhi)), "peer").front() == noida);
}

TEST_CASE("inside a ring the vouched come first, then the nearer, then the older") {
    House house;
    auto const near = join_at(house, 919'000'000'001, "844101");
    auto const nearer_ring = join_at(house, 919'000'000'002, "844101");
    auto const far = join_at(house, 919'000'000'003, "800008");
    vouch_for(house, far);
    vouch_for(house, nearer_ring);
    CHECK(column(house.ask("peers.near", search("near")), "peer") ==
          std::vector<std::string>{nearer_ring, near, far});
}

TEST_CASE("who did not agree to be shown is never shown, by no way") {
    House house;
    auto const hidden = house.join(919'000'000'001, {{"show", "no"}});
    for (auto const* ring : {"near", "district", "state", "india"})
        CHECK(house.ask("peers.near", search(ring)).outcome == "none");
    CHECK(house.ask("peer.card", {{"peer", hidden}}) == Answer{"none", {}, {}, false});
    CHECK_FALSE(house.act({{"talk.ask", {{"peer", hidden}, {"ref", "100004"}}}}));
}

TEST_CASE("machines, repair and institutes are sought whatever the caller makes") {
    House house;
    auto const mill =
        house.join(919'000'000'001, {{"role", "machine_maker"}, {"product", "mc_flour"}});
    auto const press =
        house.join(919'000'000'002, {{"role", "machine_maker"}, {"product", "mc_oil"}});
    auto const mender = house.join(919'000'000'003, {{"role", "service"}, {"product", "repair"}});
    auto const centre = house.join(919'000'000'004, {{"role", "institute"}, {"product", "papad"}});
    auto const found = [&](char const* want, char const* product) {
        return column(
            house.ask("peers.near", search("near", {{"want", want}, {"product", product}})),
            "peer");
    };
    CHECK(found("machine_maker", "pickle") == std::vector<std::string>{mill, press});
    CHECK(found("service", "pickle") == std::vector<std::string>{mender});
    CHECK(found("institute", "pickle") == std::vector<std::string>{centre});
    // Who typed the name of a machine after "makers" means that machine.
    CHECK(found("maker", "mc_oil") == std::vector<std::string>{press});
    CHECK(found("maker", "pickle").empty());
}

TEST_CASE("a member whose PIN lies in several districts is found from each side of the line") {
    House house;
    house.join(919'000'000'001, {{"pin", "110001"}, {"dist_id", "903"}});
    CHECK(house.ask("peers.near", search("near", {{"pin", "110001"}, {"dist_id", "901"}}))
              .values.get("n") == "1");
    CHECK(house.ask("peers.near", search("district", {{"pin", "110001"}, {"dist_id", "903"}}))
              .values.get("n") == "1");
    CHECK(house.ask("peers.near", search("district", {{"pin", "110001"}, {"dist_id", "901"}}))
              .outcome == "none");
}

TEST_CASE(
    "without a PIN a caller looks from the middle of the district, without either from home") {
    House house;
    auto const peer = join_at(house, 919'000'000'001, "844101");
    CHECK(column(house.ask("peers.near", search("near", {{"pin", ""}})), "peer") ==
          std::vector<std::string>{peer});
    auto const own = join_at(house, tests::kCaller, "844101");
    CHECK(column(
              house.ask("peers.near", search("near", {{"pin", ""}, {"dist_id", ""}, {"eid", own}})),
              "peer") == std::vector<std::string>{peer});
}

TEST_CASE("lists come in pages that neither repeat nor lose anybody") {
    House house;
    std::vector<std::string> all;
    for (std::uint64_t i = 0; i < 21; ++i)
        all.push_back(join_at(house, 919'000'000'001 + i, "844101"));
    std::vector<std::string> seen;
    for (auto const& [offset, more] : {std::pair("0", true), {"9", true}, {"18", false}}) {
        auto const page = house.ask("peers.near", search("near", {{"offset", offset}}));
        CHECK(page.values.get("n") == "21");
        CHECK(page.more == more);
        for (auto const& id : column(page, "peer")) seen.push_back(id);
    }
    CHECK(seen == all);
    CHECK(house.ask("peers.near", search("near", {{"offset", "500"}})).rows.empty());
}

TEST_CASE("counts stop at a hundred") {
    House house;
    REQUIRE(fill_demo(house.dir(), 5000, house.world().world));
    auto const all = house.ask("peers.near", search("india"));
    CHECK(all.values.get("n") == "99+");
    CHECK(all.rows.size() == limits::list_rows);
    CHECK(all.more);
}

TEST_CASE("a card says name, village, distance, product and who vouches, and never a number") {
    House house;
    auto const peer = join_at(house, 919'000'000'001, "800008");
    vouch_for(house, peer, "Nari Shakti");
    CHECK(house.ask("peer.card", {{"peer", peer}, {"pin", "844101"}}) ==
          Answer{"some",
                 {{"name", "Asha Foods"},
                  {"village", "Sampatchak"},
                  {"km", "25"},
                  {"prod", "Pickle"},
                  {"assoc", "Nari Shakti"}},
                 {},
                 false});
    for (auto const* nobody : {"0", "99999", "", "x"})
        CHECK(house.ask("peer.card", {{"peer", nobody}}).outcome == "none");
}

TEST_CASE("the search finds what sorting everybody finds, in every ring, to the third page") {
    House house;
    REQUIRE(fill_demo(house.dir(), 4000, house.world().world));
    auto db = open_database(house.dir());
    REQUIRE(db);
    Prepared prepared(*db);
    int compared = 0;
    for (std::int64_t const pin :
         {844101, 800001, 110001, 560001, 673001, 781001, 744301, 194101}) {
        auto place =
            db->prepare("SELECT p.lat_e4, p.lon_e4, d.district, s.state FROM pin p JOIN "
                        "pin_district d ON d.pin = p.pin "
                        "JOIN district s ON s.id = d.district WHERE p.pin = ? AND d.rank = 0");
        REQUIRE(place);
        REQUIRE(place->bind(1, pin).step());
        for (auto const ring : {Ring::near, Ring::district, Ring::state, Ring::india}) {
            for (auto const& [product, want] :
                 {std::pair(1, Role::maker), std::pair(2, Role::buyer),
                  std::pair(0, Role::machine_maker), std::pair(0, Role::service)}) {
                PeerQuery const query{product,
                                      want,
                                      ring,
                                      {static_cast<std::int32_t>(place->integer(0)),
                                       static_cast<std::int32_t>(place->integer(1))},
                                      place->integer(2),
                                      place->integer(3),
                                      17};
                auto const all = sorted_all(*db, query);
                for (std::size_t const offset : {0U, 9U, 18U}) {
                    auto const page = find_peers(prepared, query, offset, 9);
                    REQUIRE(page);
                    CHECK(ids(page->rows, 0, 9) == ids(all, offset, 9));
                    CHECK(page->total == std::min(all.size(), limits::count_shown));
                    CHECK(page->more == (all.size() > offset + 9));
                    ++compared;
                }
            }
        }
    }
    CHECK(compared == 8 * 4 * 4 * 3);
}

TEST_CASE("in a crowd the nearest vouched still come first and pages stay apart") {
    House house;
    {
        // Two thousand at one point, every fifth vouched: more than one reading looks at.
        auto db = open_database(house.dir());
        REQUIRE(db);
        REQUIRE(db->execute("BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                            "WHERE i < 2000) INSERT INTO "
                            "enterprise (id, name, pin, district, lat_e4, lon_e4, listed, "
                            "created_at) SELECT i, 'E' || i, 844101, "
                            "537, 258172, 852628, 1, 0 FROM n; INSERT INTO enterprise_product "
                            "SELECT id, 1, 1 FROM enterprise; "
                            "INSERT INTO peer SELECT 1, 1, 258, 852628, id, 258172, 5, 537, id % 5 "
                            "= 0 FROM enterprise; COMMIT"));
    }
    for (auto const* ring : {"near", "district", "state", "india"}) {
        INFO(ring);
        std::vector<std::string> seen;
        for (int offset = 0; offset < 45; offset += 9) {
            auto const page =
                house.ask("peers.near", search(ring, {{"offset", std::to_string(offset)}}));
            CHECK(page.values.get("n") == "99+");
            CHECK(page.more);
            for (auto const& row : page.rows) {
                CHECK(row.get("mark") == "*");
                seen.emplace_back(row.get("peer"));
            }
        }
        REQUIRE(seen.size() == 45);
        std::sort(seen.begin(), seen.end());
        CHECK(std::unique(seen.begin(), seen.end()) == seen.end());
    }
}

TEST_CASE("no statement on the way of a call walks a table or sorts") {
    House house;
    auto db = open_database(house.dir());
    REQUIRE(db);
    std::size_t read = 0;
    for (auto const* sql : hot_statements()) {
        auto plan = db->prepare("EXPLAIN QUERY PLAN " + std::string(sql->text));
        if (!plan) FAIL(std::string(sql->name) + ": " + plan.error().detail);
        while (plan->step()) {
            auto const line = std::string(plan->text(3));
            INFO(std::string(sql->name) + ": " + line);
            CHECK((line.find("SCAN") == std::string::npos || line.find("SCAN (subquery") == 0));
            bool const places = sql->name.starts_with("place.");
            CHECK((places || line.find("TEMP B-TREE") == std::string::npos));
            // One asks five a day at most, and is asked by thousands: only her own inbox goes
            // through those.
            bool const inbox = sql->name.starts_with("inbox.");
            CHECK((inbox || line.find("INDEX enquiry_to") == std::string::npos));
            ++read;
        }
    }
    CHECK(read > 15);
}
