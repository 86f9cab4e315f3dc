#include "tests/locales/spoken/house_voices.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

using namespace haatline;
using namespace haatline::spoken;
using namespace haatline::tests;

namespace {

/// Clips as bytes of their place in the list: a hundred thousand of them compare quickly.
class Indexed {
  public:
    explicit Indexed(NumberTable const& table) {
        for (auto const& clip : table.clips())
            CHECK(places_.emplace(clip.name, Place{clip.word, places_.size()}).second);
    }
    /// Empty when a clip is not in the list to record, or says something else there.
    std::string key(Clips const& clips) const {
        std::string out;
        for (auto const& clip : clips) {
            auto const found = places_.find(clip.name);
            if (found == places_.end() || found->second.word != clip.word) return {};
            out += static_cast<char>(found->second.index);
        }
        return out;
    }

  private:
    struct Place {
        std::string word;
        std::size_t index;
    };
    std::map<std::string, Place> places_;
};

std::string key_of(NumberTable const& table, Indexed const& clips, std::uint64_t value) {
    auto const said = say_number(table, {false, value, ""});
    if (!said || said->empty() || said->size() > most_clips) return {};
    return clips.key(*said);
}

} // namespace

TEST_CASE(
    "every number below a lakh, and any above, has clips of its own from the list to record") {
    for (auto const& language : house_voices().languages()) {
        INFO(language);
        auto const& table = *house_voices().of(language);
        Indexed const clips(table);
        std::map<std::string, std::uint64_t> said;
        std::size_t wrong = 0, shared = 0;
        auto const say = [&](std::uint64_t value) {
            auto const key = key_of(table, clips, value);
            if (key.empty()) ++wrong;
            auto const [first, added] = said.emplace(key, value);
            if (!added && first->second != value) ++shared;
        };
        for (std::uint64_t value = 0; value < 100'000; ++value) say(value);
        std::mt19937_64 chance(5);
        for (int i = 0; i < 30'000; ++i) say(chance() % 100'000'000'000 >> (i % 20));
        for (std::uint64_t const value : {largest, largest - 1, std::uint64_t{100'000'000'000}})
            say(value);
        CHECK(wrong == 0);
        CHECK(shared == 0);
    }
}

TEST_CASE("no value needs more clips than the bound") {
    for (auto const& language : house_voices().languages()) {
        auto const& table = *house_voices().of(language);
        Indexed const clips(table);
        // Nines use every scale; 77 is no whole word anywhere.
        Amount const longest{true, 77'777'77'77'777, "777777"};
        for (auto const& said :
             {say_number(table, longest), say_quantity(table, {longest, "dozen"}),
              say_money(table, {true, largest, "99"}), say_date(table, {1999, 12, 31}),
              say_digits(table, "123456789012345678901234", 1)}) {
            REQUIRE(said);
            CHECK(said->size() <= most_clips);
            CHECK_FALSE(clips.key(*said).empty());
        }
    }
}

TEST_CASE("every day and every unit is said from the list to record") {
    for (auto const& language : house_voices().languages()) {
        auto const& table = *house_voices().of(language);
        Indexed const clips(table);
        std::set<std::string> days;
        for (int const year : {0, 1100, 1857, 1900, 1947, 1999, 2000, 2005, 2026, 2100, 2999})
            for (unsigned month = 1; month <= 12; ++month)
                for (unsigned day = 1; day <= 31; ++day)
                    days.insert(clips.key(say_date(table, {year, month, day}).value()));
        CHECK(days.size() == 11 * 12 * 31);
        CHECK(days.count("") == 0);
        for (auto const unit : units)
            for (auto const* amount : {"0", "1", "2", "1.5", "-21"})
                CHECK_FALSE(
                    clips
                        .key(say_quantity(table, {read_amount(amount).value(), std::string(unit)})
                                 .value())
                        .empty());
    }
}

TEST_CASE(
    "the list to record is short, its words are in NFC and none is recorded twice under one name") {
    UErrorCode status = U_ZERO_ERROR;
    auto const* nfc = icu::Normalizer2::getNFCInstance(status);
    REQUIRE(U_SUCCESS(status));
    for (auto const& language : house_voices().languages()) {
        INFO(language);
        auto const clips = house_voices().of(language)->clips();
        CHECK(clips.size() >= 130);
        CHECK(clips.size() <= 215); // Malayalam; docs/spoken.md has the table
        std::set<std::string> names;
        for (auto const& clip : clips) {
            CHECK(names.insert(clip.name).second);
            CHECK(nfc->isNormalized(icu::UnicodeString::fromUTF8(clip.word), status));
            CHECK(clip.word.empty() == (clip.name == "pause"));
        }
    }
}

TEST_CASE("a form that serves before numbers and before nouns is one clip") {
    auto const& telugu = *house_voices().of("te");
    auto const& thousand = telugu.of(Scale::hazar).word;
    CHECK(thousand.form(Next::noun) == Clip{"hazar_before", "వేల"});
    CHECK(thousand.form(Next::number) == thousand.form(Next::noun));
    CHECK(thousand.form(Next::nothing) == Clip{"hazar", "వేలు"});
    CHECK(telugu.clips().size() == 159); // with the pause
}

TEST_CASE("what cannot be said is refused and named by no digit of it") {
    auto const& english = *house_voices().of("en");
    CHECK(heard(say_number(english, {false, largest + 1, ""})) ==
          "refused: larger than 999999999999: nobody says that");
    CHECK(heard(say_money(english, {false, 1, "505"})) ==
          "refused: at most 2 digits after the point here");
    CHECK(heard(say_number(english, {false, 1, "1234567"})) ==
          "refused: at most 6 digits after the point here");
    CHECK(heard(say_number(english, {false, 1, "x"})) ==
          "refused: at most 6 digits after the point here");
    CHECK(heard(say_quantity(english, {{false, 1, ""}, "maund"})) ==
          "refused: no such unit: one of g kg qtl ton ltr m pc pkt dozen");
    for (Date const& date : {Date{2026, 0, 1}, Date{2026, 13, 1}, Date{2026, 1, 0},
                             Date{2026, 1, 32}, Date{-1, 1, 1}, Date{10000, 1, 1}})
        CHECK(heard(say_date(english, date)) ==
              "refused: no day of a calendar: check month, day and year");
}
