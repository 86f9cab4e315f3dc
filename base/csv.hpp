#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline {

/// Reads comma-separated rows (RFC 4180): quotes around fields with commas, quotes or line breaks,
/// "" for a quote inside. Takes LF, CRLF and CR, a byte-order mark, and a last line without an end.
/// Never gives an empty line as a row.
class CsvReader {
  public:
    explicit CsvReader(std::string_view content);

    /// The next row, or false at the end.
    bool next(std::vector<std::string>& fields);
    int line() const { return row_line_; } ///< where the row just given began, from 1
    bool torn() const { return torn_; }    ///< the content ended inside quotes

  private:
    void field(std::string& out);
    void end_line();

    std::string_view rest_;
    int line_ = 1;
    int row_line_ = 0;
    bool torn_ = false;
};

/// One row as a line with its end; quotes only where they are needed.
std::string csv_line(std::vector<std::string> const& fields);

} // namespace haatline
