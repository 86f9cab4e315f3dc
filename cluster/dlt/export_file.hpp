#pragma once

#include "base/result.hpp"
#include "cluster/dlt/register.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Files as operators' portals write them: CSV, each with column names of its own.
namespace haatline::dlt {

/// What one file holds.
enum class FileKind : std::uint8_t { templates, headers, entities, chains, targets, preferences };
constexpr std::array<std::string_view, 6> kFileKinds{"templates", "headers", "entities",
                                                     "chains",    "targets", "preferences"};
inline std::string_view name(FileKind kind) { return kFileKinds[static_cast<std::size_t>(kind)]; }
std::optional<FileKind> file_kind_named(std::string_view word);

struct BadRow {
    int line = 0;
    std::string reason; ///< with the remedy; never a value of the row
    bool operator==(BadRow const&) const = default;
};

/// Rows of one kind, in the order of the file; the vector of that kind alone is filled.
struct ExportFile {
    FileKind kind = FileKind::templates;
    Register rows;
    std::vector<int> lines; ///< of each good row
    std::vector<BadRow> bad;
    std::size_t bad_rows = 0; ///< of which the first thousand are named
};

struct ReadAs {
    std::optional<FileKind> kind{}; ///< nothing: as its columns tell
    std::string operator_{};        ///< whose portal it came from: airtel, jio, vi, bsnl, tata …
};

/// Column names are data (data/dlt_columns.csv): all spellings known to us, in any case, with blanks, - or _.
/// @fails Errc::bad_request when no kind has these columns, naming those it found and those it needs.
Result<ExportFile> read_export(std::string_view content, ReadAs const& as);

} // namespace haatline::dlt
