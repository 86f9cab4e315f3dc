#pragma once

#include "cluster/dlt/refusal.hpp"
#include "cluster/dlt/template.hpp"
#include "cluster/dlt/value.hpp"

#include <tl/expected.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::dlt {

/// Proof that a text instantiates a registered template.
struct Match {
    Template const* of = nullptr;
    std::vector<Value> values;
    std::string
        text; ///< what goes out: the words as approved, the values filled in, and nothing else
};

/// A text that is about to be compared: made once, held against many templates.
class Candidate {
  public:
    /// @fails as `compared` does.
    static Result<Candidate> make(std::string_view text, Rules const& rules);

    std::string const& text() const { return text_; }
    Rules const& rules() const { return *rules_; }
    std::size_t chars() const { return starts_.size() - 1; }
    /// Octet at which a character begins.
    std::size_t start(std::size_t character) const { return starts_[character]; }
    /// Asked of values' characters only, and remembered: most of a text are words.
    TypeMask types(std::size_t character) const;

  private:
    std::string text_;
    Rules const* rules_ = nullptr;
    std::vector<std::uint32_t> starts_; ///< one more than there are characters
    static constexpr TypeMask not_asked = 0x80;
    mutable std::vector<TypeMask> types_;
};

/// The values, when the text is the template's. Where they can be told apart in more than one way the
/// first value is as short as it can be, then the second, and so on. Time is bounded by
/// characters × variables × the longest value.
std::optional<std::vector<Value>> values_of(Candidate const& text, Template const& one);

/// Why an otherwise fitting text is not the template's: the values that stand in its places, if any could
/// stand there, and what is wrong with the first bad one.
std::optional<std::string> value_fault(Candidate const& text, Template const& one);

/// How far they agree.
Nearest how_near(Candidate const& text, Template const& one);

/// Words as approved with the values in their places.
std::string filled(Template const& one, std::span<Value const> values);

} // namespace haatline::dlt
