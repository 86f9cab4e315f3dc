#pragma once

#include "locales/catalogue.hpp"
#include "locales/spoken/number_table.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::spoken {

/// One `numbers.toml`: words of its own, or the language that sounds the same.
struct TableFile {
    NumberTable table;
    std::string same_as; ///< "hi" for hi-Latn: the table above is empty then
};

/// @returns nothing when the file has faults; they are in `problems`, all of them.
std::optional<TableFile> read_table(std::string_view language, std::string_view file,
                                    std::string_view content, std::vector<Problem>& problems);

} // namespace haatline::spoken
