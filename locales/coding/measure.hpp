#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace haatline::coding {

enum class Alphabet : unsigned char { gsm7, ucs2 };

/// How many units a text costs on a USSD screen. One letter outside GSM 7-bit sends the whole
/// screen to UCS-2. Source: 3GPP TS 23.038 §6.2.1 and §6.2.1.1 (default alphabet and extension; no
/// national tables on USSD).
struct Measure {
    Alphabet alphabet = Alphabet::gsm7;
    std::size_t units = 0; ///< septets (extension characters cost 2) or UTF-16 code units

    bool operator==(Measure const&) const = default;
};

Measure measure(std::string_view utf8);

/// Septets of one code point in the default alphabet: 1, 2 for the extension table, 0 when it is in
/// neither.
unsigned gsm7_septets(char32_t code_point);

/// What a text would cost in either alphabet. Adds up, so that a page grows line by line without
/// being read again.
struct Cost {
    std::size_t septets = 0; ///< without meaning once gsm7 is false
    std::size_t utf16 = 0;
    bool gsm7 = true;

    Cost& operator+=(Cost const& more) {
        septets += more.septets;
        utf16 += more.utf16;
        gsm7 = gsm7 && more.gsm7;
        return *this;
    }
    friend Cost operator+(Cost a, Cost const& b) { return a += b; }
    Measure measure() const {
        return gsm7 ? Measure{Alphabet::gsm7, septets} : Measure{Alphabet::ucs2, utf16};
    }
};

/// An ill-formed byte costs what U+FFFD costs: one UTF-16 unit, and no septet can carry it.
Cost cost(std::string_view utf8);

/// The same for a text of ASCII alone, which is quick to see. False, and `sum` without meaning, for any
/// other.
bool cost_of_plain(std::string_view utf8, Cost& sum);

/// What a route carries on one screen, after its own prefix.
struct PageBudget {
    std::size_t septets = 160;
    std::size_t ucs2_units = 80;

    std::size_t of(Alphabet alphabet) const {
        return alphabet == Alphabet::gsm7 ? septets : ucs2_units;
    }
    bool fits(Measure m) const { return m.units <= of(m.alphabet); }
    bool fits(std::string_view utf8) const { return fits(measure(utf8)); }
    bool operator==(PageBudget const&) const = default;
};

/// The longest beginning of `utf8` that costs at most `units` of its own alphabet and ends at a
/// grapheme boundary.
std::string cut_to_units(std::string_view utf8, std::size_t units);

} // namespace haatline::coding
