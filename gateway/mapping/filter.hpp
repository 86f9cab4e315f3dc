#pragma once

#include "gateway/mapping/value.hpp"
#include "gateway/mapping/words.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace haatline::gateway::mapping {

struct Scope;
struct FilterRow;

/// One step of an expression: `| capture('^CON (.*)$')`. Pure, bounded, read once at load.
class Filter {
  public:
    /// @fails Errc::bad_request "is not …" (what the value is not).
    Result<void> apply(Value& value, Scope const& scope) const;
    bool gives_default() const;
    /// JSON templates write the value without quotes.
    bool makes_number() const;
    /// XML templates put this for a line feed and escape around it.
    bool breaks_lines() const;
    bool makes_id() const;
    bool makes_phone() const;
    bool joins() const;
    bool takes_octets() const; ///< its values need not be UTF-8

    std::vector<std::string> const& arguments() const { return arguments_; }
    re2::RE2 const& pattern() const { return *pattern_; }

  private:
    friend Result<Filter> read_filter(WordReader& words);
    FilterRow const* row_ = nullptr;
    std::vector<std::string> arguments_;
    std::shared_ptr<re2::RE2 const> pattern_;
};

/// @fails Errc::invalid_config for an unknown filter, a wrong number of arguments, a broken expression.
Result<Filter> read_filter(WordReader& words);
/// A filter by name, without arguments.
Filter filter_named(std::string_view name);

/// A linear-time regular expression (RE2). @fails Errc::invalid_config naming what is wrong in it.
Result<std::shared_ptr<re2::RE2 const>> compile_pattern(std::string const& text);

} // namespace haatline::gateway::mapping
