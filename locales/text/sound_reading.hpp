#pragma once

#include <string>
#include <string_view>

/// From letters of a writing to letters of a sound (phones.hpp): one file a writing, one look ahead.
namespace haatline::text {

/// What one word has been read as so far.
struct SoundReading {
    std::string form;
    bool tamil = false, malayalam = false, urdu = false;
};

/// Is it a letter, sign or digit of an Indic block (Devanagari to Malayalam)?
bool is_indic(char32_t code);
/// @param word  code points of Indic blocks alone, joiners left out.
void read_indic(std::u32string_view word, SoundReading& out);

bool is_urdu(char32_t code);
void read_urdu(std::u32string_view word, SoundReading& out);

/// The small ASCII letter or digit that stands for a Latin letter, also with its marks; 0: none.
char latin_letter(char32_t code);
/// @param word  a-z alone.
void read_latin(std::string_view word, SoundReading& out);

bool is_consonant_sound(char letter);
/// Adds a consonant; twice the same one behind another is one.
void add_consonant(std::string& form, char letter);

} // namespace haatline::text
