#pragma once

#include "cluster/dlt/export_file.hpp"
#include "storage/audit.hpp"
#include "storage/transfer.hpp"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The register of commercial messages on disk. Each call is on a connection of its own, beside a gateway
/// that may be serving the folder.
namespace haatline::storage {

struct DltImport : ImportReport {
    dlt::FileKind kind = dlt::FileKind::templates;
    std::size_t rejected_rows = 0; ///< of which `rejected` names the first
};

/// Reads an operator's file into the database of `dir` (made when missing): good rows are kept, bad ones
/// reported. Importing twice changes nothing. New words under a known id are a new version. A row of the
/// audit says what it changed.
/// @fails Errc::bad_request when it is no such file, Errc::limit when the register would hold more than
///        `cluster/dlt/register.hpp` lets it, Errc::unavailable for the disk.
Result<DltImport> import_dlt(std::string const& dir, std::string_view content,
                             dlt::ReadAs const& as, Staff const& staff);

/// The longest file that is read: two million numbers with their preferences.
constexpr std::size_t dlt_file_bytes_max = 64 << 20;

/// All of it in one reading: of templates the highest version. An empty database gives an empty register.
/// @fails what opening the folder says; Errc::invalid_data for a row that no import of ours wrote.
Result<dlt::Register> read_register(std::string const& dir);

/// That headers were used on a day; an earlier day than the one kept changes nothing. One short transaction:
/// call it once a day for each header.
Result<void> note_header_use(std::string const& dir, std::span<std::string const> headers,
                             std::chrono::sys_days day);

} // namespace haatline::storage
