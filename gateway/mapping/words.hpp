#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

/// A piece of an expression or condition: `json:a.b`, `'text'`, or one of `| ( ) ,`.
struct Word {
    enum class Kind : unsigned char { bare, quoted, mark };
    Kind kind = Kind::bare;
    std::string text;

    bool is(std::string_view bare_or_mark) const {
        return kind != Kind::quoted && text == bare_or_mark;
    }
    bool operator==(Word const&) const = default;
};

/// @fails Errc::invalid_config for an open quote, or for more than 64 words.
Result<std::vector<Word>> words_of(std::string_view text);

/// Walks over words.
class WordReader {
  public:
    explicit WordReader(std::vector<Word> words) : words_(std::move(words)) {}

    bool at_end() const { return at_ == words_.size(); }
    /// The next word without taking it; an empty mark at the end.
    Word const& peek() const { return at_end() ? nothing_ : words_[at_]; }
    Word const& next() { return at_end() ? nothing_ : words_[at_++]; }
    bool take(std::string_view bare_or_mark) {
        bool const there = !at_end() && words_[at_].is(bare_or_mark);
        if (there) ++at_;
        return there;
    }

  private:
    std::vector<Word> words_;
    Word nothing_{Word::Kind::mark, {}};
    std::size_t at_ = 0;
};

} // namespace haatline::gateway::mapping
