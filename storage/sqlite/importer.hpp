#pragma once

#include "storage/sqlite/sql.hpp"
#include "storage/transfer.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::storage {

/// One row of a file, by column name. Missing columns read as empty.
class FileRow {
  public:
    FileRow(std::vector<std::string> const& columns, std::vector<std::string> const& fields)
        : columns_(columns), fields_(fields) {}
    std::string_view get(std::string_view column) const;
    std::vector<std::string> const& columns() const { return columns_; }

  private:
    std::vector<std::string> const& columns_;
    std::vector<std::string> const& fields_;
};

/// Takes the rows of one kind of file. Errc::bad_request rejects the row; any other error ends the
/// import.
class Importer {
  public:
    virtual ~Importer() = default;
    /// True when the row changed something.
    virtual Result<bool> take(FileRow const& row) = 0;
    /// What follows from all rows together.
    virtual Result<void> finish() { return {}; }
};

struct ImporterFacts {
    std::string_view kind;
    std::string_view needed; ///< columns a file must have, separated by blanks
    std::unique_ptr<Importer> (*make)(Prepared& prepared);
    Sql const* out; ///< gives the rows back for an export; null: they are not given out
    std::string_view out_columns; ///< their names, separated by blanks
    bool facts = true;            ///< readers hold them, or what they are called
};

std::span<ImporterFacts const> importers();
ImporterFacts const* find_importer(std::string_view kind);

/// Reads a file's rows into `db` inside the caller's transaction.
Result<ImportReport> import_rows(Db& db, ImporterFacts const& facts, std::string_view content);

// The kinds, each in a file of its own.
std::unique_ptr<Importer> state_importer(Prepared& prepared);
std::unique_ptr<Importer> district_importer(Prepared& prepared);
std::unique_ptr<Importer> pin_importer(Prepared& prepared);
std::unique_ptr<Importer> label_importer(Prepared& prepared);
std::unique_ptr<Importer> word_importer(Prepared& prepared);
std::unique_ptr<Importer> product_importer(Prepared& prepared);
std::unique_ptr<Importer> enterprise_importer(Prepared& prepared);
std::unique_ptr<Importer> revoked_importer(Prepared& prepared);
extern Sql const export_states, export_districts, export_places, export_labels, export_words,
    export_products, export_enterprises;

// What several of them need.
Result<std::int64_t> whole_number(FileRow const& row, std::string_view column, std::int64_t low,
                                  std::int64_t high);
std::vector<std::string_view> parts_of(std::string_view text, char separator);

/// Keeps a label. @fails Errc::bad_request when a short one is over its cap: nothing on a screen is
/// ever cut.
Result<bool> put_label(Prepared& prepared, std::string_view object, std::int64_t id,
                       std::string_view lang, std::string_view kind, std::string_view text,
                       std::string_view status);

/// A name people type for a district; kept once a key.
Result<bool> put_district_alias(Prepared& prepared, std::int64_t district, std::string_view alias);

} // namespace haatline::storage
