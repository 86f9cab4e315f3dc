#include "locales/text/sound_reading.hpp"

#include <array>

namespace haatline::text {
namespace {

// Nine blocks of 128 in one order, that of ISCII: what a code point says is its place in the block.
constexpr char32_t kFirst = 0x0900, kBehind = 0x0D80, kBlock = 0x80;
enum Script : char32_t { deva, beng, guru, gujr, orya, taml, telu, knda, mlym };

// By place in the block. Blank: no sound of its own. Independent vowels and signs are small tables
// below.
constexpr char32_t kConsonantFrom = 0x15;
constexpr std::string_view kConsonants = "kKgGncCjJntTdDntTdDnnpPbBmyrrllZvSSsh";
static_assert(kConsonants.size() == 0x3A - kConsonantFrom);
constexpr char32_t kLettersFrom = 0x58; // with their nukta
constexpr std::string_view kNuktaLetters = "qKGzRRfy";
constexpr char32_t kVowelFrom = 0x05;
constexpr std::string_view kVowels = "aAiIuU  eeeEoooO"; // 0B vocalic r, 0C vocalic l: below
constexpr char32_t kSignFrom = 0x3E;
constexpr std::string_view kSigns = "AiIuU  eeeEoooO";
enum Place : char32_t {
    candrabindu = 0x01,
    anusvara = 0x02,
    vocalic_r = 0x0B,
    vocalic_l = 0x0C,
    nga = 0x19,
    nya = 0x1E,
    da = 0x21,
    dha = 0x22,
    ya = 0x2F,
    rra = 0x31,
    ba = 0x2C,
    bha = 0x2D,
    nukta = 0x3C,
    sign_vocalic_r = 0x43,
    sign_vocalic_rr = 0x44,
    virama = 0x4D,
    khanda_ta = 0x4E,
    ai_mark = 0x56,
    au_mark = 0x57,
    digits = 0x66,
    tippi = 0x70,
    chillu = 0x7A,
};
constexpr std::string_view kChillus = "nnrllk"; // Malayalam 0D7A-0D7F

// A nukta behind a letter, and what people mean by it.
struct Dotted {
    char plain, dotted;
};
constexpr Dotted kDotted[] = {{'k', 'q'}, {'g', 'G'}, {'j', 'z'}, {'P', 'f'}, {'d', 'R'},
                              {'D', 'R'}, {'R', 'R'}, {'s', 'S'}, {'F', 'y'}, {'J', 'z'}};

class Reader {
  public:
    explicit Reader(SoundReading& out) : out_(out), form_(out.form) {}

    void take(char32_t code, char32_t next) {
        auto const script = static_cast<Script>((code - kFirst) / kBlock);
        char32_t const place = code % kBlock;
        south_ = script >= taml;
        tamil_ = script == taml;
        out_.tamil = out_.tamil || script == taml;
        out_.malayalam = out_.malayalam || script == mlym;
        if (place >= kConsonantFrom && place < kConsonantFrom + kConsonants.size())
            consonant(script, place, next ? next % kBlock : 0);
        else if (place >= kVowelFrom && place < kVowelFrom + kVowels.size())
            vowel(place);
        else if (place >= kSignFrom && place < virama)
            sign(place);
        else
            other(script, place);
    }
    void end() {
        if (inherent_ && form_.back() == '@') form_.pop_back(); // silent at the end in the north
        soften_last_v();
        if (!nasal_at_end_) return;
        form_.pop_back();
        if (south_) form_ += 'm'; // silent in the north
    }

  private:
    /// Rao and Rav are one name.
    void soften_last_v() {
        for (std::string_view const end : {"Av", "Avu", "Avo", "Ava"})
            if (form_.ends_with(end)) form_[form_.size() - end.size() + 1] = 'V';
    }
    void consonant(Script script, char32_t place, char32_t next) {
        char letter = kConsonants[place - kConsonantFrom];
        bool const bengali = script == beng;
        if ((bengali || script == orya) && place == ya)
            letter = joined_ ? 'y' : 'F';
        else if ((bengali || script == orya) && place == ba)
            letter = joined_ ? 'V' : 'w';
        else if (bengali && place == bha)
            letter = '*';
        else if ((script == deva || script == orya) && (place == da || place == dha) &&
                 next != nukta && next != virama && behind_vowel())
            letter = 'R'; // the nukta of a flap is what people leave out
        else if (place == nya && joined_ && !form_.empty() && form_.back() == 'j')
            letter = jna();
        else if (letter == 'h' && nasal_at_end_)
            letter = '!';
        else if (script == mlym && (place == nga || place == nya))
            letter = place == nga ? ';' : '?';
        else if (place == rra && joined_ && !form_.empty())
            letter = hard_r();
        put(letter);
    }

    /// Two southern hard r are tr or tt, one behind n is t or r.
    char hard_r() {
        if (form_.back() == 'n') return '&';
        if (form_.back() != 'r') return 'r';
        form_.pop_back();
        return '%';
    }

    char jna() {
        form_.pop_back();
        return 'X';
    }

    void put(char letter) {
        if (letter == 'm' && nasal_at_end_) form_.pop_back(); // a nasal before m doubles it
        if (tamil_ && letter == 'c' && joined_ && form_.back() == 't') form_.back() = '^';
        bool const heard_h = letter != 'h' || !joined_;
        if (heard_h) add_consonant(form_, letter);
        // The south says the vowel that every letter carries, the north drops it where it can.
        form_ += south_ ? 'a' : '@';
        inherent_ = true;
        o_before_ = after_o_;
        joined_ = nasal_at_end_ = after_o_ = false;
    }

    void vowel(char32_t place) {
        if (place == vocalic_r)
            syllabic('r', 'i');
        else if (place == vocalic_l)
            syllabic('l', 'i');
        else
            form_ += kVowels[place - kVowelFrom];
        after_o_ = form_.back() == 'o';
        inherent_ = joined_ = nasal_at_end_ = false;
    }

    void syllabic(char consonant, char vowel) {
        add_consonant(form_, consonant);
        form_ += vowel;
    }

    void sign(char32_t place) {
        bool const first = inherent_;
        drop_inherent();
        if (place == sign_vocalic_r || place == sign_vocalic_rr) return syllabic('r', 'i');
        char const letter = kSigns[place - kSignFrom];
        // Taken apart by normalising: e and aa side by side are o.
        if (!first && letter == 'A' && !form_.empty() && form_.back() == 'e')
            form_.back() = 'o';
        else
            form_ += letter;
    }

    void other(Script script, char32_t place) {
        if (place == virama) {
            drop_inherent();
            joined_ = true;
        } else if (place == anusvara || place == candrabindu ||
                   (script == guru && place == tippi)) {
            form_ += 'n';
            inherent_ = false;
            nasal_at_end_ = true;
        } else if (place == nukta) {
            dot();
        } else if (place == au_mark || place == ai_mark) {
            lengthen(place);
        } else if (place >= digits && place < digits + 10) {
            form_ += static_cast<char>('0' + (place - digits));
            inherent_ = nasal_at_end_ = false;
        } else {
            rare(script, place);
        }
    }

    void rare(Script script, char32_t place) {
        bool const dotted_block =
            script == deva || script == beng || script == guru || script == orya;
        if (script == mlym && place >= chillu) {
            put(kChillus[place - chillu]);
            drop_inherent();
            joined_ = true;
        } else if (place >= kLettersFrom && place < kLettersFrom + kNuktaLetters.size()) {
            if (script == telu) put(place == kLettersFrom ? 'c' : 'j');
            if (dotted_block) dotted(kNuktaLetters[place - kLettersFrom]);
        } else if (script == beng && place == khanda_ta) {
            put('t');
            drop_inherent();
        } else if (script == beng && (place == 0x70 || place == 0x71)) {
            put(place == 0x70 ? 'r' : 'v'); // Assamese
        } else if (script == orya && place == 0x71) {
            put('v');
        }
    }

    /// Marks of length: a part of a vowel that was taken apart, or the ai of Telugu.
    void lengthen(char32_t place) {
        if (form_.empty() || inherent_) return;
        if (place == ai_mark && (form_.back() == 'e' || form_.back() == 'i')) form_.back() = 'E';
        if (place == au_mark && (form_.back() == 'e' || form_.back() == 'o')) form_.back() = 'O';
    }

    void dot() {
        if (!inherent_) return;
        char const letter = form_[form_.size() - 2];
        for (auto const& row : kDotted) {
            if (row.plain != letter) continue;
            form_.resize(form_.size() - 2);
            dotted(row.dotted);
            return;
        }
    }
    /// A letter with its nukta, in one code point or two.
    void dotted(char letter) {
        if (letter == 'y' && waw()) {
            form_.pop_back();
            letter = 'v';
        } else if (letter == 'y' && !form_.empty() &&
                   (form_.back() == 'o' || form_.back() == 'u')) {
            letter = '=';
        }
        put(letter);
    }
    /// Bengali writes wa as o-ya.
    bool waw() const { return (after_o_ || o_before_) && !form_.empty() && form_.back() == 'o'; }

    bool behind_vowel() const {
        return !joined_ && !form_.empty() && !is_consonant_sound(form_.back());
    }
    void drop_inherent() {
        if (inherent_) form_.pop_back();
        inherent_ = false;
        nasal_at_end_ = false;
    }

    SoundReading& out_;
    std::string& form_;
    bool inherent_ = false; ///< the last letter of the form is the vowel the consonant carries
    bool joined_ = false;   ///< a virama stands before
    bool nasal_at_end_ = false;
    bool south_ = false, tamil_ = false;
    bool after_o_ = false, o_before_ = false; ///< behind the letter o, not the sign
};

} // namespace

bool is_indic(char32_t code) {
    if (code < kFirst || code >= kBehind) return false;
    char32_t const place = code % kBlock;
    return place != 0x64 && place != 0x65; // dandas part words
}

void read_indic(std::u32string_view word, SoundReading& out) {
    Reader reader(out);
    for (std::size_t i = 0; i < word.size(); ++i)
        reader.take(word[i], i + 1 < word.size() ? word[i + 1] : 0);
    reader.end();
}

} // namespace haatline::text
