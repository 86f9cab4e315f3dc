// A word in any writing: its sound, its keys, how far it lies from another.
#include "locales/text/sound.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>

using namespace haatline;
using fuzz::expect;

namespace {

bool is_key(text::SoundKey const& key) {
    return !key.consonants.empty() && key.consonants.size() == key.vowels.size() &&
           key.consonants.size() <= 2 * text::sound_letters_max &&
           std::all_of(key.consonants.begin(), key.consonants.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }) &&
           key.vowels.find_first_not_of("-iu") == std::string::npos;
}

text::Sound heard(std::string_view input) {
    auto sound = text::sound_of(input);
    expect(sound.form.size() <= text::sound_letters_max + 1, "a sound is short");
    expect(std::all_of(sound.form.begin(), sound.form.end(),
                       [](char c) { return c >= ' ' && c <= '~'; }),
           "a sound is written in letters of ours");
    expect(sound.keys.size() <= text::sound_keys_max && sound.unvoiced.size() <= sound.keys.size(),
           "a word has four keys at most");
    expect(std::all_of(sound.keys.begin(), sound.keys.end(), is_key) &&
               std::all_of(sound.unvoiced.begin(), sound.unvoiced.end(), is_key),
           "a key has consonants, and a place for a vowel behind each");
    return sound;
}

} // namespace

HAATLINE_FUZZ_TARGET(sound) {
    auto const half = input.size() / 2;
    auto const whole = heard(input), left = heard(input.substr(0, half)),
               right = heard(input.substr(half));
    constexpr int most = 20;
    expect(text::sounds_apart(whole.form, whole.form, most) == 0, "a word is no way from itself");
    int const apart = text::sounds_apart(left.form, right.form, most);
    expect(apart >= 0 && apart <= most + 1, "counting stops where it was told");
    expect(apart == text::sounds_apart(right.form, left.form, most), "the way is as far back");
}
