#pragma once

#include "locales/catalogue.hpp"

#include <toml++/toml.h>

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::spoken {

/// One table of a TOML file, read strictly: what is asked for must be there and be words to record,
/// and what nobody asked for is an error. Every fault has file, line and remedy.
class TomlSection {
  public:
    TomlSection(toml::table const& table, std::string name, std::string_view file,
                std::vector<Problem>& problems);

    bool has(std::string_view key) const { return table_.contains(key); }

    /// A word to record. Empty when it is missing; that is reported unless it is optional.
    std::string word(std::string_view key);
    std::string optional_word(std::string_view key);
    bool flag(std::string_view key);
    /// `least` to `most` words; empty when they are not.
    std::vector<std::string> words(std::string_view key, std::size_t least, std::size_t most);
    /// Calls `each` with the table of that name; a required one that is missing is reported.
    void section(std::string_view key, bool required,
                 std::function<void(TomlSection&)> const& each);
    /// Calls `each(number, key)` for every key, all of which are numbers from `least` to `most`.
    void numbered(unsigned least, unsigned most,
                  std::function<void(unsigned, std::string_view)> const& each);
    /// To be called last.
    void refuse_others();

    void report(std::string_view key, std::string what);

  private:
    toml::node const* ask(std::string_view key);
    std::string as_word(std::string_view key, toml::node const& node);
    int line_of(toml::node const* node) const;
    std::string shown(std::string_view key) const;

    toml::table const& table_;
    std::string name_;
    std::string_view file_;
    std::vector<Problem>& problems_;
    std::set<std::string, std::less<>> asked_;
};

} // namespace haatline::spoken
