#pragma once

#include "menus/check/findings.hpp"
#include "menus/engine.hpp"

#include <map>
#include <string>
#include <vector>

namespace haatline::menus {

/// What the values on a page are written in.
enum class Letters : std::uint8_t {
    latin,
    native, ///< a name typed in Hindi: on an English page it sends all of it to UCS-2
};

/// The letters a language's pages must be proven for: its own, and native values on Latin pages.
std::vector<Letters> letters_of(Menu const& menu, Language const& language);

/// Values that lead to each case of a text's plurals and selects, and of those inside; none without any.
std::vector<Values> cases_of(std::string const& text);

/// Texts of one language at their widest: every place filled to its cap, and of the cases of a
/// plural or select the longest.
class Widest {
  public:
    Widest(Menu const& menu, Catalogue const& words, Language const& language, Letters letters);

    std::string text(std::string const& key, std::string_view channel = ussd_channel) const;

  private:
    Catalogue const& words_;
    Language const& language_;
    Values values_;
    std::map<std::string, std::vector<Values>> choices_; ///< by key: values that lead to each case
};

} // namespace haatline::menus
