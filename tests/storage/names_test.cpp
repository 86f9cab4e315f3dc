// Whether a name typed in one writing finds the listing stored in another: the names of the reference
// (names.json) and two sets written when the rules were frozen.
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sound_index.hpp"
#include "storage/sqlite/sound_search.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>

using namespace haatline;
using namespace haatline::storage;

namespace {

struct Spelling {
    std::string group, text, relation;
};

std::vector<Spelling> spellings(std::string const& file) {
    std::ifstream in(std::string(HAATLINE_SOURCE_DIR) + "/tests/storage/names/" + file);
    std::ostringstream content;
    content << in.rdbuf();
    std::vector<Spelling> out;
    auto const names = boost::json::parse(content.str());
    for (auto const& group : names.at("groups").as_array())
        for (auto const& form : group.at("forms").as_array())
            out.push_back({std::string(group.at("id").as_string()),
                           std::string(form.at("text").as_string()),
                           std::string(form.at("relation").as_string())});
    return out;
}

/// An index that holds every spelling as an object of its own, numbered from 1.
class Listings {
  public:
    explicit Listings(std::vector<std::string> const& files) {
        auto db = open_database(dir_.path());
        REQUIRE(db);
        db_ = std::move(*db);
        REQUIRE(db_.execute("BEGIN; DELETE FROM sound"));
        for (auto const& file : files)
            for (auto& each : spellings(file)) add(std::move(each));
        REQUIRE(db_.execute("COMMIT"));
    }

    std::vector<Found> find(std::string_view text, std::size_t objects) {
        auto found = find_sounds(sql_, Named::place, text, {.objects = objects});
        REQUIRE(found);
        return std::move(found->found);
    }
    void put(std::string group, std::string text) {
        add({std::move(group), std::move(text), "same"});
    }
    std::vector<Spelling> const& all() const { return all_; }
    Spelling const& at(std::int64_t object) const {
        return all_[static_cast<std::size_t>(object) - 1];
    }

  private:
    void add(Spelling spelling) {
        all_.push_back(std::move(spelling));
        auto const id = static_cast<std::int64_t>(all_.size());
        REQUIRE(put_sounds(sql_, Named::place, id, all_.back().text, 0));
    }

    tests::TempDir dir_;
    Db db_;
    Prepared sql_{db_};
    std::vector<Spelling> all_;
};

struct Tally {
    int pairs = 0, on_first_page = 0, first = 0;
    double recall() const { return on_first_page / static_cast<double>(pairs); }
    double right_first() const { return first / static_cast<double>(pairs); }
};

/// Each pair of a group: its listing stands under the second spelling alone, those of all other groups
/// under all of theirs. How many of them come before it, or beside it?
Tally tally(Listings& listings, std::string_view relation) {
    constexpr int page = 9;
    Tally out;
    for (std::size_t i = 0; i < listings.all().size(); ++i) {
        auto const& typed = listings.all()[i];
        if (typed.relation != "same") continue;
        std::map<std::string, int> other_groups;
        std::map<std::int64_t, int> own;
        for (auto const& found : listings.find(typed.text, listings.all().size())) {
            auto const& group = listings.at(found.object).group;
            int const away = found.why == Why::exact ? -1 : distance(found);
            if (group == typed.group)
                own[found.object] = away;
            else if (auto const [it, fresh] = other_groups.emplace(group, away); !fresh)
                it->second = std::min(it->second, away);
        }
        for (std::size_t j = 0; j < listings.all().size(); ++j) {
            auto const& stored = listings.all()[j];
            if (i == j || stored.group != typed.group || stored.relation != relation) continue;
            ++out.pairs;
            auto const it = own.find(static_cast<std::int64_t>(j) + 1);
            if (it == own.end()) {
                UNSCOPED_INFO(typed.text << " does not meet " << stored.text);
                continue;
            }
            auto const before =
                std::count_if(other_groups.begin(), other_groups.end(),
                              [&](auto const& g) { return g.second <= it->second; });
            out.on_first_page += before < page;
            out.first += before == 0;
            if (before) UNSCOPED_INFO(typed.text << " finds others before " << stored.text);
        }
    }
    return out;
}

} // namespace

// The issue asks for 0.97 of both. Measured when this was written: names.json 1.00 of 1,934 pairs (the
// rules were made with it), held_out.json 0.987 of 2,546 (three rules were made after its first
// reading: 0.927 by key alone, 0.947 with them, the rest by slips), held_out_2.json 0.982 of 1,622 (no
// rule was changed after it), all three in one index 0.990. Both figures are the same everywhere: what
// is found at all comes first.
TEST_CASE("whoever types a name in one writing finds it stored in another, and finds it first") {
    struct Promise {
        char const* set;
        double least;
    };
    for (auto const& [set, least] : {Promise{"names.json", 1.0}, Promise{"held_out.json", 0.986},
                                     Promise{"held_out_2.json", 0.981}}) {
        INFO(set);
        Listings listings({set});
        auto const same = tally(listings, "same");
        CHECK(same.pairs > 1'500);
        CHECK(same.recall() >= least);
        CHECK(same.right_first() >= least);
    }
}

TEST_CASE("the more names there are, the less may one be taken for another") {
    Listings listings({"names.json", "held_out.json", "held_out_2.json"});
    auto const same = tally(listings, "same");
    CHECK(same.pairs > 6'000);
    CHECK(same.recall() >= 0.985);
    CHECK(same.right_first() >= 0.985);
    CHECK(tally(listings, "misspelling").right_first() == 1);
    CHECK(tally(listings, "regional").recall() >= 0.7);
}

TEST_CASE("names whose consonants are alike are told apart by their vowels") {
    Listings listings({"names.json"});
    listings.put("vijay", "विजय");
    listings.put("jowar", "ज्वार");
    struct Row {
        char const *typed, *group;
    };
    for (auto const row : {Row{"vijay", "vijay"}, Row{"விஜய்", "vijay"}, Row{"puja", "pooja"},
                           Row{"پوجا", "pooja"}, Row{"bhujia", "bhujia"}, Row{"ভুজিয়া", "bhujia"},
                           Row{"jowar", "jowar"}, Row{"جوار", "jowar"}, Row{"jeera", "jeera"},
                           Row{"சுனிதா", "sunita"}, Row{"ஜெயந்தி", "jayanti"}}) {
        INFO(row.typed);
        CHECK(listings.at(listings.find(row.typed, 9).front().object).group == row.group);
    }
}
