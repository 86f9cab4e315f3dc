#include "tests/menus/play.hpp"

#include <random>

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;

namespace {

/// A caller who presses anything, and a database that answers anything its contract allows.
class Wanderer {
  public:
    explicit Wanderer(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t n) {
        return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
    }

    template <std::size_t N>
    std::string one_of(char const* const (&of)[N]) {
        return of[below(N)];
    }

    std::string typed() {
        static constexpr char const* inputs[] = {"1",      "2",     "3",
                                                 "4",      "5",     "6",
                                                 "8",      "9",     "0",
                                                 "00",     "99",    "1",
                                                 "2",      "1",     "१",
                                                 "9#",     "01",    "110002",
                                                 "८००००१", "patna", "आम अचार",
                                                 "50 kg",  "12000", "{x} 'y' \"z\"",
                                                 "",       "\xff",  "क्षत्रिय किसान संघ महिला समूह",
                                                 "7",      "1 ",    "௯௯"};
        return one_of(inputs);
    }

    std::string word() {
        static constexpr char const* words[] = {
            "x", "Kisan Traders & Sons", "क्षत्रिय किसान संघ", "{name}", "W[~]{}|^ € €€€€€€€€",
            "'", "தமிழ் சங்கம் பெரியது",    "123456789012345", "a\"b"};
        return one_of(words);
    }

    Answer answer(Question const& question) {
        auto const* contract = find_question(question.name);
        std::vector<std::string> outcomes;
        for_each_name(contract->outcomes, [&](std::string_view o) { outcomes.emplace_back(o); });
        Answer out;
        out.outcome = outcomes[below(outcomes.size())];
        for_each_name(contract->gives,
                      [&](std::string_view name) { out.values.set(name, word()); });
        static constexpr char const* codes[] = {"en", "hi", "hi-Latn", "ta", ""};
        if (out.values.has("lang")) out.values.set("lang", one_of(codes));
        std::size_t const rows = contract->rows.empty() ? 0 : 1 + below(9);
        for (std::size_t i = 0; i < rows; ++i) {
            Values row;
            for_each_name(contract->rows, [&](std::string_view name) { row.set(name, word()); });
            out.rows.push_back(std::move(row));
        }
        out.more = below(2) == 0;
        return out;
    }

  private:
    std::mt19937 random_;
};

} // namespace

TEST_CASE("whoever presses anything sees whole pages within the budget and never our own fault") {
    coding::PageBudget const budget = GENERATE(
        coding::PageBudget{160, 80}, coding::PageBudget{182, 80}, coding::PageBudget{160, 60});
    for (unsigned seed = 0; seed < 400; ++seed) {
        Wanderer wanderer(seed);
        Player player;
        player.context.budget = budget;
        player.context.ucs2 = seed % 4 != 0;
        player.any_answer = [&](Question const& question) { return wanderer.answer(question); };
        player.dial();
        for (int turn = 0; turn < 60; ++turn) {
            INFO("seed " << seed << " turn " << turn << " on " << player.session.screen);
            if (player.screen.ended || wanderer.below(40) == 0)
                wanderer.below(2) == 0 ? player.dial() : player.dial("22*110002");
            else if (wanderer.below(40) == 0)
                player.again();
            else
                player.say(wanderer.typed());
            REQUIRE(player.screen.id != "err.busy");
            REQUIRE_FALSE(player.screen.text.empty());
            REQUIRE(player.session.back.size() <= 16);
        }
    }
}
