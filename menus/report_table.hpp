#pragma once

#include "menus/check.hpp"

#include <boost/json/array.hpp>

#include <iosfwd>

namespace haatline::menus {

/// What one SMS segment is taken to cost. Bulk prices in India lie around it; an operator gives his own
/// (`haatline check --price`).
constexpr int standard_price_paise = 25;

/// Latin letters and Indic signs alike, spoken without haste: a rule of thumb to compare texts by.
constexpr std::size_t letters_a_second = 12;

/// The table language × channel as one row: what stands in it, in any format.
struct TableRow {
    std::string language, channel;
    ChannelTexts const& texts;
    bool has_length; ///< too_long is counted for this channel
    std::string cost;
};
std::vector<TableRow> table_of(Report const& report, int paise);

/// For a terminal, for a page of the documentation, for programs (member `by_language`).
void write_table(Report const& report, int paise, std::ostream& out);
void write_markdown(Report const& report, int paise, std::ostream& out);
boost::json::array table_json(Report const& report, int paise);

} // namespace haatline::menus
