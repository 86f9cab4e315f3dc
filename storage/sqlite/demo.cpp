#include "storage/demo.hpp"

#include "storage/sqlite/enrol.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/transaction.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace haatline::storage {
namespace {

constexpr int kClusters =
    2'000; // about as many as the programme identified (reference/domain.md, row 18)
constexpr int kMost = 10'000'000; // phones 9000000000-9009999999
/// Enterprises in one transaction: with their pages in the cache, and the log of changes in
/// proportion.
constexpr int kBatch = 50'000;
constexpr std::uint64_t kFirstPhone = 919'000'000'000;
constexpr std::int64_t kBegan = 1'767'225'600'000; // 1 January 2026 UTC: the same on every machine

/// Towns where a tryer is likely to look; a quarter of everybody is put around them, so that every
/// search finds some.
constexpr std::array kTowns{844101, 800001, 842001, 846004, 812001, 302001, 342001, 334001,
                            305001, 141001, 143001, 695001, 682001, 673001, 411001, 440001,
                            416001, 422001, 110001, 226001, 221001, 700001, 600001, 560001,
                            500001, 380001, 751001, 781001, 834001, 492001, 462001, 248001};

// Invented brand words, at most 6 letters each, so that both fit the 13 units of a list row.
constexpr std::array<std::string_view, 40> kFirst{
    "Surya",  "Ganga", "Asha",  "Navya",  "Tulsi",  "Amrit", "Kiran", "Jyoti", "Sagar", "Mitra",
    "Pragya", "Usha",  "Deepa", "Komal",  "Lata",   "Madhu", "Nidhi", "Ojas",  "Pavan", "Rekha",
    "Sona",   "Tara",  "Udaya", "Varsha", "Yamuna", "Anand", "Bela",  "Chaya", "Disha", "Ekta",
    "Falgun", "Gauri", "Hema",  "Indu",   "Jaya",   "Kusum", "Leela", "Meena", "Neela", "Rupa"};
constexpr std::array<std::string_view, 12> kSecond{"Udyog",  "Foods", "Gruh",  "Samuh",
                                                   "Bazaar", "Mills", "Works", "Swad",
                                                   "Haat",   "Craft", "Agro",  "Rasoi"};

struct Share {
    Role role;
    unsigned percent;
};
constexpr std::array kShares{Share{Role::maker, 58},  Share{Role::supplier, 12},
                             Share{Role::buyer, 12},  Share{Role::machine_maker, 8},
                             Share{Role::service, 6}, Share{Role::institute, 4}};

constexpr Sql kDistricts{
    "demo.districts",
    "SELECT district, pin FROM pin_district WHERE rank = 0 ORDER BY district, pin"};
constexpr Sql kProducts{"demo.products", "SELECT id, kind FROM product ORDER BY rank"};
constexpr Sql kAddOrg{
    "demo.org",
    "INSERT INTO org (code, kind, name, short, district, demo) SELECT ?1, 'association', "
    "'Demo association ' || name, 'Demo SHG', id, 1 FROM district WHERE id = ?2"};
constexpr Sql kAddCluster{
    "demo.cluster", "INSERT INTO cluster (code, name, kind, product, district, demo) SELECT ?1, "
                    "'Demo cluster ' || name, 'virtual', ?2, id, 1 FROM district WHERE id = ?3"};
constexpr Sql kAddVouch{
    "demo.vouch", "INSERT INTO vouch (enterprise, org, kind, from_at) VALUES (?, ?, 'visited', ?)"};
constexpr Sql kAddMembership{"demo.membership",
                             "INSERT INTO membership (enterprise, cluster, status, from_at) VALUES "
                             "(?, ?, 'confirmed', ?)"};
constexpr Sql kSize{"demo.size", "INSERT INTO meta (key, value) VALUES ('demo_size', ?)"};
constexpr Sql kBegun{"demo.begun", "INSERT INTO meta (key, value) VALUES ('demo_begun', ?)"};
constexpr Sql kEnded{"demo.ended", "DELETE FROM meta WHERE key = 'demo_begun'"};

// A filling that was cut off is thrown away, so nothing in it needs the disk's word; the last
// checkpoint asks for it. Sorting spills to files instead of memory.
constexpr char const* kFilling =
    "PRAGMA synchronous=OFF; PRAGMA foreign_keys=OFF; PRAGMA cache_size=-65536; "
    "PRAGMA temp_store=FILE; PRAGMA wal_autocheckpoint=8000";
// The log of the load is as large as its last transaction: move it now, not under the first calls.
constexpr char const* kFilled = "PRAGMA synchronous=FULL; PRAGMA wal_checkpoint(TRUNCATE)";

/// Chance that is the same everywhere: each choice has a number of its own (SplitMix64's mixing of
/// it).
class Dice {
  public:
    explicit Dice(std::uint64_t subject) : state_(subject * 0x9E3779B97F4A7C15ULL + 1) {}
    std::uint64_t below(std::uint64_t bound) {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return (z ^ (z >> 31)) % bound;
    }
    bool percent(unsigned share) { return below(100) < share; }
    template <class List>
    auto const& one_of(List const& list) {
        return list[below(list.size())];
    }

  private:
    std::uint64_t state_;
};

struct District {
    std::int64_t id;
    std::vector<std::int64_t> pins;
    std::int64_t org = 0;
};

struct DemoCluster {
    std::int64_t id, product;
    std::size_t district;
};

class Demo {
  public:
    explicit Demo(Db& db) : sql_(db) {}

    /// In transactions of its own. When it fails, the last one is undone.
    Result<void> fill(int enterprises, DemoProgress const& progress) {
        auto filled = read_facts();
        for (int from = 0; filled && from < enterprises; from += kBatch) {
            int const to = std::min(enterprises, from + kBatch);
            filled = batch(from, to, enterprises);
            if (filled && progress) progress(to);
        }
        return filled;
    }

  private:
    Result<void> batch(int from, int to, int enterprises) {
        Transaction transaction(sql_);
        if (auto begun = transaction.begin(); !begun) return begun;
        if (from == 0)
            if (auto made = begin(enterprises); !made) return made;
        for (int i = from; i < to; ++i)
            if (auto added = add_enterprise(i); !added) return added;
        if (to == enterprises)
            if (auto ended = end(enterprises); !ended) return ended;
        return transaction.commit();
    }

    Result<void> begin(int enterprises) {
        auto const noted = change(sql_, kBegun, std::to_string(enterprises));
        if (!noted) return fail(noted.error());
        if (auto added = add_orgs(); !added) return added;
        return add_clusters();
    }

    Result<void> end(int enterprises) {
        if (auto indexed = index_all_peers(sql_.db()); !indexed) return indexed;
        auto noted = change(sql_, kEnded);
        if (noted) noted = change(sql_, kSize, std::to_string(enterprises));
        if (!noted) return fail(noted.error());
        return {};
    }

    Result<void> read_facts() {
        {
            Run run(sql_[kDistricts]);
            while (run->step()) {
                if (districts_.empty() || districts_.back().id != run->integer(0))
                    districts_.push_back({run->integer(0), {}, 0});
                districts_.back().pins.push_back(run->integer(1));
                if (std::find(kTowns.begin(), kTowns.end(), run->integer(1)) != kTowns.end())
                    towns_.push_back({run->integer(1), districts_.size() - 1});
            }
            if (auto ended = sql_.ended(*run, kDistricts); !ended) return ended;
        }
        Run run(sql_[kProducts]);
        while (run->step())
            products_[static_cast<std::size_t>(*kind_named(run->text(1)))].push_back(
                run->integer(0));
        if (auto ended = sql_.ended(*run, kProducts); !ended) return ended;
        if (districts_.empty() || towns_.empty() || products_[0].empty() || products_[1].empty() ||
            products_[2].empty())
            return fail(
                Errc::conflict,
                "demo data needs the places and products that come with the program; this database "
                "has others: use an empty folder");
        return {};
    }

    Result<void> add_orgs() {
        for (auto& district : districts_) {
            auto const done =
                change(sql_, kAddOrg, fmt::format("demo-{}", district.id), district.id);
            if (!done) return fail(done.error());
            district.org = sql_.db().last_id();
        }
        return {};
    }

    Result<void> add_clusters() {
        for (int i = 0; i < kClusters; ++i) {
            Dice dice(static_cast<std::uint64_t>(i) + 0xC1);
            auto const district = dice.below(districts_.size());
            auto const product = food(dice);
            auto const done = change(sql_, kAddCluster, fmt::format("demo-{}", i), product,
                                     districts_[district].id);
            if (!done) return fail(done.error());
            clusters_.push_back({sql_.db().last_id(), product, district});
        }
        return {};
    }

    Result<void> add_enterprise(int i) {
        Dice dice(static_cast<std::uint64_t>(i) + 0xE0000);
        NewMember member;
        DemoCluster const* cluster = nullptr;
        auto district = dice.below(districts_.size());
        member.pin = dice.one_of(districts_[district].pins);
        member.product = food(dice);
        auto const kind = dice.below(100);
        if (kind < 25) {
            auto const& [town, where] = dice.one_of(towns_);
            district = where;
            member.pin = dice.percent(70) ? town : dice.one_of(districts_[district].pins);
        } else if (kind < 70) {
            cluster = &dice.one_of(clusters_);
            district = cluster->district;
            member.product = cluster->product;
            member.pin = dice.one_of(districts_[district].pins);
        }
        member.role = role(dice);
        if (member.role == Role::machine_maker) member.product = dice.one_of(products_[1]);
        if (member.role == Role::service) member.product = dice.one_of(products_[2]);

        // One in twenty has told nobody a name yet, one in twenty does not want to be found: both
        // are everyday.
        auto const name = fmt::format("{} {}", dice.one_of(kFirst), dice.one_of(kSecond));
        member.name = dice.percent(95) ? std::string_view(name) : std::string_view();
        member.listed = dice.percent(95);
        member.phone = kFirstPhone + static_cast<std::uint64_t>(i);
        member.lang = dice.percent(60) ? "hi" : dice.percent(50) ? "hi-Latn" : "en";
        member.via = member.channel = member.session = member.notice = "demo";
        member.demo = member.indexed_later = true;
        member.district = districts_[district].id;
        member.at = kBegan + i;
        auto const id = enrol(sql_, member);
        if (!id) return fail(id.error());
        return belong(dice, *id, member, cluster, districts_[district].org);
    }

    Result<void> belong(Dice& dice, std::int64_t id, NewMember const& member,
                        DemoCluster const* cluster, std::int64_t org) {
        if (cluster) {
            auto const done = change(sql_, kAddMembership, id, cluster->id, member.at);
            if (!done) return fail(done.error());
        }
        if (!dice.percent(20)) return {};
        auto const done = change(sql_, kAddVouch, id, org, member.at);
        if (!done) return fail(done.error());
        return {};
    }

    Role role(Dice& dice) {
        auto left = dice.below(100);
        for (auto const& share : kShares) {
            if (left < share.percent) return share.role;
            left -= share.percent;
        }
        return Role::maker;
    }

    /// The pilot's first products are made by most, the last by few, as it is with words and towns:
    /// pickle by a third.
    std::int64_t food(Dice& dice) {
        auto const& foods = products_[0];
        auto const bound = dice.below(dice.below(foods.size()) + 1) + 1;
        return foods[dice.below(bound)];
    }

    Prepared sql_;
    std::vector<District> districts_;
    std::vector<std::pair<std::int64_t, std::size_t>> towns_;
    std::array<std::vector<std::int64_t>, 3> products_; ///< by kind
    std::vector<DemoCluster> clusters_;
};

} // namespace

Result<DemoReport> fill_demo(std::string const& dir, int enterprises, World&,
                             DemoProgress const& progress) {
    if (enterprises < 0 || enterprises > kMost)
        return fail(Errc::bad_request, fmt::format("--demo-size must be from 0 to {}", kMost));
    auto db = open_database(dir);
    if (!db) return fail(db.error());
    auto const begun = db->integer("SELECT count(*) FROM meta WHERE key = 'demo_begun'");
    if (!begun) return fail(begun.error());
    if (*begun > 0)
        return fail(Errc::conflict,
                    fmt::format("filling {} with demo data was cut off: delete that folder, or use "
                                "an empty one",
                                dir));
    auto const there = db->integer(
        "SELECT ifnull(max(CAST(value AS INTEGER)), -1) FROM meta WHERE key = 'demo_size'");
    if (!there) return fail(there.error());
    if (*there == enterprises || enterprises == 0)
        return DemoReport{static_cast<int>(std::max<std::int64_t>(*there, 0)),
                          *there >= 0 ? kClusters : 0, false};
    if (*there >= 0)
        return fail(
            Errc::conflict,
            fmt::format(
                "the database in {} has {} demo enterprises: start with --demo-size {}, or use "
                "an empty folder for another size",
                dir, *there, *there));
    auto filled = db->execute(kFilling);
    if (filled) filled = Demo(*db).fill(enterprises, progress);
    if (!filled) return fail(filled.error());
    (void)db->execute(kFilled);
    return DemoReport{enterprises, kClusters, true};
}

} // namespace haatline::storage
