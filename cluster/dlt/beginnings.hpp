#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::dlt {

/// Finds, among many words, all that a text begins with: by one binary search, however many there are.
class Beginnings {
  public:
    void add(std::string words, std::uint32_t item);
    /// After the last `add`.
    void settle();

    /// Calls `each(item)` for everything added under words that `text` begins with, longest words first.
    template <class Each>
    void for_each(std::string_view text, Each each) const {
        // Whatever the text begins with is the greatest one not behind the text, or one that this one
        // begins with: what lies between two such in order begins with the shorter.
        for (auto at = last_not_behind(text); at >= 0;) {
            auto const& one = all_[static_cast<std::size_t>(at)];
            if (text.starts_with(one.words))
                for (auto const item : one.items) each(item);
            at = one.within;
        }
    }

  private:
    struct Beginning {
        std::string words;
        std::int32_t within = -1; ///< the longest other one that it begins with
        std::vector<std::uint32_t> items;
    };
    std::int32_t last_not_behind(std::string_view text) const;

    std::vector<Beginning> all_; ///< by words
};

} // namespace haatline::dlt
