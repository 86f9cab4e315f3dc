#pragma once

#include "menus/texts/export.hpp"

#include <string>

namespace haatline::gateway {

struct TextsOptions {
    std::string menus_dir, locales_dir; ///< empty: those in the binary
    std::string file; ///< export: to write, empty: standard output; import: to read
    menus::ExportOptions what;
    // import
    std::string reviewed_by;
    bool dry_run = false;
    // preview
    std::string key; ///< empty: every text
};

/// `haatline texts export|import|preview`. @returns 0; import: 1 when a text was refused; 2 when nothing
/// was done: folders, files or options.
int command_texts_export(TextsOptions const& options);
int command_texts_import(TextsOptions const& options);
int command_texts_preview(TextsOptions const& options);

} // namespace haatline::gateway
