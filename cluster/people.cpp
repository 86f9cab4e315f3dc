#include "cluster/people.hpp"

#include "cluster/allowance.hpp"
#include "locales/text/clean.hpp"

#include <algorithm>
#include <string>

namespace haatline::people {
namespace {

std::string first_word(std::string_view text) {
    auto key = text::match_key(text);
    auto const begin = key.find_first_not_of(' ');
    if (begin == std::string::npos) return {};
    return key.substr(begin, key.find(' ', begin) - begin);
}

/// SplitMix64's mixing (public domain constants): spread, not secret.
std::uint64_t mixed(std::uint64_t z) {
    z += 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

} // namespace

Standing standing(std::optional<TimePoint> last_seen, TimePoint first_seen, TimePoint now,
                  Ages ages) {
    auto const silent_for = now - last_seen.value_or(first_seen);
    if (last_seen && silent_for >= ages.detach_after) return Standing::lapsed;
    return silent_for >= ages.verify_after ? Standing::silent : Standing::fresh;
}

bool seen_today(std::optional<TimePoint> last_seen, TimePoint now) {
    return last_seen && *last_seen >= callers::day_start(now);
}

bool same_first_word(std::string_view given, std::string_view typed) {
    auto const word = first_word(given);
    return !word.empty() && word == first_word(typed);
}

std::vector<std::int64_t> with_decoys(std::int64_t person, std::int64_t truth,
                                      std::span<std::int64_t const> others) {
    std::vector<std::int64_t> left(others.begin(), others.end());
    std::erase(left, truth);
    std::vector<std::int64_t> out;
    auto chance = mixed(static_cast<std::uint64_t>(person));
    for (int i = 0; i < 2 && !left.empty(); ++i, chance = mixed(chance)) {
        auto const at = left.begin() + static_cast<std::ptrdiff_t>(chance % left.size());
        out.push_back(*at);
        left.erase(at);
    }
    auto const place = chance % (out.size() + 1);
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(place), truth);
    return out;
}

} // namespace haatline::people
