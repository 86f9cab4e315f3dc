#include "cluster/alert/wording.hpp"

#include <map>

namespace haatline::alerts {
namespace {

constexpr std::string_view kLatin = "-Latn";

std::string other_letters(std::string_view code) {
    if (code.ends_with(kLatin)) return std::string(code.substr(0, code.size() - kLatin.size()));
    return std::string(code) + std::string(kLatin);
}

} // namespace

std::vector<std::pair<std::string, std::string>>
readers_of(std::span<std::string const> text_languages) {
    std::map<std::string, std::string> out;
    for (auto const& code : text_languages) out[code] = code;
    for (auto const& code : text_languages) out.try_emplace(other_letters(code), code);
    return {out.begin(), out.end()};
}

} // namespace haatline::alerts
