#include "menus/forwarding.hpp"

#include "locales/text/digits.hpp"

#include <algorithm>
#include <array>

namespace haatline::menus {
namespace {

constexpr std::array<std::string_view, 6> kDiverting{"21", "61", "62", "67", "002", "004"};

/// Indian operators' own codes lie around the documented *401*.
bool operators_own(std::string_view digits) {
    return digits.size() == 3 && digits.starts_with("40") && digits[2] != '0';
}

bool diverting(std::string_view digits) {
    return operators_own(digits) ||
           std::find(kDiverting.begin(), kDiverting.end(), digits) != kDiverting.end();
}

} // namespace

std::string forwarding_code(std::string_view text) {
    std::string const ascii = text::ascii_digits(text);
    for (std::size_t star = ascii.find('*'); star != std::string::npos;
         star = ascii.find('*', star + 1)) {
        std::size_t end = star + 1;
        while (end < ascii.size() && ascii[end] >= '0' && ascii[end] <= '9') ++end;
        if (end == ascii.size() || (ascii[end] != '*' && ascii[end] != '#')) continue;
        if (diverting(std::string_view(ascii).substr(star + 1, end - star - 1)))
            return ascii.substr(star, end - star + 1);
    }
    return {};
}

} // namespace haatline::menus
