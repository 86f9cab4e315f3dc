#include "locales/text/sound_reading.hpp"

#include <algorithm>

namespace haatline::text {
namespace {

// Letters whose sound does not depend on their neighbours. Arabic letters keep the sound they have
// in Urdu; those of Sindhi and Kashmiri are read as their nearest.
struct Letter {
    char32_t code;
    char sound;
};
constexpr Letter kLetters[] = {
    {0x0628, 'b'}, {0x067E, 'p'}, {0x062A, 't'}, {0x0679, 't'}, {0x062B, 's'}, {0x062C, 'j'},
    {0x0686, 'c'}, {0x062D, 'h'}, {0x062E, 'K'}, {0x062F, 'd'}, {0x0688, 'd'}, {0x0630, 'z'},
    {0x0631, 'r'}, {0x0691, 'R'}, {0x0632, 'z'}, {0x0698, 'z'}, {0x0633, 's'}, {0x0634, 'S'},
    {0x0635, 's'}, {0x0636, 'z'}, {0x0637, 't'}, {0x0638, 'z'}, {0x063A, 'G'}, {0x0641, 'f'},
    {0x0642, 'q'}, {0x0643, 'k'}, {0x06A9, 'k'}, {0x06AF, 'g'}, {0x0644, 'l'}, {0x0645, 'm'},
    {0x0646, 'n'}, {0x067B, 'b'}, {0x0680, 'B'}, {0x067A, 't'}, {0x067F, 'T'}, {0x067D, 't'},
    {0x0684, 'j'}, {0x0683, 'n'}, {0x0687, 'C'}, {0x068C, 'D'}, {0x068A, 'd'}, {0x068D, 'D'},
    {0x06A6, 'P'}, {0x06AA, 'k'}, {0x06B3, 'g'}, {0x06B1, 'n'}, {0x06BB, 'n'}, {0x0699, 'R'},
    {0x064E, 'a'}, {0x0650, 'i'}, {0x064F, 'u'}, {0x0670, 'A'}, {0x0622, 'A'}, {0x06D2, 'e'},
    {0x06D3, 'e'}, {0x0626, 'Y'}, {0x0624, 'W'},
};
enum Code : char32_t {
    alif = 0x0627,
    alif_hamza = 0x0623,
    alif_hamza_below = 0x0625,
    alif_wasla = 0x0671,
    ain = 0x0639,
    vao = 0x0648,
    ye = 0x06CC,
    arabic_ye = 0x064A,
    alif_maqsura = 0x0649,
    he = 0x06C1,
    arabic_he = 0x0647,
    te_marbuta = 0x0629,
    ae = 0x06D5,
    do_chashmi_he = 0x06BE,
    nun_ghunna = 0x06BA,
    madda = 0x0653,
};

bool is_alif(char32_t code) {
    return code == alif || code == alif_hamza || code == alif_hamza_below || code == alif_wasla;
}
bool is_ye(char32_t code) { return code == ye || code == arabic_ye || code == alif_maqsura; }
bool is_he(char32_t code) {
    return code == he || code == arabic_he || code == te_marbuta || code == ae;
}

// The letter he with two eyes makes the one before it aspirated.
constexpr std::string_view kPlain = "kgcjtdpb", kAspirated = "KGCJTDPB";

class Reader {
  public:
    explicit Reader(std::string& form) : form_(form) {}

    /// @returns how many letters were read: one, or two where an alif carries the vowel behind it.
    std::size_t take(char32_t code, char32_t next) {
        bool const first = form_.empty();
        if (is_alif(code) || code == ain) return first ? open(code, next) : lengthen(code);
        if (is_ye(code))
            form_ += first ? 'y' : 'Y';
        else if (code == vao)
            form_ += first ? 'v' : 'W';
        else if (is_he(code))
            breath(next == 0);
        else if (code == do_chashmi_he)
            aspirate();
        else if (code == nun_ghunna)
            form_ += next ? "n" : "";
        else if (code == madda && !first)
            form_.back() = 'A';
        else
            plain(code);
        return 1;
    }

  private:
    /// At the start alif and ain carry whatever vowel comes.
    std::size_t open(char32_t code, char32_t next) {
        char const vowel = is_ye(next)                    ? 'Y'
                           : next == vao                  ? 'W'
                           : code == ain && is_alif(next) ? 'A'
                                                          : '\0';
        form_ += vowel ? vowel : 'Q';
        return vowel ? 2 : 1;
    }
    /// Inside a word alif is a long a, and ain is not heard.
    std::size_t lengthen(char32_t code) {
        if (code != ain) form_ += 'A';
        return 1;
    }

    /// The last h is not heard; behind a consonant it says that a vowel is.
    void breath(bool last) {
        bool const behind_vowel = !is_consonant_sound(form_.empty() ? 'a' : form_.back());
        if (!last)
            form_ += 'h';
        else if (!behind_vowel || (!form_.empty() && form_.back() == 'Y'))
            form_ += 'a';
    }

    void aspirate() {
        if (form_.empty()) return;
        auto const at = kPlain.find(form_.back());
        if (at != std::string_view::npos) form_.back() = kAspirated[at];
    }

    void plain(char32_t code) {
        auto const* row = std::find_if(std::begin(kLetters), std::end(kLetters),
                                       [&](Letter const& each) { return each.code == code; });
        if (row != std::end(kLetters)) form_ += row->sound;
    }

    std::string& form_;
};

} // namespace

bool is_urdu(char32_t code) {
    return (code >= 0x0620 && code <= 0x065F) || (code >= 0x066E && code <= 0x06D3) || code == ae;
}

void read_urdu(std::u32string_view word, SoundReading& out) {
    out.urdu = true;
    std::string form;
    Reader reader(form);
    for (std::size_t i = 0; i < word.size();)
        i += reader.take(word[i], i + 1 < word.size() ? word[i + 1] : 0);
    out.form += form;
}

} // namespace haatline::text
