#pragma once

#include "menus/check/findings.hpp"

#include <map>
#include <set>
#include <string>

namespace haatline::menus {

/// Which values each variable can have at all, and so which conditions can hold.
class Conditions {
  public:
    Conditions(Menu const& menu, Catalogue const& words);

    /// Why `when` can never hold, with the remedy; empty when it may.
    std::string why_never(Condition const& when) const;
    bool may_hold(Condition const* when) const { return !when || why_never(*when).empty(); }

  private:
    struct Known {
        bool any = false;             ///< typed by a caller or told by the database
        std::set<std::string> values; ///< else only these
    };
    void engine_values(Menu const& menu, Catalogue const& words);
    void values_of(Node const& node);
    void values_of(Action const& action);
    void copy_values();
    void anything(std::string_view name) { known_[std::string(name)].any = true; }

    std::map<std::string, Known, std::less<>> known_;
    std::vector<std::pair<std::string, std::string>> copies_; ///< to, from
};

} // namespace haatline::menus
