#pragma once

#include "cluster/found.hpp"
#include "storage/sqlite/sql.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace haatline::storage {

/// What a search of the sound index may look at and give.
struct SoundBounds {
    std::size_t objects = 9; ///< so many are given
    bool weak = true;        ///< weak words too
    bool parts = true;       ///< single words of a name too
    bool beginnings = false; ///< names that begin with what was typed too, from three letters
    bool slips = true;       ///< one consonant may be wrong
};

struct SoundsFound {
    std::vector<Found> found;   ///< in order (`surer`), each object once
    std::size_t consonants = 0; ///< of the word sought
};

/// Finds names by one word or phrase, in any writing: letter for letter, then by sound, then with
/// one consonant wrong. Bounded whatever the size of the index: at most `rows_max` rows of names that sound alike, and about
/// 32 neighbouring keys a consonant, of at most twelve.
Result<SoundsFound> find_sounds(Prepared& prepared, Named kind, std::string_view text,
                                SoundBounds const& bounds);

/// Letter for letter alone.
Result<std::vector<Found>> find_exact(Prepared& prepared, Named kind, std::string_view match_key,
                                      std::size_t objects);

/// Rows of the index that are read for what sounds alike (docs/performance.md).
constexpr std::size_t rows_max = 500;

std::span<Sql const* const> hot_sounds();

} // namespace haatline::storage
