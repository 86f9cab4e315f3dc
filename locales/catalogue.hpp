#pragma once

#include "base/embedded.hpp"
#include "base/result.hpp"
#include "base/values.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline {

/// One folder under `locales/`.
struct Language {
    std::string code;        ///< BCP 47: "en", "hi", "hi-Latn"
    std::string own_name;    ///< as its readers write it
    std::string latin_name;  ///< for handsets that show Latin letters only
    std::string dial_suffix; ///< `*789*22#` sets Hindi
    std::string fallback;    ///< language asked when a text is missing: "hi-Latn" → "en"
    bool needs_ucs2 = false; ///< its letters are not in GSM 7-bit
    int place = 1000;        ///< where it stands among those offered, lowest first
};

/// A text as translators see it, for the checker.
struct MessageInfo {
    std::string
        key; ///< "reg.pin", or "reg.pin@sms", "reg.pin@voice" for another channel's rendering
    std::string source; ///< the English text the translation was made from
    std::string text;   ///< the text in this language (ICU MessageFormat)
    std::string description;
    std::string file;
    int line = 0;
    int budget_units = 0; ///< 0: none written beside the text
    bool draft = false;   ///< awaits a native reader
    bool stale = false; ///< the English text changed since, or a translator's tool marked it fuzzy
};

struct Problem {
    std::string file;
    int line = 0;
    std::string what; ///< with the remedy
};

/// Every text of the product by key × language × channel. Immutable after loading; safe to share
/// between threads.
class Catalogue {
  public:
    /// Reads `locales/<code>/{language.toml,messages.po}` from the files given (embedded or read
    /// from a folder). Faults in the files are collected in `problems`, all of them; a catalogue
    /// with problems must not be served.
    static Result<Catalogue> load(std::span<Embedded const> files, std::vector<Problem>& problems);

    Catalogue(Catalogue&&) noexcept;
    Catalogue& operator=(Catalogue&&) noexcept;
    ~Catalogue();

    std::vector<Language> const& languages() const; ///< by `place`, then by code
    /// Languages a caller is asked to choose from, in the order they are shown: all of them, or those an operator lists.
    /// The others stay reachable by their dial suffix.
    std::vector<Language> const& offered() const;
    /// @fails Errc::invalid_config naming a code that is no folder under locales/, stands twice, or an empty list.
    Result<void> offer(std::span<std::string const> codes);
    Language const* language(std::string_view code) const;

    bool has(std::string_view key, std::string_view language) const;

    /// Fills the text of `key` with `with` (ICU MessageFormat; plain `{name}` places take the fast
    /// way, digits stay Latin). Looks for `key@channel`, then `key`, then the fallback language,
    /// then English; a missing key gives the key itself, so that a fault is visible and never an
    /// empty screen. Missing arguments become empty.
    std::string format(std::string_view key, std::string_view language, std::string_view channel,
                       Values const& with) const;

    /// For the checker: every message of a language, in file order, and the argument names a text
    /// uses.
    std::vector<MessageInfo> const& messages(std::string_view language) const;
    static Result<std::vector<std::string>> arguments_of(std::string_view icu_text);
    /// What its plurals and selects look for: argument → values that lead to each of their cases.
    static Result<std::vector<std::pair<std::string, std::vector<std::string>>>>
    choices_of(std::string_view icu_text);

    /// What the plurals of a text lack that the language has, and have that it lacks (CLDR).
    struct PluralFault {
        std::string argument, word;
        bool missing; ///< else: no number of this language is ever that
        bool operator==(PluralFault const&) const = default;
    };
    static std::vector<PluralFault> plural_faults(std::string_view icu_text,
                                                  std::string_view language);

  private:
    friend class CatalogueReader;
    struct State;
    explicit Catalogue(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

namespace locales {
std::span<Embedded const> embedded_files();
}

} // namespace haatline
