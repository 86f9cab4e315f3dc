#pragma once

#include "menus/check.hpp"
#include "menus/report_table.hpp"

#include <iosfwd>
#include <string_view>

/// Pictures of the flows, for people who would rather look than read YAML. Made from the same menu,
/// words and report that `haatline check` reads; broken menus are drawn too, with what is wrong
/// beside each screen.
namespace haatline::menus {

/// One self-contained page: a chart of each flow, every screen as a phone shows it in each language,
/// units used and left, findings. No script, nothing fetched.
/// The table of languages prices an SMS segment at `paise`.
void write_html(Menu const& menu, Catalogue const& words, Report const& report, std::ostream& out,
                int paise = standard_price_paise);

/// The charts alone, one under the other, in one language.
void write_svg(Menu const& menu, Catalogue const& words, Report const& report,
               std::string_view language, std::ostream& out);

/// The same ways for Graphviz: a cluster a flow file.
void write_dot(Menu const& menu, Catalogue const& words, std::string_view language,
               std::ostream& out);

} // namespace haatline::menus
