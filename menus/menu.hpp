#pragma once

#include "base/embedded.hpp"
#include "base/result.hpp"
#include "locales/catalogue.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// A menu as data: what the flow files say, read once at start. No text stands here, only locale keys.
/// The format is described in `menus/README.md`.
namespace haatline::menus {

enum class Kind : std::uint8_t {
    choice, ///< fixed rows
    list,   ///< rows from a question, in pages
    entry,  ///< something typed
    end,    ///< last words; the dialogue closes
    gate,   ///< shows nothing: asks or decides, and goes on
};

/// How a typed answer is read. Digits of every script count.
enum class InputKind : std::uint8_t { text, pin, number, quantity };

/// What happens when a row is chosen, an input is good or an answer comes: set, leave effects, go.
struct Action {
    Values set;                        ///< `$name` copies a session variable; `lang` also changes the language
    std::vector<std::string> effects;  ///< names of `effect_contracts()`
    std::string go;                    ///< screen id, or @back @root @end @return @resume @restart @again @callback
    std::string returns_to;            ///< pushed for @return when `go` is a shared piece
    bool detour = false;               ///< not part of a task's shortest way (language, wrong input, help)
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

struct Ask {
    std::string question;
    Values with; ///< name → literal or `$variable`; names not given are taken from variables of the same name
    std::vector<std::pair<std::string, Action>> outcomes; ///< gates; a list may route its empty outcome
};

struct Node {
    std::string id;
    Kind kind = Kind::end;
    std::string text; ///< locale key of the prompt (default: the id)
    std::vector<Row> rows;
    std::optional<Ask> ask;
    // list
    std::string row_text;     ///< locale key of one row
    int page_rows = 6;        ///< most rows a page may show (digits 1-6 are rows, 7-9 and 0 are controls)
    Action choose;            ///< what choosing a row does; the row's values are set first
    std::string more_text;    ///< locale key of "9 More"
    // entry
    InputKind input = InputKind::text;
    std::string into;         ///< variable that takes the answer
    int min_units = 1, max_units = 40;
    std::string wrong_text;   ///< locale key of the notice for an answer of the wrong shape (default err.input)
    Action go;
    std::optional<Action> zero; ///< what `0` means on an entry screen
    // gate
    std::vector<Case> cases;
    // all
    int step = 0;             ///< number of the question, for "You stopped at question {q}"
    bool resumable = false;   ///< a dropped dialogue may continue here
    bool counts = true;       ///< counts as an input of its task (decisions.md: language, who, place disambiguation do not)
    std::string file;
    int line = 0;
};

/// A promise the checker proves: from `from` to `to` in at most `max_inputs`.
struct Task {
    std::string name, from, to;
    int max_inputs = 0, max_total = 0;
    std::string file;
    int line = 0;
};

/// Widest value of a placeholder, for proving that every screen fits. `units` holds the cap per language, "*" for the rest.
struct Cap {
    std::string name;
    Values example; ///< language → example
    std::map<std::string, int, std::less<>> units;
};

class Menu {
  public:
    /// Reads the flow files given. Faults are collected in `problems`, each with file, line and remedy.
    static Result<Menu> load(std::span<Embedded const> files, std::vector<Problem>& problems);

    Node const* find(std::string_view id) const;
    std::vector<Node> const& nodes() const { return nodes_; }
    std::vector<Task> const& tasks() const { return tasks_; }
    std::vector<Cap> const& caps() const { return caps_; }
    std::string const& start() const { return start_; } ///< where a dial begins
    std::string const& root() const { return root_; }   ///< where `00` leads
    std::string const& resume() const { return resume_; }
    std::string const& callback() const { return callback_; }
    std::string const& trouble() const { return trouble_; } ///< second wrong input in a row (err.callback)
    std::string const& bye() const { return bye_; }         ///< where @end leads

  private:
    friend class MenuReader;
    std::vector<Node> nodes_;
    std::map<std::string, std::size_t, std::less<>> index_;
    std::vector<Task> tasks_;
    std::vector<Cap> caps_;
    std::string start_, root_, resume_, callback_, trouble_, bye_;
};

std::span<Embedded const> embedded_files();

} // namespace haatline::menus
