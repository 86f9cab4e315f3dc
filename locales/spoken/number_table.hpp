#pragma once

#include "locales/spoken/clip.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::spoken {

/// What is said right after a number: many languages bend the number for it.
enum class Next : std::uint8_t { nothing, number, noun };

/// A word and how it sounds in front of something. A form that is not given is the word itself.
struct Inflected {
    Clip alone;
    std::optional<Clip> before_number; ///< Tamil நூற்று, Malayalam ആയിരത്തി
    std::optional<Clip> before_noun; ///< Telugu వేల

    Clip const& form(Next next) const;
};

/// Indian grouping, smallest first. The names are those of the keys and of the clips.
enum class Scale : std::uint8_t { sau, hazar, lakh, karod };
struct ScaleFacts {
    std::string_view name;
    std::uint64_t size;
};
constexpr std::array<ScaleFacts, 4> scales{
    {{"sau", 100}, {"hazar", 1'000}, {"lakh", 100'000}, {"karod", 10'000'000}}};

struct ScaleWords {
    Inflected word;
    bool bare_one = false;               ///< 1,000 is "thousand", not "one thousand"
    std::map<unsigned, Inflected> whole; ///< how many of it → one word for both: 2 → બસો
};

/// What is counted: "rupee", "rupees".
struct Counted {
    Clip more;
    std::optional<Clip> one;

    Clip const& of(bool exactly_one) const { return exactly_one && one ? *one : more; }
};

/// How people say a year.
enum class YearStyle : std::uint8_t {
    cardinal, ///< one thousand nine hundred forty-seven
    hundreds, ///< nineteen hundred forty-seven; 2026 as a number
    pairs,    ///< nineteen forty-seven, twenty twenty-six
};
constexpr std::array<std::string_view, 3> year_styles{"cardinal", "hundreds", "pairs"};

enum class DatePart : std::uint8_t { day, month, year };
constexpr std::array<std::string_view, 3> date_parts{"day", "month", "year"};

/// Units of the market, as menus and SMS keep them (menus/quantity.hpp), and two that buyers use.
constexpr std::array<std::string_view, 9> units{"g", "kg", "qtl", "ton",  "ltr",
                                                "m", "pc", "pkt", "dozen"};

/// `locales/<code>/numbers.toml`: every word of spoken numbers in one language. Immutable once
/// read; tables decide, the engine (`say.hpp`) knows no language.
struct NumberTable {
    std::string language, file;
    bool draft = true; ///< no native reader has been through it
    YearStyle year = YearStyle::cardinal;
    std::vector<DatePart> date;
    std::array<Clip, 100> words;
    std::map<unsigned, Clip> before_noun; ///< 1 → ఒక; 21 → இருபத்தொரு
    std::vector<Clip> tens_before; ///< 20 … 90 before a whole scale word: ഇരുപത്തി അയ്യായിരം
    std::array<ScaleWords, scales.size()> scale_words;
    Clip point, minus, pause;
    std::optional<Clip> between; ///< rupees "and" paise
    Counted rupee, paisa;
    std::array<Clip, 12> months;
    std::map<unsigned, Clip> days; ///< days with a name of their own: 1 → पहली
    std::array<Counted, units.size()> unit_words;

    ScaleWords const& of(Scale scale) const { return scale_words[static_cast<std::size_t>(scale)]; }

    /// Every clip that can ever be asked for, in the order to record them; `pause` is the last.
    Clips clips() const;
};

} // namespace haatline::spoken
