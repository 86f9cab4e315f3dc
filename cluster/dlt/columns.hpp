#pragma once

#include "base/result.hpp"
#include "cluster/dlt/export_file.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline::dlt {

/// Which columns of a file hold which field, found by their names.
class Columns {
  public:
    /// @fails Errc::bad_request when the columns are no file's of `wanted`, or of any kind.
    static Result<Columns> find(std::vector<std::string> const& header,
                                std::optional<FileKind> wanted);

    FileKind kind() const { return kind_; }
    std::size_t count() const { return count_; }
    /// The first column of that field that is not empty, trimmed.
    std::string_view get(std::vector<std::string> const& fields, std::string_view field) const;
    /// All of that field, in the order of the table: some portals have two "types".
    std::vector<std::string_view> all(std::vector<std::string> const& fields,
                                      std::string_view field) const;

  private:
    struct Found {
        std::string field;
        std::size_t column;
    };
    FileKind kind_ = FileKind::templates;
    std::size_t count_ = 0;
    std::vector<Found> found_;
};

} // namespace haatline::dlt
