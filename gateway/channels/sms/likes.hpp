#pragma once

#include "base/world.hpp"

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace haatline::gateway {

/// Tells a provider's second delivery from somebody who writes the same again, where messages have no id: alike
/// within a while is the same message.
class Likes {
  public:
    explicit Likes(std::size_t most = 50'000) : most_(most) {}

    /// What this message and its like repeat. `within` 0: `like` is an id, and says it by itself.
    std::string identity(std::string_view like, Millis within, TimePoint now);

  private:
    struct Seen {
        std::string identity;
        TimePoint until;
    };
    void forget_oldest();

    std::size_t most_;
    std::unordered_map<std::string, Seen> known_; ///< by like
    std::deque<std::pair<std::string, TimePoint>> in_order_;
};

} // namespace haatline::gateway
