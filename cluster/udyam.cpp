#include "cluster/udyam.hpp"

#include "locales/text/digits.hpp"

#include <array>

namespace haatline {
namespace {

constexpr std::string_view kPrefix = "UDYAM";
constexpr std::size_t kLetters = 2, kDistrict = 2, kNumber = 7;

// What stands between the parts: on paper a hyphen; phones also send these.
constexpr std::array<std::string_view, 10> kBetween{" ", "-", ".", "/", ":",
                                                    "_", ",", "‐", "–", "—"};

bool skip_between(std::string_view& rest) {
    for (auto const& mark : kBetween) {
        if (!rest.starts_with(mark)) continue;
        rest.remove_prefix(mark.size());
        return true;
    }
    return false;
}

/// Letters and digits alone, in capitals; nothing when any other sign stands among them.
std::optional<std::string> bare(std::string_view typed) {
    std::string const text = text::ascii_digits(typed);
    std::string out;
    for (std::string_view rest = text; !rest.empty();) {
        if (skip_between(rest)) continue;
        char const c = rest.front();
        rest.remove_prefix(1);
        if (c >= 'a' && c <= 'z')
            out += static_cast<char>(c - 'a' + 'A');
        else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
            out += c;
        else
            return std::nullopt;
    }
    return out;
}

bool as_letter(char& c) {
    if (c == '0') c = 'O';
    return c >= 'A' && c <= 'Z';
}

bool as_digit(char& c) {
    if (c == 'O') c = '0';
    return c >= '0' && c <= '9';
}

} // namespace

std::optional<std::string> read_udyam(std::string_view typed) {
    auto signs = bare(typed);
    if (!signs) return std::nullopt;
    if (signs->starts_with(kPrefix)) signs->erase(0, kPrefix.size());
    if (signs->size() != kLetters + kDistrict + kNumber) return std::nullopt;
    if (signs->starts_with("00")) return std::nullopt; // a telephone number, or another register's
    for (std::size_t i = 0; i < signs->size(); ++i)
        if (!(i < kLetters ? as_letter((*signs)[i]) : as_digit((*signs)[i]))) return std::nullopt;
    return std::string(kPrefix) + '-' + signs->substr(0, kLetters) + '-' +
           signs->substr(kLetters, kDistrict) + '-' + signs->substr(kLetters + kDistrict);
}

} // namespace haatline
