#pragma once

#include "base/values.hpp"
#include "base/world.hpp"

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

/// The directory is there to be searched, not to be copied: what one number may see of it in a day.
namespace haatline {

/// How many pages of lists and how many cards one number may open in a day, each counted once
/// however often it is looked at. Ours: a producer who compares every neighbour needs a third of
/// it; whoever copies a district by PIN and product needs hundreds.
constexpr int list_pages_a_day = 60;
constexpr int cards_a_day = 40;

/// Counts in memory: about 80 octets a number that searched today, nothing on disk; a restart
/// forgets it. Not thread-safe.
class Harvest {
  public:
    /// Whether this number may have the answer to `question`; true for questions that give nothing
    /// of the directory away.
    bool allows(std::uint64_t phone, std::string_view question, Values const& with, TimePoint now);

  private:
    TimePoint day_{};
    /// By number: what it saw, each as 32 bits of a hash; odd ones are cards.
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> seen_;
};

/// The names that notice_of gives, for metrics.
constexpr std::array<std::string_view, 4> notices{"directory", "people", "registrations", "secret"};

/// What operators are told of: an outcome that only somebody meets who tries something.
/// @returns one of `notices`, or nothing.
std::string_view notice_of(std::string_view question, std::string_view outcome);

} // namespace haatline
