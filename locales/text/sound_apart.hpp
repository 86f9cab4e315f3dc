#pragma once

#include "locales/text/sound.hpp"

namespace haatline::text {

/// How unlike two words sound, vowels counted: 0 is the same, 1-3 spelling, 8 one letter that has
/// nothing to do with the other's. What a writing does not say (voice in Tamil, short vowels in
/// Urdu) costs next to nothing.
/// @param most  where counting may stop; more is given back as `most` + 1.
int sounds_apart(Sound const& a, std::string_view form, bool unvoiced, bool short_vowels_unwritten,
                 int most);

} // namespace haatline::text
