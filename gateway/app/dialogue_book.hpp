#pragma once

#include "base/values.hpp"
#include "base/world.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace haatline::gateway {

/// What the first request of a dialogue said, where later ones do not say it again (the number, the code). By
/// dialogue key, for as long as a dialogue may live; the oldest goes first when there are too many.
class DialogueBook {
  public:
    explicit DialogueBook(std::size_t dialogues_max = 200'000) : dialogues_max_(dialogues_max) {}

    /// nullptr when nobody remembers. Valid until the next call that is not const.
    Values const* find(std::string_view dialogue, TimePoint now) const;
    void remember(std::string const& dialogue, Values values, TimePoint until);
    /// Forgets what is over.
    void tidy_up(TimePoint now);
    std::size_t size() const { return pages_.size(); }

  private:
    struct Page {
        Values values;
        TimePoint until;
    };
    std::size_t dialogues_max_;
    std::unordered_map<std::string, Page> pages_;
    std::deque<std::string> in_order_; ///< as they were begun
};

} // namespace haatline::gateway
