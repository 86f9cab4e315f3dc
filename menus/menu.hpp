#pragma once

#include "base/embedded.hpp"
#include "base/result.hpp"
#include "base/values.hpp"
#include "locales/catalogue.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// A menu as data: what the flow files say, read once at start. No text stands here, only locale
/// keys. The format is described in `menus/README.md`.
namespace haatline::menus {

enum class Kind : std::uint8_t {
    choice, ///< fixed rows
    list,   ///< rows from a question, in pages
    entry,  ///< something typed
    end,    ///< last words; the dialogue closes
    gate,   ///< shows nothing: asks or decides, and goes on
};

/// How a typed answer is read. Digits of every script count.
/// `secret`: four digits, which are digested before anything else sees them.
enum class InputKind : std::uint8_t { text, pin, number, quantity, secret, phone, udyam };

/// What happens when a row is chosen, an input is good or an answer comes: set, leave effects, go.
struct Action {
    Values set;                       ///< `$name` copies a variable; `lang` changes the language
    std::vector<std::string> effects; ///< names of `effect_contracts()`
    std::string go;         ///< screen id, or one of `jumps()` (@back @root @end @return …)
    std::string returns_to; ///< pushed for @return when `go` is a shared piece
    std::string notice;     ///< locale key of a line printed above the next screen
    bool detour = false;    ///< not part of a task's straight way (wrong input, help, other roads)
    int line = 0;
};

/// A row is shown, or a case taken, when every named variable has the value written ("" = not set).
using Condition = Values;

struct Row {
    std::string key; ///< "1".."9", "0"
    std::string text;
    Condition when;
    Action action;
};

struct Case {
    Condition when;
    Action action;
};

struct Prompt {
    Condition when;
    std::string key;
};

struct Ask {
    std::string question;
    Values with; ///< name → literal or `$variable`; names not given are variables of the same name
    std::vector<std::pair<std::string, Action>> outcomes; ///< gates: all; lists: those without rows

    Action const* outcome(std::string_view name) const;
};

struct Node {
    std::string id;
    Kind kind = Kind::end;
    std::vector<Prompt> prompts; ///< the first whose condition holds; the last has none
    std::vector<Row> rows;       ///< of one key the first whose condition holds
    std::optional<Ask> ask;
    // list
    std::string row_text;  ///< locale key of one row
    std::string more_text; ///< of row 9, which leads on
    int page_rows = 6;     ///< most rows a page may show (digits 1-6; 7-9 and 0 are controls)
    Action choose;         ///< what choosing a row does; the row's values are set first
    // entry
    InputKind input = InputKind::text;
    std::string into; ///< variable that takes the answer
    int min_units = 1, max_units = 40;
    std::string wrong_text;        ///< locale key of the notice for an answer of the wrong shape
    Action go;                     ///< where a good answer leads
    std::optional<Action> zero;    ///< what `0` means on an entry screen
    std::optional<Action> no_unit; ///< quantity: a number came without a unit
    std::optional<Action> simple;  ///< secret: what 0000 or 1234 leads to, where one is set
    bool hushed =
        false; ///< what is typed here is written down nowhere (secret numbers, names that prove)
    // gate
    std::vector<Case> cases;
    // all
    int step = 0; ///< number of the question, for "You stopped at question {q}"
    bool resumable =
        false;            ///< a dropped dialogue may continue here; on an end: what was before may
    bool settles = false; ///< the task is done: nothing before this screen is gone on with
    bool counts = true;   ///< counts as an input of its task (decisions.md: language, place
                          ///< disambiguation and paging do not)
    bool by_message = false; ///< never on USSD: proven for messages alone
    bool remember = true;    ///< `0` on the next screen comes back here
    std::string file;
    int line = 0;

    bool shows() const { return kind != Kind::gate; }
};

/// A promise the checker proves: from `from` to `to` in at most `max_inputs`.
struct Task {
    std::string name, from, to;
    int max_inputs = 0, max_total = 0;
    std::string file;
    int line = 0;
};

/// Widest value of a place in a text: what the engine cuts to and the checker fills.
struct Cap {
    std::string name;
    int gsm7 = 0;   ///< septets, on a page that travels as GSM 7-bit
    int ucs2 = 0;   ///< UTF-16 units, on every other page
    Values example; ///< language → example
    std::string file;
    int line = 0;
};

/// What the words of a message may be told by among its arguments: "in Patna", "पटना में", "WEEKLY".
struct ArgumentWord {
    std::string name; ///< in, at, km, or any name whose `set` says what it means
    Values set;
    std::vector<std::string> before; ///< match keys; stands before what it marks
    std::vector<std::string> after;  ///< stands behind it
};

/// Where an SMS command leads, once it is known who writes (flows/sms.yaml).
struct CommandWay {
    std::string name; ///< of data/keywords.csv; OTHER: what is no command
    Action action;
    std::optional<Action> stranger; ///< of whoever has not joined; else `action`
    std::vector<std::string>
        takes;            ///< word row ref pin code language quantity, or a word of `words:`
    Values answers;       ///< screen → the key it means there
    bool at_once = false; ///< whoever writes, wherever the dialogue stands; which then goes on
    std::string file;
    int line = 0;
};

/// Screens that the engine itself leads to.
struct Landmarks {
    std::string start, root, resume, callback, trouble, bye, busy;
    std::string unlock;  ///< the piece that asks for the secret number; may be missing
    std::string unknown; ///< what a message that is no command leads to; may be missing
};

/// Locale keys of the engine's own lines, the same on every screen.
namespace keys {
constexpr std::string_view more = "more"; ///< list: the row `9`
constexpr std::string_view back = "back"; ///< the row `0` that goes back
constexpr std::string_view not_understood = "err.input";
constexpr std::string_view not_a_row = "err.row"; ///< the same in two words
constexpr std::string_view reply = "sms.reply";   ///< under a screen sent as a message: "Reply 1-4"
constexpr std::string_view reply_or_more =
    "sms.reply.more";                                 ///< where more follows: "Reply 1-4 or MORE"
constexpr std::string_view more_follows = "sms.more"; ///< under a page that is not the last
constexpr std::string_view wait = "sms.wait"; ///< one number sends more than anybody can read
} // namespace keys

/// Jumps that are no screen: "@back", "@root", …
std::span<std::string_view const> jumps();

class Menu {
  public:
    /// Reads the flow files given. Faults are collected in `problems`, each with file, line and
    /// remedy; a menu with problems must not be served.
    static Result<Menu> load(std::span<Embedded const> files, std::vector<Problem>& problems);

    Node const* find(std::string_view id) const;
    Cap const* cap(std::string_view name) const;
    std::vector<Node> const& nodes() const { return nodes_; }
    std::vector<Task> const& tasks() const { return tasks_; }
    std::vector<Cap> const& caps() const { return caps_; }
    std::vector<CommandWay> const& commands() const { return commands_; }
    CommandWay const* command(std::string_view name) const;
    std::vector<ArgumentWord> const& argument_words() const { return argument_words_; }
    Landmarks const& landmarks() const { return landmarks_; }
    /// The comment a flow file begins with: what it is about, for people.
    std::string_view intro(std::string_view file) const;
    /// Locale keys of rows that are not printed because the screen they need is not shipped.
    std::vector<std::string> const& waiting_texts() const { return waiting_texts_; }

  private:
    friend class MenuReader;
    std::vector<Node> nodes_;
    /// Looked up with views, several times a turn.
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };
    using Index = std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>>;
    Index index_;
    Index cap_index_;
    /// One bit for each shape a capped name has. Every variable of every screen is asked for, and
    /// most have no cap: two letters' look tells nearly all of them without a hash.
    std::uint64_t cap_shapes_ = 0;
    static unsigned shape_of(std::string_view name) {
        return (static_cast<unsigned char>(name.front()) * 5U +
                static_cast<unsigned>(name.size())) %
               64U;
    }
    bool may_have_cap(std::string_view name) const;
    std::vector<Task> tasks_;
    std::vector<Cap> caps_; ///< by name
    Landmarks landmarks_;
    std::vector<CommandWay> commands_;
    std::vector<ArgumentWord> argument_words_;
    std::vector<std::string> waiting_texts_;
    std::vector<std::pair<std::string, std::string>> intros_; ///< by file
};

std::span<Embedded const> embedded_files();

} // namespace haatline::menus
