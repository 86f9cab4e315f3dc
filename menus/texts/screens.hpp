#pragma once

#include "locales/coding/measure.hpp"
#include "menus/menu.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::menus {

/// A page as a phone shows it, places filled with the examples of vars.yaml.
struct PhoneScreen {
    std::string title; ///< "reg.pin, page 1 of 2, 34 of 80"
    std::string text;
};

/// Finds the screens of texts.
class Screens {
  public:
    Screens(Menu const& menu, Catalogue const& words, coding::PageBudget budget);

    /// "menus/flows/register.yaml:26", in the order of the flows; none for the engine's own lines.
    std::vector<std::string> where(std::string_view key) const;
    /// The pages of the first screen that a text stands on; alone where no flow names it; for another
    /// channel's wording (`reg.pin@sms`) what is sent there.
    std::vector<PhoneScreen> of(std::string_view key, std::string_view language) const;

  private:
    struct Use {
        Node const* node;
        int line;
    };
    std::vector<std::string> pages(Use const& use, std::string const& key,
                                   std::string_view language) const;
    PhoneScreen titled(std::string title, std::string text) const;

    Menu const& menu_;
    Catalogue const& words_;
    coding::PageBudget budget_;
    std::map<std::string, std::vector<Use>, std::less<>> uses_;
};

} // namespace haatline::menus
