#pragma once

#include "locales/coding/measure.hpp"

#include <string>
#include <vector>

/// Puts a question and its rows on one page. Pure text: the engine fills it with values, the
/// checker with the widest ones, so that both see the same pages.
namespace haatline::menus {

/// The line that leads to the next page of a split screen (decisions.md).
constexpr std::string_view next_page_mark = "99>";

struct ChoiceLines {
    std::string head;
    std::vector<std::string> rows;
    std::string back; ///< "0 Back": left out before a second page is begun, for 0 works unprinted
};

/// The same sent as a message: one segment where it can be, else pages of one that end with `more`; two
/// segments where the question alone is longer than one. `reply` names what may be answered, where there is room.
std::vector<std::string> compose_message(ChoiceLines const& lines, std::string const& reply,
                                         std::string const& more, coding::PageBudget budget);
/// Two segments of one message (3GPP TS 23.040 §9.2.3.24: the header takes seven septets or three units of each).
constexpr coding::PageBudget two_segments{306, 134};

/// Every page of a choice, an entry or an end. At least one.
std::vector<std::string> compose_choice(ChoiceLines const& lines, coding::PageBudget budget);

struct ListLines {
    std::string head;
    std::vector<std::string> rows;   ///< as many as the page may show, each with its digit
    std::vector<std::string> extras; ///< fixed rows below them ("8 Type name")
    std::string more;                ///< "9 More"
    std::string back;                ///< "0 Back", only where it fits
    bool more_follow = false;        ///< the database has rows after these
};

struct ListPage {
    std::string text;
    int shown = 0; ///< rows printed
    bool more = false;
};

/// As many whole rows as fit. `shown` is 0 when not even one does.
ListPage compose_list(ListLines const& lines, coding::PageBudget budget);

/// `notice` above `page` where both fit; else `brief`, if any, above it; else the notice alone. A list
/// that is not on the screen any more is worth more than a whole sentence about it.
std::string with_notice(std::string const& notice, std::string const& brief,
                        std::string const& page, coding::PageBudget budget);

} // namespace haatline::menus
