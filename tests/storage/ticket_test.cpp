#include "cluster/reference.hpp"
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
