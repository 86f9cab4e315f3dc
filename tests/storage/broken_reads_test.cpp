#include "cluster/reference.hpp"
#include "storage/sqlite/desk.hpp"
#include "tests/storage/house.hpp"

#include <sqlite3.h>

using namespace haatline;
using haatline::tests::House;

namespace {

sqlite3* newest_connection = nullptr; ///< of this process: what `Newest` is told by SQLite

/// Learns which connection a reader opened, which the store shows to nobody.
class Newest {
  public:
    Newest() { sqlite3_auto_extension(reinterpret_cast<void (*)()>(&note)); }
    ~Newest() { sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(&note)); }

  private:
    static int note(sqlite3* db, char**, void const*) {
        newest_connection = db;
        return SQLITE_OK;
    }
};

/// After so many steps of SQLite a connection breaks off: once, as on a bad sector, or in everything
/// from there on, as on a disk that dies.
class BreaksOff {
  public:
    enum class How : unsigned char { once, for_good };
    BreaksOff(sqlite3* db, std::int64_t after, How how) : db_(db), left_(after), how_(how) {
        sqlite3_progress_handler(
            db_, 1, [](void* self) { return static_cast<BreaksOff*>(self)->breaks() ? 1 : 0; },
            this);
    }
    ~BreaksOff() { sqlite3_progress_handler(db_, 0, nullptr, nullptr); }
    BreaksOff(BreaksOff const&) = delete;
    BreaksOff& operator=(BreaksOff const&) = delete;

  private:
    bool breaks() {
        --left_;
        return how_ == How::once ? left_ == -1 : left_ < 0;
    }

    sqlite3* db_;
    std::int64_t left_;
    How how_;
};

} // namespace

TEST_CASE("an answer whose reading breaks off anywhere is an error, never a shorter answer") {
    House house;
    auto const own = house.join(tests::kCaller, {});
    auto const other = house.join(tests::kCaller + 1, {{"name", "Meena"}});
    house.join(tests::kCaller, {{"name", "Second"}});
    house.caller().person = 1;
    for (Effect const& effect : std::initializer_list<Effect>{
             {"product.add", {{"product", "papad"}}},
             {"udyam.claim", {{"udyam", "UDYAM-BR-12-0001234"}}},
             {"secret.set", {{"secret", "mark"}}},
             {"talk.ask", {{"peer", other}, {"ref", reference_text(0)}}},
             {"listing.post", {{"kind", "buy"}, {"product", "pickle"}, {"ref", reference_text(0)}}},
             {"callback.ask", {{"screen", "root"}, {"ref", reference_text(0)}}}}) {
        CAPTURE(effect.name);
        auto const done = house.act({effect});
        if (!done) FAIL(done.error().detail);
    }
    house.close();
    Newest const watching;
    house.open();
    auto* const reading = newest_connection;
    Values const with{{"pin", "844101"},
                      {"word", "vaishali"},
                      {"role", "maker"},
                      {"product", "pickle"},
                      {"want", "maker"},
                      {"ring", "district"},
                      {"peer", other},
                      {"eid", own},
                      {"dist_id", "537"},
                      {"offset", "0"},
                      {"how", "now"},
                      {"ask", reference_text(0)},
                      {"post", reference_text(0)},
                      {"ref", reference_text(0)}};
    auto const how = GENERATE(BreaksOff::How::once, BreaksOff::How::for_good);
    for (auto const& contract : question_contracts()) {
        std::string const name(contract.name);
        auto const whole = house.ask(name, with);
        int broken_off = 0;
        for (std::int64_t after = 0, well = 0; well < 8; after += 1 + after / 32) {
            Result<Answer> heard;
            {
                BreaksOff const broken(reading, after, how);
                heard = house.try_ask(name, with);
            }
            // A failure after the last row was read is none; past the end nothing fails any more.
            well = heard ? well + 1 : 0;
            if (!heard) {
                ++broken_off;
                continue;
            }
            INFO(name << " after " << after << " steps of SQLite");
            CHECK(*heard == whole);
        }
        CHECK(broken_off > 0);
    }
}
