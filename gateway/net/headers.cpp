#include "gateway/net/headers.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace haatline::gateway {
namespace {

using Size = std::uint16_t;
/// What a provider's callback carries beside the names we leave out: agent, accept, a proxy's marks.
constexpr std::size_t usual_bytes = 256;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Size size_of(std::string_view text) {
    return static_cast<Size>(std::min<std::size_t>(text.size(), std::numeric_limits<Size>::max()));
}

} // namespace

bool same_header(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

void Headers::add(std::string_view name, std::string_view value) {
    if (lines_.empty()) lines_.reserve(usual_bytes);
    Size const sizes[] = {size_of(name), size_of(value)};
    lines_.append(reinterpret_cast<char const*>(sizes), sizeof sizes);
    lines_.append(name.substr(0, sizes[0]));
    lines_.append(value.substr(0, sizes[1]));
}

template <class See>
void Headers::each(See see) const {
    std::string_view rest = lines_;
    while (!rest.empty()) {
        Size sizes[2];
        std::memcpy(sizes, rest.data(), sizeof sizes);
        rest.remove_prefix(sizeof sizes);
        see(rest.substr(0, sizes[0]), rest.substr(sizes[0], sizes[1]));
        rest.remove_prefix(std::size_t{sizes[0]} + sizes[1]);
    }
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
    std::optional<std::string_view> out;
    std::size_t met = 0;
    each([&](std::string_view label, std::string_view value) {
        if (same_header(label, name) && ++met == 1) out = value;
    });
    return met == 1 ? out : std::nullopt;
}

std::size_t Headers::count(std::string_view name) const { return all(name).size(); }

std::vector<std::string_view> Headers::all(std::string_view name) const {
    std::vector<std::string_view> out;
    each([&](std::string_view label, std::string_view value) {
        if (same_header(label, name)) out.push_back(value);
    });
    return out;
}

std::vector<std::pair<std::string_view, std::string_view>> Headers::all() const {
    std::vector<std::pair<std::string_view, std::string_view>> out;
    each([&](std::string_view label, std::string_view value) { out.emplace_back(label, value); });
    return out;
}

} // namespace haatline::gateway
