#pragma once

#include "base/embedded.hpp"
#include "locales/catalogue.hpp"
#include "locales/spoken/number_table.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::spoken {

/// The spoken numbers of every language. Immutable after loading; safe to share between threads.
class Voices {
  public:
    /// Reads `<code>/numbers.toml` of the files given and passes over all others. Faults are
    /// collected in `problems`; a language with faults has no voice.
    static Voices load(std::span<Embedded const> files, std::vector<Problem>& problems);

    /// Null when nobody has written the numbers of this language.
    NumberTable const* of(std::string_view language) const;

    /// Codes that have a voice, also those that borrow one.
    std::vector<std::string> languages() const;
    /// Tables that await a native reader.
    std::size_t drafts() const;
    std::size_t tables() const { return tables_.size(); }

  private:
    struct Borrowed {
        std::string from, file;
    };
    std::map<std::string, NumberTable, std::less<>> tables_;
    std::map<std::string, Borrowed, std::less<>> same_as_;
};

} // namespace haatline::spoken
