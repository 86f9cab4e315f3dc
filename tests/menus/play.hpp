#pragma once

#include "menus/compose.hpp"
#include "menus/engine.hpp"
#include "tests/support/catch.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace haatline {

inline bool operator==(Question const& a, Question const& b) {
    return a.name == b.name && a.with == b.with;
}
inline bool operator==(Effect const& a, Effect const& b) {
    return a.name == b.name && a.with == b.with;
}

} // namespace haatline

/// A caller for engine tests: plays the shipped menus (or others) and answers the engine's
/// questions by hand. After every turn the session is written and read again, as a restart would.
namespace haatline::menus::test {

inline Menu load_menu(std::vector<Embedded> const& files) {
    std::vector<Problem> problems;
    auto menu = Menu::load(files, problems);
    for (auto const& p : problems) UNSCOPED_INFO(p.file << ":" << p.line << ": " << p.what);
    REQUIRE(problems.empty());
    REQUIRE(menu.has_value());
    return std::move(*menu);
}

inline Menu const& shipped_menu() {
    static Menu const menu = [] {
        auto const files = embedded_files();
        return load_menu({files.begin(), files.end()});
    }();
    return menu;
}

inline Catalogue const& shipped_words() {
    static Catalogue const words = [] {
        std::vector<Problem> problems;
        auto read = Catalogue::load(locales::embedded_files(), problems);
        REQUIRE(problems.empty());
        REQUIRE(read.has_value());
        return std::move(*read);
    }();
    return words;
}

class Player {
  public:
    explicit Player(Menu const& menu = shipped_menu(), Catalogue const& words = shipped_words())
        : engine_(menu, words) {
        context.now = TimePoint(Millis(1'800'000'000'000));
        context.serial = [this](std::string_view counter) {
            return serials[std::string(counter)]++;
        };
    }

    Context context;
    std::map<std::string, std::uint64_t> serials;
    /// The database, by hand: what each question is answered with.
    std::map<std::string, Answer> answers;
    std::function<Answer(Question const&)> any_answer; ///< instead of `answers`
    std::vector<Question> asked;                       ///< in this turn
    std::string calling;                               ///< the person whose question it is
    std::vector<Effect> effects;                       ///< of this turn
    Session session;
    Screen screen;

    std::string dial(std::string text = {}) { return turn({Input::Kind::dial, std::move(text)}); }
    std::string say(std::string text) { return turn({Input::Kind::answer, std::move(text)}); }
    std::string again() { return turn({Input::Kind::again, {}}); }
    void wait(Millis time) { context.now += time; }

    std::string turn(Input const& input) {
        asked.clear();
        effects.clear();
        Next next = engine_.take(session, input, context);
        while (auto* question = std::get_if<Asked>(&next)) {
            asked.push_back(question->question);
            reread(question->session);
            calling = question->session.person;
            Answer const answer = answer_to(question->question);
            next = engine_.go_on(std::move(*question), answer, context);
        }
        Said& said = std::get<Said>(next);
        reread(said.session);
        session = std::move(said.session);
        screen = std::move(said.screen);
        effects = std::move(said.effects);
        INFO(screen.text);
        // A message whose question is longer than a segment takes two.
        CHECK((context.channel == sms_channel ? two_segments : context.budget).fits(screen.text));
        return screen.text;
    }

  private:
    Answer answer_to(Question const& question) const {
        if (any_answer) return any_answer(question);
        auto const known = answers.find(question.name);
        INFO("asked " << question.name);
        REQUIRE(known != answers.end());
        return known->second;
    }
    static void reread(Session const& before) {
        auto const after = session_from_json(to_json(before));
        REQUIRE(after.has_value());
        REQUIRE(*after == before);
    }

    Engine engine_;
};

/// Delhi is known, of its PINs 110001 lies in two districts; pickles and papad are made there.
inline void know_places(Player& player) {
    player.answers["caller.profile"] = {"new", {}, {}, false};
    player.answers["place.by_pin"] = {"one", {{"dist_id", "d1"}, {"dist", "C Delhi"}}, {}, false};
    player.answers["product.list"] = {"some",
                                      {},
                                      {{{"product", "pickle"}, {"prod", "Pickle"}},
                                       {{"product", "papad"}, {"prod", "Papad"}},
                                       {{"product", "spice"}, {"prod", "Spices"}}},
                                      true};
    player.answers["callback.allowed"] = {"ok", {}, {}, false};
}

inline Values member_values() {
    return {{"seen", "yes"},    {"biz", "Asha Pickles"}, {"eid", "7"},        {"lang", "en"},
            {"pin", "110002"},  {"dist_id", "d1"},       {"dist", "C Delhi"}, {"product", "pickle"},
            {"prod", "Pickle"}, {"role", "maker"}};
}

inline Values peer(int i, std::string name) {
    return {{"peer", std::to_string(i)},
            {"name", std::move(name)},
            {"km", std::to_string(i)},
            {"mark", i == 1 ? "*" : ""}};
}

inline void know_member(Player& player) {
    know_places(player);
    player.answers["caller.profile"] = {"member", member_values(), {}, false};
    std::vector<Values> peers;
    for (int i = 1; i <= 9; ++i) peers.push_back(peer(i, "Maker " + std::to_string(i)));
    player.answers["peers.near"] = {"some", {{"n", "99+"}}, peers, true};
    player.answers["peer.card"] = {"some",
                                   {{"name", "Maker 1"},
                                    {"village", "Hajipur"},
                                    {"km", "1"},
                                    {"prod", "Mango pickle"},
                                    {"assoc", ""}},
                                   {},
                                   false};
    player.answers["talk.allowed"] = {"ok", {}, {}, false};
    player.answers["secret.state"] = {"open", {}, {}, false};
    player.answers["listing.allowed"] = {"ok", {}, {}, false};
}

} // namespace haatline::menus::test
