#pragma once

#include "cluster/questions.hpp"
#include "locales/coding/measure.hpp"
#include "menus/menu.hpp"
#include "menus/session.hpp"

#include <functional>
#include <string>
#include <variant>
#include <vector>

namespace haatline::menus {

/// What the telephone side knows about this turn; the engine knows nothing else of the world.
struct Context {
    TimePoint now{};
    coding::PageBudget budget;
    bool ucs2 = true;                  ///< this route and phone show native letters
    std::string_view channel = "ussd"; ///< or "sms": a screen is a message then
    bool sends = false;                ///< messages leave: what is promised by SMS comes
    std::string_view service_code;     ///< the code as dialled, for texts and deep dials ("*789#")
    /// Gives the next serial of a counter (EffectContract::serial); the printed reference is made
    /// from it.
    std::function<std::uint64_t(std::string_view counter)> serial;
    /// Keyed digest of a person's secret number, so that the digits end here.
    std::function<std::string(std::string_view person, std::string_view digits)> digest;
};

constexpr std::string_view ussd_channel = "ussd", sms_channel = "sms";

struct Input {
    enum class Kind : std::uint8_t {
        dial,   ///< a new dialogue; `text` is what was dialled after the code ("22", "110001", or
                ///< empty)
        answer, ///< `text` is what the caller typed
        text,   ///< a message, whole, in any writing
        again,  ///< a caller without session id comes back after an idle gap: offer "continue /
                ///< start again"
    };
    Kind kind = Kind::dial;
    std::string text;
};

/// What the caller reads: one meaning, drawn for the channel by `draw`.
struct Screen {
    std::string id;
    std::string text; ///< the page as it is sent, within the route's budget
    bool ended = false;
};

/// The turn is complete: this is the new state, what the caller reads, what must become true in the
/// database.
struct Said {
    Session session;
    Screen screen;
    std::vector<Effect> effects;
};

/// How the next screen is reached: whether `0` on it comes back to where the caller is now.
enum class Move : std::uint8_t {
    forward, ///< the screen left is pushed on the way back
    page,    ///< the next page of the same list: this page is pushed
    back,    ///< along the way back, or the same screen again: nothing is pushed
};

/// The turn needs an answer from the database before it can go on. Opaque but for the question and
/// `session.language`.
struct Asked {
    Question question;
    Session session;             ///< on its way
    std::string node;            ///< who asked
    std::string notice;          ///< locale key of the line above the next screen
    std::vector<Effect> effects; ///< collected so far
    int steps = 0;               ///< screens and gates passed (limits::engine_steps)
    int offset = 0;              ///< list: rows before the page asked for
    Move move = Move::forward;
};

using Next = std::variant<Said, Asked>;

/// A pure interpreter of menus: (session, input) → screen | question. No I/O, no clock, no chance;
/// the same arguments give the same result. An author's mistake that passed the checker becomes the
/// `err.busy` screen, never a crash.
class Engine {
  public:
    Engine(Menu const& menu, Catalogue const& words) : menu_(menu), words_(words) {}

    Next take(Session session, Input const& input, Context const& context) const;
    Next go_on(Asked asked, Answer const& answer, Context const& context) const;
    /// Whether the answer to the screen a caller looks at may be written down nowhere.
    bool hushes(Session const& session) const;

  private:
    Menu const& menu_;
    Catalogue const& words_;
};

} // namespace haatline::menus
