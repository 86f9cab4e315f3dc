#include "cluster/reference.hpp"

#include "locales/text/digits.hpp"

#include <array>

namespace haatline {
namespace {

/// The first reference is 10000x, so that every one has at least six digits and none starts with 0.
constexpr std::uint64_t kFirst = 10'000;
constexpr std::size_t kShortest = 6;
constexpr std::size_t kLongest = 18; // stays inside 64 bits

/// The quasigroup of order 10 from H. M. Damm's dissertation (2004): anti-symmetric, so that every
/// single wrong digit and every swap of neighbours changes the check.
constexpr std::array<std::array<unsigned char, 10>, 10> kDamm{{
    {0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
    {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
    {4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
    {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
    {6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
    {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
    {5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
    {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
    {9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
    {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}};

/// 0 for a text whose last digit is the right check digit; else the digit that would have to
/// follow.
unsigned check_digit(std::string_view digits) {
    unsigned interim = 0;
    for (char const c : digits) interim = kDamm[interim][static_cast<std::size_t>(c - '0')];
    return interim;
}

} // namespace

std::string reference_text(std::uint64_t serial) {
    auto text = std::to_string(kFirst + serial);
    text.push_back(static_cast<char>('0' + check_digit(text)));
    return text;
}

std::optional<std::uint64_t> reference_serial(std::string_view text) {
    std::string digits;
    for (char const c : haatline::text::ascii_digits(
             text)) // people read them out in groups: blanks and dashes are no fault
        if (c != ' ' && c != '-') digits.push_back(c);
    if (digits.size() < kShortest || digits.size() > kLongest) return std::nullopt;
    if (!haatline::text::all_digits(digits) || digits.front() == '0' || check_digit(digits) != 0)
        return std::nullopt;
    std::uint64_t number = 0;
    for (char const c : std::string_view(digits).substr(0, digits.size() - 1))
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    return number - kFirst;
}

} // namespace haatline
