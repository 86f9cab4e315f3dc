#include "locales/text/sound.hpp"

#include "locales/text/phones.hpp"
#include "locales/text/sound_reading.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>

namespace haatline::text {
namespace {

// A word of so many code points says nothing more: what follows is marks piled up, or no name.
constexpr std::size_t kLookedAt = 192;

enum class Writing : unsigned char { none, ignored, latin, indic, urdu, digit };

Writing writing_of(char32_t code) {
    // Joiners and marks of direction stand inside words; so do apostrophes, and marks on Latin letters.
    if ((code >= 0x200B && code <= 0x200F) || (code >= 0x0300 && code <= 0x036F) || code == '\'' ||
        code == 0x2019 || code == 0x00AD || code == 0xFEFF || code == 0x0640)
        return Writing::ignored;
    if (char const letter = latin_letter(code))
        return letter <= '9' ? Writing::digit : Writing::latin;
    if (is_indic(code)) return Writing::indic;
    if ((code >= 0x0660 && code <= 0x0669) || (code >= 0x06F0 && code <= 0x06F9))
        return Writing::digit;
    return is_urdu(code) ? Writing::urdu : Writing::none;
}

char digit_of(char32_t code) {
    if (code < 0x80) return static_cast<char>(code);
    return static_cast<char>('0' + (code & 0x0F));
}

/// Runs of one writing are read together: a word may be in several.
class Words {
  public:
    SoundReading read(std::string_view text) {
        std::size_t looked_at = 0;
        for (std::size_t at = 0; at < text.size() && looked_at < kLookedAt; ++looked_at) {
            char32_t const code = next_code_point(text, at);
            auto const writing = code == kIllFormed ? Writing::none : writing_of(code);
            if (writing == Writing::ignored) continue;
            if (writing != run_) flush();
            run_ = writing;
            take(writing, code);
        }
        flush();
        while (!out_.form.empty() && out_.form.back() == ' ') out_.form.pop_back();
        if (out_.form.size() > sound_letters_max) out_.form.resize(sound_letters_max);
        return std::move(out_);
    }

  private:
    void take(Writing writing, char32_t code) {
        if (writing == Writing::latin)
            latin_ += latin_letter(code);
        else if (writing == Writing::digit)
            out_.form += digit_of(code);
        else if (writing != Writing::none)
            wide_ += code;
        else if (!out_.form.empty() && out_.form.back() != ' ')
            out_.form += ' ';
    }
    void flush() {
        if (run_ == Writing::latin) read_latin(latin_, out_);
        if (run_ == Writing::indic) read_indic(wide_, out_);
        if (run_ == Writing::urdu) read_urdu(wide_, out_);
        latin_.clear();
        wide_.clear();
    }

    SoundReading out_;
    Writing run_ = Writing::none;
    std::string latin_;
    std::u32string wide_;
};

constexpr std::string_view kLips = "pPbBfw*", kElsewhere = "kKqgGcCjJztTdDRsSXx$";
constexpr std::string_view kRound = "uUo", kOpen = "aAiIeE";

/// n before b is heard and written as m, m before k as n; where the two disagree both are read.
void leave_open_nasals(std::string& form) {
    for (std::size_t i = 0; i + 1 < form.size(); ++i) {
        if (form[i] == 'n' && kLips.find(form[i + 1]) != std::string_view::npos) form[i] = 'N';
        if (form[i] == 'm' && kElsewhere.find(form[i + 1]) != std::string_view::npos) form[i] = 'M';
    }
}

/// Between u and another vowel a glide is heard, which some write: halua, halwa.
void leave_open_glides(std::string& form) {
    for (std::size_t i = 0; i + 1 < form.size() && form.size() < sound_letters_max; ++i)
        if (kRound.find(form[i]) != std::string_view::npos &&
            kOpen.find(form[i + 1]) != std::string_view::npos)
            form.insert(i + 1, 1, '=');
}

std::vector<std::string_view> readings_of(char letter, bool initial) {
    auto const* row = phone(letter);
    std::string_view rest = row ? row->classes : std::string_view();
    if (initial && row && !row->initial.empty()) rest = row->initial;
    std::vector<std::string_view> out;
    for (;;) {
        auto const end = rest.find('|');
        out.push_back(rest.substr(0, end));
        if (end == std::string_view::npos) return out;
        rest.remove_prefix(end + 1);
    }
}

void add_reading(SoundKey& key, std::string_view classes, char vowel) {
    for (char const each : classes) {
        key.consonants += each;
        key.vowels += '-';
    }
    // The vowel belongs to the consonant before it; the first mark says which vowel a text begins with.
    if (classes.empty() && vowel != '-' && !key.vowels.empty()) key.vowels.back() = vowel;
}

std::vector<SoundKey> keys_of(std::string const& form) {
    std::vector<SoundKey> keys(1);
    bool initial = true;
    for (char const letter : form) {
        if (letter == ' ') continue;
        if (letter >= '0' && letter <= '9') {
            for (auto& key : keys) add_reading(key, {&letter, 1}, '-');
            initial = false;
            continue;
        }
        auto const readings = readings_of(letter, initial);
        char const vowel = initial ? '-' : phone(letter) ? phone(letter)->vowel : '-';
        initial = false;
        auto const before = keys.size();
        for (std::size_t r = 1; r < readings.size() && keys.size() + before <= sound_keys_max; ++r)
            for (std::size_t k = 0; k < before; ++k) {
                keys.push_back(keys[k]);
                add_reading(keys.back(), readings[r], vowel);
            }
        for (std::size_t k = 0; k < before; ++k) add_reading(keys[k], readings.front(), vowel);
    }
    if (keys.front().consonants.empty()) return {};
    std::vector<SoundKey> out;
    for (auto& key : keys)
        if (!key.consonants.empty() && std::find(out.begin(), out.end(), key) == out.end())
            out.push_back(std::move(key));
    return out;
}

char unvoiced(char consonant) {
    constexpr std::string_view from = "GDBJSH", to = "KTPCCK";
    auto const at = from.find(consonant);
    return at == std::string_view::npos ? consonant : to[at];
}

} // namespace

bool is_consonant_sound(char letter) {
    auto const* row = phone(letter);
    return row && (!row->classes.empty() || letter == 'y');
}

void add_consonant(std::string& form, char letter) {
    if (!form.empty()) {
        auto const *a = phone(form.back()), *b = phone(letter);
        if (form.back() == letter) return;
        if (a && b && a->classes.size() == 1 && a->classes == b->classes && letter != 'z' &&
            form.back() != 'z') {
            form.back() = letter;
            return;
        }
    }
    form += letter;
}

Sound sound_of(std::string_view text) {
    auto reading = Words().read(text);
    Sound out;
    out.tamil = reading.tamil;
    out.malayalam = reading.malayalam;
    out.form = std::move(reading.form);
    leave_open_nasals(out.form);
    leave_open_glides(out.form);
    out.keys = keys_of(out.form);
    if (reading.tamil || reading.malayalam)
        out.form += voice_unwritten;
    else if (reading.urdu)
        out.form += vowels_unwritten;
    if (out.keys.empty()) return out;
    for (auto key : out.keys) {
        for (char& each : key.consonants) each = unvoiced(each);
        if (std::find(out.unvoiced.begin(), out.unvoiced.end(), key) == out.unvoiced.end())
            out.unvoiced.push_back(std::move(key));
    }
    return out;
}

} // namespace haatline::text
