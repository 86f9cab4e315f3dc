#pragma once

#include "base/embedded.hpp"
#include "base/result.hpp"
#include "menus/check.hpp"

#include <span>
#include <string>
#include <vector>

namespace haatline::menus {

/// What a translator's tool wrote.
struct Incoming {
    std::string file, content;
    std::string language; ///< empty: what its header says
    /// A native reader who approved all of it, and the day ("2026-11-22"); empty: nobody did.
    std::string reader, day;
};

struct RefusedText {
    int line = 0;
    std::string what; ///< which text, what is wrong, the remedy
};

/// What became of it. Nothing is written yet.
struct Imported {
    std::string language;
    std::vector<RefusedText> refused; ///< by line
    std::vector<std::string> notes;   ///< taken, but worth a look
    int taken = 0;
    int approved = 0; ///< drafts that a reader made good, changed or not
    int unchanged = 0, fuzzy = 0, empty = 0;
    std::string path;    ///< our file, one of `locales` or new beside its language.toml
    std::string content; ///< as it is to be
    bool changed = false;
};

/// Judges every text of `incoming` and puts the sound ones into the language's `messages.po`. Fuzzy and
/// empty texts change nothing. Doing it twice changes nothing the second time.
/// @param locales  the folder the texts go to: `…/<code>/{language.toml,messages.po}`.
/// @fails Errc::invalid_config when the language has no language.toml there, or the folder itself is
/// broken: then `haatline check` has more.
Result<Imported> import_texts(Menu const& menu, std::span<Embedded const> locales,
                              Incoming const& incoming, std::vector<NamedBudget> const& budgets);

} // namespace haatline::menus
