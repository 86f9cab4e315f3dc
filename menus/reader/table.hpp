#pragma once

#include "base/values.hpp"
#include "locales/catalogue.hpp"

#include <yaml-cpp/yaml.h>

#include <string>
#include <string_view>
#include <vector>

/// Strict reading of YAML maps: every word must be known, of the right shape and there only once.
namespace haatline::menus {

/// One flow file on its way in.
struct Source {
    std::string file;
    std::vector<Problem>& problems;

    void complain(int line, std::string what) { problems.push_back({file, line, std::move(what)}); }
};

struct Word {
    std::string key;
    YAML::Node value;
    int line = 0;
    bool known = false;
};

/// A map of a flow file. Each getter makes its word known; `close` complains of the others.
class Table {
  public:
    /// `owner` is named in complaints: "reg.pin".
    Table(Source& source, YAML::Node const& node, std::string owner, int line);

    bool is_map() const { return is_map_; }
    bool has(std::string_view name) const;
    Word const* take(std::string_view name);
    std::string text(std::string_view name, std::string fallback = {});
    int number(std::string_view name, int low, int high, int fallback);
    bool yes(std::string_view name, bool fallback);
    /// Name → text, e.g. `set: {ring: near}`.
    Values values(std::string_view name);
    /// "a b", or [a, b].
    std::vector<std::string> names(std::string_view name);
    void close();

    std::vector<Word> const& words() const { return words_; }
    Source& source() { return *source_; }
    std::string const& owner() const { return owner_; }
    int line() const { return line_; }
    void complain(int line, std::string const& what);

  private:
    Source* source_;
    std::vector<Word> words_;
    std::vector<std::string> known_;
    std::string owner_;
    int line_;
    bool is_map_;
};

int line_of(YAML::Node const& node, int otherwise);
/// A scalar's text; complains and gives nothing for every other shape.
std::string scalar_text(Source& source, YAML::Node const& node, std::string const& owner, int line);

} // namespace haatline::menus
