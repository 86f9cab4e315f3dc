#include "locales/text/phones.hpp"
#include "locales/text/sound.hpp"

#include <algorithm>
#include <array>

namespace haatline::text {
namespace {

constexpr int kBlank = 1; // "nag pur"

struct Form {
    std::string_view letters;
    bool unvoiced = false, unwritten = false;
};

Form form_of(std::string_view text) {
    Form out;
    out.unvoiced = text.ends_with(voice_unwritten);
    out.unwritten = text.ends_with(vowels_unwritten);
    if (out.unvoiced || out.unwritten) text.remove_suffix(1);
    out.letters = text.substr(0, sound_letters_max);
    return out;
}

} // namespace

int sounds_apart(std::string_view form, std::string_view other, int most) {
    auto const a = form_of(form), b = form_of(other);
    bool const unvoiced = a.unvoiced || b.unvoiced;
    bool const unwritten = a.unwritten != b.unwritten; // two of Urdu leave out the same
    auto const missing = [&](char letter) {
        return letter == ' ' ? kBlank : phone_missing(letter, unwritten);
    };
    std::array<int, sound_letters_max + 1> row{};
    for (std::size_t j = 0; j < b.letters.size(); ++j) row[j + 1] = row[j] + missing(b.letters[j]);
    for (char const letter : a.letters) {
        int const alone = missing(letter);
        int corner = row[0];
        int least = row[0] += alone;
        for (std::size_t j = 0; j < b.letters.size(); ++j) {
            int const same = corner + phones_apart(letter, b.letters[j], unvoiced);
            corner = row[j + 1];
            row[j + 1] = std::min({same, row[j + 1] + alone, row[j] + missing(b.letters[j])});
            least = std::min(least, row[j + 1]);
        }
        if (least > most) return most + 1;
    }
    return std::min(row[b.letters.size()], most + 1);
}

} // namespace haatline::text
