#pragma once

#include "locales/coding/sms_route.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace haatline::coding {

/// What one class of letters costs under a pair of tables, and how it is spelled for that. Of spellings
/// that cost the same the one that stands in the text is taken.
struct Spelling {
    enum class How : std::uint8_t { as_it_is, other } how = How::as_it_is;
    std::uint8_t units = 0; ///< 0: cannot be spelled
};

/// Septets of a letter that these tables hold: 1, 2 behind an escape, 0 when neither has it.
constexpr unsigned septets_of(Class const& held, Tables tables) {
    if (held.locking >> tables.locking & 1) return 1;
    return held.single >> tables.single & 1 ? 2 : 0;
}

/// Tables that hold a letter in one of its spellings, the default one among them (bit 0).
TableMask tables_with(char32_t code, bool risky_cells);

/// Of a composed letter, or of two letters that can be one.
Spelling spelling_of_pair(std::size_t pair_class, Tables tables, bool risky_cells);

/// One character, or two that travel as one: never cut.
struct Item {
    std::size_t begin = 0, end = 0; ///< octets of the text
    unsigned units = 0;
    char32_t code = 0;  ///< the character; of two the letter they make
    bool split = false; ///< travels as the two letters of its canonical pair
};

/// Reads a text character by character as it travels in one form.
class Speller {
  public:
    /// As UCS-2.
    Speller() = default;
    Speller(Tables tables, bool risky_cells)
        : ucs2_(false), risky_cells_(risky_cells), tables_(tables) {}

    bool ucs2() const { return ucs2_; }
    /// Requires at < text.size(), and that the form can carry the text.
    Item next(std::string_view text, std::size_t at) const;

  private:
    bool ucs2_ = true;
    bool risky_cells_ = false;
    Tables tables_;
};

} // namespace haatline::coding
