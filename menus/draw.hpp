#pragma once

#include "menus/compose.hpp"
#include "menus/engine.hpp"

#include <string>
#include <vector>

namespace haatline::menus {

/// The language a caller reads: the chosen one, or its Latin letters where the route carries no
/// others ("hi" → "hi-Latn"), or English.
std::string_view read_language(Catalogue const& words, std::string_view chosen, bool ucs2);

/// Of languages those that such a route shows, each once: itself, or its Latin letters. English where none is left.
std::vector<Language const*> readable(Catalogue const& words,
                                      std::vector<Language> const& languages, bool ucs2);

/// Writes screens for one caller on one route.
class Drawer {
  public:
    Drawer(Menu const& menu, Catalogue const& words, Context const& context,
           std::string_view language)
        : menu_(menu), words_(words), context_(context), language_(language) {}

    /// A text with its places filled, each value cut to its cap.
    std::string text(std::string_view key, Values const& with) const;
    /// Every page of a choice, an entry or an end; `rows` are those that are shown.
    std::vector<std::string> pages(std::string_view prompt, std::vector<Row const*> const& rows,
                                   Values const& with) const;
    ListPage list(std::string_view prompt, Node const& node, std::vector<Row const*> const& extras,
                  std::vector<Values> const& rows, bool more, Values const& with,
                  std::string const& instead = {}) const; ///< `instead`: in place of the prompt

    coding::PageBudget budget() const { return context_.budget; }

  private:
    bool by_message() const { return context_.channel == sms_channel; }
    /// "1-4,8" of rows as they are printed; what is typed, beside words.
    std::string reply(std::string const& keys, bool more) const;
    ListPage list_message(ListLines lines) const;
    /// `with`, or `room` holding a copy in which values wider than their cap are cut.
    Values const& capped(Values const& with, Values& room) const;
    bool too_wide(std::string_view name, std::string_view value, std::string& cut) const;
    std::string words(std::string_view key, Values const& capped_values) const;
    /// "1 Yes"
    std::string row(std::string_view digit, std::string_view key,
                    Values const& capped_values) const;

    Menu const& menu_;
    Catalogue const& words_;
    Context const& context_;
    std::string_view language_;
};

} // namespace haatline::menus
