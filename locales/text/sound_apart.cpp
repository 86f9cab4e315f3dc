#include "locales/text/sound_apart.hpp"

#include "locales/text/phones.hpp"

#include <algorithm>
#include <array>

namespace haatline::text {
namespace {

constexpr int kBlank = 1; // "nag pur"

} // namespace

int sounds_apart(Sound const& a, std::string_view form, bool unvoiced, bool short_vowels_unwritten,
                 int most) {
    std::string_view const own(a.form.data(), std::min(a.form.size(), sound_letters_max));
    form = form.substr(0, sound_letters_max);
    auto const missing = [&](char letter) {
        return letter == ' ' ? kBlank : phone_missing(letter, short_vowels_unwritten);
    };
    std::array<int, sound_letters_max + 1> row{};
    for (std::size_t j = 0; j < form.size(); ++j) row[j + 1] = row[j] + missing(form[j]);
    for (char const letter : own) {
        int corner = row[0];
        row[0] += missing(letter);
        int least = row[0];
        for (std::size_t j = 0; j < form.size(); ++j) {
            int const same = corner + phones_apart(letter, form[j], unvoiced);
            corner = row[j + 1];
            row[j + 1] = std::min({same, row[j + 1] + missing(letter), row[j] + missing(form[j])});
            least = std::min(least, row[j + 1]);
        }
        if (least > most) return most + 1;
    }
    return std::min(row[form.size()], most + 1);
}

} // namespace haatline::text
