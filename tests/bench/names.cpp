// bench_names: one search across scripts in an index of any size. Names are made of syllables, the common
// ones oftener than the rare, written in Latin letters or one of nine Indic scripts; what is sought is
// written otherwise, a fifth of it with a consonant wrong, a tenth of it nowhere.

#include "base/world.hpp"
#include "locales/text/utf8.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sound_index.hpp"
#include "storage/sqlite/sound_search.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

namespace {

using namespace haatline;
using namespace haatline::storage;
using std::chrono::nanoseconds;

struct Options {
    std::string data;
    std::size_t names = 1'000'000, questions = 20'000;
    std::uint64_t seed = 1;
};

/// The same names every time (SplitMix64, public domain constants).
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::size_t below(std::size_t bound) {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return static_cast<std::size_t>((z ^ (z >> 31)) % bound);
    }
    /// Low numbers oftener: few names are borne by many.
    std::size_t common_first(std::size_t bound) {
        double const share = static_cast<double>(below(1'000'000)) / 1'000'000;
        return std::min(bound - 1,
                        static_cast<std::size_t>(static_cast<double>(bound) * std::pow(share, 3)));
    }

  private:
    std::uint64_t state_;
};

struct Letter {
    char32_t place; ///< in an Indic block
    std::array<std::string_view, 2> latin;
};
constexpr std::array kConsonants{
    Letter{0x15, {"k", "k"}},  Letter{0x30, {"r", "r"}},  Letter{0x28, {"n", "n"}},
    Letter{0x38, {"s", "s"}},  Letter{0x2E, {"m", "m"}},  Letter{0x32, {"l", "l"}},
    Letter{0x24, {"t", "th"}}, Letter{0x35, {"v", "w"}},  Letter{0x2A, {"p", "p"}},
    Letter{0x1C, {"j", "z"}},  Letter{0x26, {"d", "d"}},  Letter{0x17, {"g", "g"}},
    Letter{0x36, {"sh", "s"}}, Letter{0x2C, {"b", "b"}},  Letter{0x39, {"h", "h"}},
    Letter{0x1A, {"ch", "c"}}, Letter{0x27, {"dh", "d"}}, Letter{0x2D, {"bh", "bh"}},
    Letter{0x16, {"kh", "k"}}, Letter{0x2B, {"ph", "f"}},
};
constexpr std::array kVowels{
    Letter{0, {"a", "a"}},     Letter{0x3E, {"a", "aa"}}, Letter{0x3F, {"i", "i"}},
    Letter{0x40, {"i", "ee"}}, Letter{0x41, {"u", "u"}},  Letter{0x47, {"e", "e"}},
    Letter{0x4B, {"o", "o"}},  Letter{0x42, {"oo", "u"}},
};
constexpr std::array<char32_t, 9> kBlocks{0x900, 0x980, 0xA00, 0xA80, 0xB00,
                                          0xB80, 0xC00, 0xC80, 0xD00};

/// Consonant and vowel, two letters a syllable.
using Name = std::vector<std::pair<std::size_t, std::size_t>>;

Name made(Dice& dice) {
    Name out;
    for (auto syllables = 2 + dice.common_first(4); syllables > 0; --syllables)
        out.emplace_back(dice.common_first(kConsonants.size()), dice.common_first(kVowels.size()));
    return out;
}

// Tamil writes no voice and no breath.
char32_t in_tamil(char32_t place) {
    if (place >= 0x15 && place <= 0x2D && place != 0x1C && place != 0x28)
        for (char32_t const row : {0x15U, 0x1AU, 0x24U, 0x2AU})
            if (place >= row && place < row + 5) return row;
    return place;
}

/// @param script  0: Latin letters, one spelling; 1: another; from 2: an Indic block.
std::string written(Name const& name, std::size_t script) {
    std::string out;
    for (auto const& [consonant, vowel] : name) {
        if (script < 2) {
            out += kConsonants[consonant].latin[script];
            out += kVowels[vowel].latin[script];
            continue;
        }
        char32_t const block = kBlocks[script - 2];
        char32_t const place = kConsonants[consonant].place;
        text::append(out, block + (block == 0xB80 ? in_tamil(place) : place));
        if (kVowels[vowel].place) text::append(out, block + kVowels[vowel].place);
    }
    return out;
}

std::size_t any_script(Dice& dice) {
    return dice.below(10) < 5 ? dice.below(2) : 2 + dice.below(9);
}

nanoseconds computed() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

double us(nanoseconds value) { return static_cast<double>(value.count()) / 1000; }

class Times {
  public:
    void add(nanoseconds time) { all_.push_back(time); }
    std::size_t count() const { return all_.size(); }
    nanoseconds at(double share) {
        std::sort(all_.begin(), all_.end());
        return all_[static_cast<std::size_t>(share * static_cast<double>(all_.size() - 1))];
    }

  private:
    std::vector<nanoseconds> all_;
};

struct Figures {
    Times wall, cpu;
    std::size_t found = 0;
};

void print(std::string_view name, Figures& figures) {
    if (figures.wall.count() == 0) return;
    fmt::print("{:16} {:6} questions, {:5.1f} % found: p50 {:5.0f}  p99 {:5.0f}  p99.9 {:5.0f}  "
               "max {:5.0f} us"
               "   (CPU p50 {:5.0f}  p99 {:5.0f})\n",
               name, figures.wall.count(),
               100.0 * static_cast<double>(figures.found) /
                   static_cast<double>(figures.wall.count()),
               us(figures.wall.at(0.5)), us(figures.wall.at(0.99)), us(figures.wall.at(0.999)),
               us(figures.wall.at(1)), us(figures.cpu.at(0.5)), us(figures.cpu.at(0.99)));
}

/// @returns the different names of which the index is full.
Result<std::vector<Name>> fill(Db& db, Options const& options, Dice& dice) {
    std::vector<Name> different(options.names / 4);
    for (auto& name : different) name = made(dice);
    Prepared sql(db);
    if (auto begun = db.execute("BEGIN; DELETE FROM sound"); !begun) return fail(begun.error());
    for (std::size_t i = 0; i < options.names; ++i) {
        auto const& name = different[dice.common_first(different.size())];
        auto const done = put_sounds(sql, Named::place, static_cast<std::int64_t>(i) + 1,
                                     written(name, any_script(dice)), 0);
        if (!done) return fail(done.error());
    }
    if (auto done = db.execute("COMMIT"); !done) return fail(done.error());
    return different;
}

int refuse(Error const& error) {
    fmt::print(stderr, "bench_names: {}\n", error.detail);
    return 1;
}

int run(Options const& options) {
    auto& world = system_world();
    auto db = open_database(options.data);
    if (!db) return refuse(db.error());
    // Made once and thrown away: nothing of it has to survive.
    if (auto set = db->execute("PRAGMA synchronous = OFF; PRAGMA cache_size = -600000"); !set)
        return refuse(set.error());
    Dice dice(options.seed);
    auto const begun = world.clock.steady();
    auto different = fill(*db, options, dice);
    if (!different) return refuse(different.error());
    auto const rows = db->integer("SELECT count(*) FROM sound");
    fmt::print("{} names ({} different), {} rows, made in {:.0f} s\n", options.names,
               different->size(), rows ? *rows : 0, us(world.clock.steady() - begun) / 1'000'000);

    std::fflush(stdout);

    auto reading = open_reading(options.data);
    if (!reading) return refuse(reading.error());
    Prepared sql(*reading);
    Figures spelt, slipped, strange, all;
    for (std::size_t i = 0; i < options.questions + options.questions / 10; ++i) {
        auto const what = dice.below(10);
        auto const name =
            what == 9 ? made(dice) : (*different)[dice.common_first(different->size())];
        auto sought = name;
        if (what >= 7 && what < 9) {
            auto& letter = sought[dice.below(sought.size())].first;
            letter = (letter + 1 + dice.below(kConsonants.size() - 1)) % kConsonants.size();
        }
        auto const text = written(sought, any_script(dice));
        auto const cpu = computed();
        auto const from = world.clock.steady();
        auto const found = find_sounds(sql, Named::place, text, {});
        auto const wall = world.clock.steady() - from;
        auto const worked = computed() - cpu;
        if (!found) return refuse(found.error());
        if (i < options.questions / 10) continue; // warming up
        // Right when one of those shown is written as this name is, in whatever script.
        bool right = false;
        for (std::size_t script = 0; script < 2 + kBlocks.size() && !right; ++script)
            for (auto const& hit : found->found) right = right || hit.word == written(name, script);
        for (auto* figures : {what == 9 ? &strange : what >= 7 ? &slipped : &spelt, &all}) {
            figures->wall.add(wall);
            figures->cpu.add(worked);
            figures->found += right;
        }
    }
    print("another spelling", spelt);
    print("one letter wrong", slipped);
    print("perhaps nowhere", strange);
    print("all", all);
    return us(all.wall.at(0.99)) <= 3000 ? 0 : 1; // what we promise
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"One search across scripts in an index of a million names"};
    Options options;
    app.add_option("--data", options.data, "an empty folder")->required();
    app.add_option("--names", options.names)->capture_default_str();
    app.add_option("--questions", options.questions)->capture_default_str();
    app.add_option("--seed", options.seed)->capture_default_str();
    CLI11_PARSE(app, argc, argv);
    return run(options);
}
