#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::text {

/// What may be written differently so that a text stays in a cheap SMS alphabet. Some of it changes how
/// words look: that is the template's owner's to say, so it is off at first.
struct FoldChoice {
    bool marks = true;     ///< curly quotes, dashes, ellipsis, wide blanks, bullet, ×
    bool invisible = true; ///< zero width marks that are no joiners
    bool latin = true; ///< e and an accent typed apart → é, which is in the alphabet; loses nothing
    bool chillu = true; ///< Malayalam: base, virama, joiner → its atomic letter; loses nothing
    /// What stands for ₹ ("Rs.", "रु."); empty: it stays.
    std::string rupee;
    bool eyelash = false; ///< Marathi, Nepali: ra, virama, joiner → ऱ्; same look in most fonts
    bool joiners = false;  ///< all others; changes conjuncts, a native reader approves
    bool urdu_yeh = false; ///< ئ → ی + hamza; same look
    /// What stands for the danda in Bengali script ("." or "|"); empty: it stays.
    std::string danda;
};

/// Everything, for those who ask for it.
FoldChoice fold_all();

enum class FoldKind : unsigned char {
    mark,
    invisible,
    chillu,
    rupee,
    eyelash,
    joiner,
    yeh,
    danda,
    latin
};
std::string_view name(FoldKind kind);

struct FoldChange {
    std::size_t at = 0, octets = 0; ///< of the text as it was
    FoldKind kind = FoldKind::mark;
    std::string to;
    bool operator==(FoldChange const&) const = default;
};

struct Folded {
    std::string text;
    std::vector<FoldChange> changes; ///< in the order of the text
};

/// Lossy, hence explicit, and every change is told. For what is about to be sent; never for what a
/// person typed and we keep. Ill-formed bytes stay. Source: reference/encoding.md §4.
Folded fold(std::string_view text, FoldChoice const& choice);

} // namespace haatline::text
