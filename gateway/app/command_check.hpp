#pragma once

#include "menus/report_table.hpp"

#include <string>

namespace haatline::gateway {

struct CheckOptions {
    std::string menus_dir, locales_dir;      ///< empty: those in the binary
    std::string format = "text";             ///< text, json, md, html, svg, dot
    std::string out;                         ///< file; empty: standard output
    std::string language = "en";             ///< of svg and dot
    int paise = menus::standard_price_paise; ///< what an SMS segment costs
    bool watch = false;                      ///< again whenever a file of the folders changes
};

/// `haatline check`: proves menus and translations and prints what it found, or draws them.
/// @returns 0, 1 when anything is wrong, 2 when the folders or the options are.
int command_check(CheckOptions const& options);

} // namespace haatline::gateway
