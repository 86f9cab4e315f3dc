#pragma once

#include "base/result.hpp"
#include "locales/coding/measure.hpp"
#include "menus/menu.hpp"

#include <string>
#include <string_view>

namespace haatline::menus {

struct ExportOptions {
    enum class Only : std::uint8_t { all, missing, stale, draft };
    std::string language;
    std::string beside; ///< another language, shown for comparison; empty: none
    Only only = Only::all;
    coding::PageBudget budget{160, 80}; ///< of the route the screens are drawn for
};

/// The texts of a language as a PO file for a translator's tool: as comments its description, budget,
/// places with their widest values, the wording beside, the phone screen it stands on.
/// @fails Errc::invalid_config when `words` lacks a language, or for English.
Result<std::string> export_texts(Menu const& menu, Catalogue const& words,
                                 ExportOptions const& options);

/// Most units of a text where it has no budget in this language yet: that of another language with the
/// same letters' cost; 0: none is known.
int budget_for(Catalogue const& words, Language const& language, std::string_view key);

/// The first entry of a `messages.po`, and the empty line behind it.
std::string po_header(std::string_view language);

} // namespace haatline::menus
