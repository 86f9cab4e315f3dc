#pragma once

#include "base/result.hpp"
#include "storage/audit.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Facts in and out as files: places, products, enterprises.
namespace haatline::storage {

struct RejectedRow {
    int line = 0;       ///< in the file, from 1
    std::string reason; ///< with the remedy; never a phone number
};

struct ImportReport {
    std::size_t kept = 0;      ///< rows that changed the database
    std::size_t unchanged = 0; ///< rows that were there already
    std::vector<RejectedRow> rejected;
};

/// Reads a file of one kind into the database of a folder (made when missing), in one transaction:
/// good rows are kept, bad ones reported. CSV with a header row, or JSON: an array of objects or
/// one object a line. Columns go by name.
///   states:      id,code,name
///   districts:   id,state,name,short,aliases    (aliases separated by ';')
///   places:      pin,districts,lat_e4,lon_e4,place  (districts: ids separated by ';', the main one
///   first) labels:      object,key,lang,text,status        (short labels; key: district id or
///   product code) products:
///   code,kind,nic,short_en,short_hi,short_hi_latn,name_en,name_hi,words,weak,<language>…,status
///   enterprises: code,name,role,product,pin,district,listed,phone
/// A file that changed something is a row of the audit, with its counts.
/// @fails Errc::bad_request when the kind is unknown or a needed column is missing;
/// Errc::unavailable for the disk.
Result<ImportReport> import_file(std::string const& dir, std::string_view kind,
                                 std::string_view content, Staff const& staff);

/// The same columns back. `format` is "csv" or "json" (one object a line). Phones are never written
/// out.
Result<std::string> export_kind(std::string const& dir, std::string_view kind,
                                std::string_view format);

} // namespace haatline::storage
