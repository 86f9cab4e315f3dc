#pragma once

#include "menus/menu.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::simulators::world {

/// What people want of the menus, and what to press to come nearer to it: the shortest way from
/// every screen to every effect, so that worlds also reach what lies deep.
class Errands {
  public:
    explicit Errands(menus::Menu const& menu);

    /// Every effect that some screen leaves, in the order of the alphabet.
    std::vector<std::string> const& all() const { return effects_; }

    struct Press {
        enum class What : unsigned char { row, one_of_the_list, something_typed, zero };
        What what;
        std::string key; ///< of a row
    };
    /// What leads on from `screen`, each as good as the other; nothing when no way is known.
    std::vector<Press> const& toward(std::string_view effect, std::string_view screen) const;

  private:
    using OfScreen = std::map<std::string, std::vector<Press>, std::less<>>;
    std::vector<std::string> effects_;
    std::map<std::string, OfScreen, std::less<>> ways_;
};

} // namespace haatline::simulators::world
