#include "locales/text/sound.hpp"
#include "locales/text/utf8.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <random>

using namespace haatline;
using text::sound_of;
using text::SoundKey;

namespace {

std::vector<std::string> consonants(std::string_view word) {
    std::vector<std::string> out;
    for (auto const& key : sound_of(word).keys) out.push_back(key.consonants);
    return out;
}

bool share_a_key(std::string_view a, std::string_view b) {
    auto const left = consonants(a), right = consonants(b);
    return std::any_of(left.begin(), left.end(), [&](auto const& key) {
        return std::find(right.begin(), right.end(), key) != right.end();
    });
}

int apart(std::string_view a, std::string_view b) {
    return text::sounds_apart(sound_of(a).form, sound_of(b).form, 100);
}

bool bounded(text::Sound const& sound) {
    auto const good = [](SoundKey const& key) {
        return !key.consonants.empty() && key.consonants.size() <= 2 * text::sound_letters_max &&
               key.consonants.size() == key.vowels.size() &&
               std::all_of(key.consonants.begin(), key.consonants.end(),
                           [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
    };
    return sound.form.size() <= text::sound_letters_max + 1 &&
           sound.keys.size() <= text::sound_keys_max &&
           sound.unvoiced.size() <= sound.keys.size() &&
           std::all_of(sound.keys.begin(), sound.keys.end(), good) &&
           std::all_of(sound.unvoiced.begin(), sound.unvoiced.end(), good) &&
           std::all_of(sound.form.begin(), sound.form.end(),
                       [](char c) { return c >= ' ' && c <= '~'; });
}

} // namespace

TEST_CASE("a word has one key in ten writings") {
    std::vector<SoundKey> const sunita{{"SNT", "ui-"}};
    for (auto const* word : {"sunita", "Suneeta", "सुनीता", "সুনীতা", "సునీత", "ಸುನೀತಾ", "സുനീത",
                             "સુનીતા", "ਸੁਨੀਤਾ", "ସୁନୀତା"}) {
        INFO(word);
        CHECK(sound_of(word).keys == sunita);
    }
    CHECK(sound_of("சுனிதா").tamil);
    CHECK(sound_of("சுனிதா").unvoiced == sound_of("sunita").unvoiced);
    CHECK(sound_of("سنیتا").form.back() == text::vowels_unwritten);
    CHECK(share_a_key("سنیتا", "sunita"));
}

TEST_CASE("where a writing leaves a letter open, every reading has its key") {
    CHECK(consonants("पापड़") == std::vector<std::string>{"PPD", "PPR"});
    CHECK(consonants("पापड") == consonants("पापड़")); // the nukta that people leave out
    CHECK(consonants("लड्डू") == std::vector<std::string>{"LD"});
    CHECK(consonants("বাজরা") == std::vector<std::string>{"BJR", "VJR"});
    CHECK(share_a_key("گوری", "gauri"));
    CHECK(share_a_key("राव", "Rao"));
    CHECK(share_a_key("सिंह", "Singh"));
    CHECK(share_a_key("ज्ञान", "gyan"));
    CHECK(share_a_key("ಜ್ಞಾನ", "gyan"));
    CHECK(share_a_key("গুয়াহাটি", "Guwahati"));
    CHECK(share_a_key("ہاوڑا", "हावड़ा"));
    CHECK(share_a_key("कोझिकोड", "Kozhikode"));
    CHECK(share_a_key("jam", "జామ్"));
}

TEST_CASE("what people leave out or add does not change a key") {
    CHECK(consonants("\u0958लम") == consonants("क\u093Cलम"));   // composed or not
    CHECK(consonants("క్ష\u200Dమ") == consonants("క్షమ"));        // joiners
    CHECK(consonants("nag pur") == consonants("नागपुर"));        // blanks
    CHECK(consonants("N\u0101g-pur।") == consonants("nagpur")); // marks, hyphens, dandas
    CHECK(consonants("अचार 12") == consonants("achar १२"));     // digits of every script
    CHECK(consonants("अcharअ") == consonants("achara"));        // two writings in a word
    CHECK(consonants("बंगाल") == consonants("bangal"));
    CHECK(share_a_key("लंबू", "lambu"));
    CHECK(share_a_key("नमकीन", "namkeen"));
}

TEST_CASE("vowels tell words of one key apart") {
    CHECK(apart("सुनीता", "sunita") <= 2);
    CHECK(apart("अचार", "achaar") <= 1);
    CHECK(apart("ज्वार", "jowar") < apart("ज्वार", "jeera"));
    CHECK(apart("पूजा", "puja") < apart("पूजा", "bhujia"));
    CHECK(apart("घी", "ghee") == 0);
    CHECK(apart("गुड़", "gud") < apart("गुड़", "gowri"));
    CHECK(apart("تیل", "tel") <= 2);   // a short vowel that Urdu does not write
    CHECK(apart("ராகி", "ragi") <= 2); // a voice that Tamil does not
    CHECK(text::sounds_apart(sound_of("achar").form, sound_of("makhana").form, 3) == 4);
}

TEST_CASE("what has no sound has no key") {
    for (auto const* word :
         {"", "  ", "!?…", "।॥", "\u200C\u200D", "漢字", "😀", "ᱚᱞ", "\x01\xFF"}) {
        INFO(word);
        CHECK(bounded(sound_of(word)));
        CHECK(sound_of(word).keys.empty());
    }
    CHECK(sound_of("").form.empty());
}

TEST_CASE("any bytes have a bounded sound, and the same one every time") {
    std::mt19937 dice(7); // NOLINT: the same texts every time
    std::u32string const pool =
        U"aksh chowry'-.12\u0900\u0915\u0916\u0921\u0939\u092F\u093C\u093E\u0947\u094D\u0902"
        U"\u09AC\u09AF\u09DF\u09CB\u0B95\u0BC6\u0BBE\u0BB1\u0BCD\u0D7B\u0D31\u0A71"
        U"\u0627\u0648\u06CC\u06C1\u06BE\u0653\u0639\u200D\U0001F600\u0301";
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        auto const length = dice() % 40;
        for (unsigned i = 0; i < length; ++i) {
            if (dice() % 50 == 0)
                text += static_cast<char>(dice() & 0xFF);
            else
                text::append(text, pool[dice() % pool.size()]);
        }
        auto const sound = sound_of(text);
        INFO(text);
        REQUIRE(bounded(sound));
        REQUIRE(sound_of(text).form == sound.form);
        REQUIRE(text::sounds_apart(sound.form, sound.form, 100) == 0);
    }
}

TEST_CASE("a text of nothing but marks costs no more than a long word") {
    std::string marks = "क";
    while (marks.size() < 64 * 1024) marks += "\u093C\u0901\u094D\u0301";
    CHECK(bounded(sound_of(marks)));
    std::string letters;
    while (letters.size() < 64 * 1024) letters += "ড়ওয়ব";
    auto const sound = sound_of(letters);
    CHECK(bounded(sound));
    CHECK(sound.keys.size() == text::sound_keys_max);
}
