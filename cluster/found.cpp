#include "cluster/found.hpp"

#include "locales/text/sound.hpp"

#include <array>
#include <tuple>

namespace haatline {
namespace {

struct WhyFacts {
    std::string_view name, meaning;
    int order;   ///< kinds of proof that stand before all others
    int farther; ///< what such a proof adds to `apart`, in text::sounds_apart's measure
};
constexpr std::array kWhys{
    WhyFacts{"exact", "its own name", 0, 0},
    WhyFacts{"synonym", "another word for it", 1, 0},
    WhyFacts{"sound", "sounds the same", 2, 0},
    WhyFacts{"part", "sounds like one word of its name", 2, 4},
    WhyFacts{"beginning", "its name begins so", 2, 2},
    WhyFacts{"slip", "one letter differs", 2, 3},
};

WhyFacts const& facts(Why why) { return kWhys[static_cast<std::size_t>(why)]; }

// Measured on the names of tests/storage/names: the same word in two scripts lies at most 3 apart in
// 19 of 20 pairs, words of another group with the same key at least 6 in as many.
constexpr int kClearlyBehind = 3;
// A longer word may differ by more before it is another.
constexpr int kNear = 1, kNearEach = 3;
constexpr int kNearOfOne = 2; // one consonant: ghee, chai; half the list is not far from it

} // namespace

std::string_view name(Why why) { return facts(why).name; }
std::string_view meaning(Why why) { return facts(why).meaning; }

int distance(Found const& found) { return found.apart + facts(found.why).farther; }

bool surer(Found const& a, Found const& b) {
    return std::tuple(facts(a.why).order, distance(a), a.weak, a.object, std::string_view(a.word)) <
           std::tuple(facts(b.why).order, distance(b), b.weak, b.object, std::string_view(b.word));
}

bool is_near(Found const& found, std::size_t consonants) {
    // A slip has its own bound: the search gives no other.
    if (facts(found.why).order < 2 || found.why == Why::slip) return true;
    int const most = consonants < 2 ? kNearOfOne : kNear + kNearEach * static_cast<int>(consonants);
    return distance(found) <= most;
}

bool is_sure(std::vector<Found> const& found, std::size_t consonants) {
    if (found.empty() || found.front().weak || consonants < 2) return false;
    auto const& best = found.front();
    // Two consonants are little to go by: a vowel more counts.
    int const most = consonants == 2 ? text::spelling_apart - 1 : text::spelling_apart;
    if (best.why != Why::sound || best.apart > most) return false;
    return found.size() == 1 || distance(found[1]) >= best.apart + kClearlyBehind;
}

} // namespace haatline
