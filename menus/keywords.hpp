#pragma once

#include "base/result.hpp"
#include "locales/text/sound.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::menus {

/// A command somebody wrote in her own words.
struct Command {
    std::string name;  ///< as the table says it: FIND, STOP
    bool exact = true; ///< letter for letter; else spelt otherwise
    std::string rest;  ///< match key of what follows the word
    std::string
        language{}; ///< of the word, where its letters are one language's or several share it: the first
    /// Two spellings of one command are the same command.
    bool operator==(Command const& other) const {
        return name == other.name && exact == other.exact && rest == other.rest;
    }
};

/// The words of data/keywords.csv: what each command is called in 13 languages (reference/menus.md §3).
class Keywords {
  public:
    /// Those inside this binary; with a fault there, which no start survives, an empty table.
    static Keywords const& shipped();
    /// What is wrong with those inside this binary; empty: nothing.
    static std::string fault_of_shipped();
    /// @fails Errc::invalid_data naming line and word: two commands claim one word, or a row is torn.
    static Result<Keywords> read(std::string_view csv);

    /// Looks at the first three words, after those of courtesy. STOP among them wins over all others.
    /// Commands that are `exact_only` (YES, NO, STOP, DELETE …) are met letter for letter alone: ha and na,
    /// ho and no differ by one letter; and but for STOP only as the first word: "patna me" is no ME. Others also by a word that is the same spelt otherwise, unless two
    /// commands sound so. `text` is what came in, in any writing.
    std::optional<Command> command(std::string_view text) const;

    /// What stands behind the command in `text`, as it was written.
    std::string behind(std::string_view text, Command const& command) const;
    bool knows(std::string_view command) const;

    struct Word {
        std::string key; ///< match key; of several words too
        std::string command;
        bool exact_only = false;
        text::Sound sound;
        std::string language{}; ///< whose column it stands in; empty for Latin letters
    };
    std::vector<Word> const& words() const { return words_; } ///< by key

  private:
    Word const* exact(std::string_view key) const;
    Word const* spelt_otherwise(std::string_view key) const;
    bool courteous(std::string_view key) const;

    std::vector<Word> words_;
    std::vector<std::string> courtesy_;
};

} // namespace haatline::menus
