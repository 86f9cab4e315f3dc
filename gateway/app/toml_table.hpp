#pragma once

#include "base/masked.hpp"
#include "base/result.hpp"
#include "gateway/wire/cidr.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

class TomlTable;

/// A configuration text with everything wrong in it: faults are collected, each with file, line and
/// key, so that an operator mends all of them at once.
class TomlDocument {
  public:
    /// @fails Errc::invalid_config when the text is not TOML.
    static Result<TomlDocument> parse(std::string_view toml, std::string const& name,
                                      std::string const& folder);

    TomlTable top();
    bool good() const;
    Error error() const;

    struct Impl;

  private:
    std::shared_ptr<Impl> impl_;
};

/// One table being read. Each call takes one key: when it is there it must have the type and the
/// range, when it is not the default stays. `done` errs on every key that nobody asked for.
class TomlTable {
  public:
    void text(std::string_view key, std::string& into);
    void flag(std::string_view key, bool& into);
    /// A list of texts, not empty where it stands.
    void texts(std::string_view key, std::vector<std::string>& into);
    void blocks(std::string_view key, std::vector<Cidr>& into);
    /// `<key>_file` (first line of a file) or `<key>_env` (environment variable), never both, never
    /// `<key>` itself.
    void secret(std::string_view key, Secret& into);

    template <class Number>
    void number(std::string_view key, Number& into, std::int64_t least, std::int64_t most) {
        auto value = static_cast<std::int64_t>(into);
        integer(key, value, least, most);
        into = static_cast<Number>(value);
    }
    /// The key's unit must be the one of the duration: _ms, _us, _s.
    template <class Rep, class Period>
    void duration(std::string_view key, std::chrono::duration<Rep, Period>& into,
                  std::int64_t least, std::int64_t most) {
        std::int64_t value = into.count();
        integer(key, value, least, most);
        into = std::chrono::duration<Rep, Period>(value);
    }
    template <class Choice, std::size_t N>
    void choice(std::string_view key, Choice& into,
                std::pair<std::string_view, Choice> const (&table)[N]) {
        std::string word;
        text(key, word);
        if (word.empty()) return;
        std::string known;
        for (auto const& [name, value] : table) {
            if (name == word) return void(into = value);
            known += known.empty() ? "" : ", ";
            known += name;
        }
        fault(key, "must be one of " + known);
    }
    void table(std::string_view key, std::function<void(TomlTable)> const& read);
    void tables(std::string_view key, std::function<void(TomlTable)> const& read);

    /// Notes a fault at the line of `key` (or of the table, when the key is not there).
    void fault(std::string_view key, std::string_view what);
    void done();

  private:
    friend class TomlDocument;
    struct Impl;
    explicit TomlTable(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
    void integer(std::string_view key, std::int64_t& into, std::int64_t least, std::int64_t most);

    std::shared_ptr<Impl> impl_;
};

} // namespace haatline::gateway
