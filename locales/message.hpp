#pragma once

#include "base/result.hpp"
#include "base/values.hpp"
#include "locales/plurals.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline {

/// One text in ICU MessageFormat, read once and filled many times. ICU parses and judges the
/// pattern; filling is ours, because our values are texts ("99+" is a count), ICU's formatters are
/// not for several threads, and most texts are literals with a few `{name}` places, which must cost
/// next to nothing.
class Message {
  public:
    /// Understands `{name}`, `{n, number}`, `{n, plural, …}` with offset, =1 and `#`, `{n,
    /// selectordinal, …}`,
    /// `{x, select, …}`, nested, with ICU's apostrophe rules.
    /// @fails Errc::invalid_config with what ICU said and where, or the format that we do not fill
    /// (date, choice …).
    static Result<Message> compile(std::string_view icu_text);

    /// Appends the text filled with `with`. A missing argument is empty, and other than every
    /// select case.
    void append_to(std::string& out, Values const& with, Plurals const& plurals) const;

    /// Argument names in order of first use.
    std::vector<std::string> arguments() const;

    /// What plurals and selects look for: argument → the values that lead to each case.
    std::vector<std::pair<std::string, std::vector<std::string>>> choices() const;

    /// A plural as it is written: which cases stand there.
    struct Plural {
        std::string argument;
        Plurals::Kind kind;
        std::vector<std::string> selectors; ///< "one", "=0", in the order of the text
    };
    std::vector<Plural> plurals() const;

  private:
    friend class MessageCompiler;

    struct Case;
    struct Piece {
        enum class Kind : std::uint8_t { literal, argument, number, hash, plural, ordinal, select };
        Kind kind = Kind::literal;
        std::string text; ///< the literal, or the argument's name
        double offset = 0;
        std::vector<Case> cases;
    };
    using Pieces = std::vector<Piece>;
    struct Case {
        std::string selector; ///< "one", "female", or "=1"
        Pieces body;
    };
    struct Filling;

    Pieces pieces_;
};

} // namespace haatline
