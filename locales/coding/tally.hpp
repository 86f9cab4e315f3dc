#pragma once

#include "locales/coding/sms_route.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace haatline::coding {

/// A text counted by classes of letters: all that its cost in any pair of tables depends on.
struct Tally {
    std::array<std::uint32_t, kClasses> letters{};
    std::uint32_t utf16 = 0;
    bool astral = false; ///< some character is a surrogate pair in UTF-16
};

/// One pass; an ill-formed byte counts as U+FFFD, which no table holds.
Tally tally(std::string_view text);

/// What each pair of tables would make of a tallied text. Which single tables help a locking table is
/// the set of those that hold all it lacks, so a pair costs an addition.
class Price {
  public:
    Price(Tally const& tally, bool risky_cells);

    /// Single shift tables with which locking table `locking` can carry the text; bit 0: the default
    /// extension. Letters in canonical pairs are not looked at: see `units`.
    TableMask singles(std::uint8_t locking) const { return covers_[locking]; }
    bool has_pairs() const { return pair_classes_ != 0; }

    struct Units {
        std::uint32_t total = 0;
        std::uint8_t widest = 1; ///< of one item
    };
    /// @returns false when a letter of a canonical pair is in neither table. Requires `tables.single` to
    /// be one of `singles`.
    bool units(Tables tables, Units& units) const;

  private:
    static constexpr std::size_t kLanes = 16; // tables, filled up to whole registers
    Tally const& tally_;
    bool risky_cells_;
    std::uint32_t simple_ = 0;
    std::array<std::uint32_t, kLanes> lacks_{}; ///< letters that a locking table does not hold
    std::array<TableMask, kLanes> covers_{};
    std::array<std::uint8_t, kClasses> with_pairs_{};
    std::size_t pair_classes_ = 0;
};

} // namespace haatline::coding
