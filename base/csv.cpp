#include "base/csv.hpp"

#include <algorithm>

namespace haatline {

CsvReader::CsvReader(std::string_view content) : rest_(content) {
    if (rest_.starts_with("\xEF\xBB\xBF"))
        rest_.remove_prefix(3); // spreadsheets write a byte-order mark
}

bool CsvReader::next(std::vector<std::string>& fields) {
    while (!rest_.empty() && (rest_.front() == '\n' || rest_.front() == '\r')) end_line();
    fields.clear();
    if (rest_.empty()) return false;
    row_line_ = line_;
    for (;;) {
        field(fields.emplace_back());
        if (rest_.empty()) return true;
        if (rest_.front() == ',') {
            rest_.remove_prefix(1);
            continue;
        }
        end_line();
        return true;
    }
}

/// LF, CRLF, or the lone CR of old spreadsheets: each is one line to whoever looks for a bad row.
void CsvReader::end_line() {
    rest_.remove_prefix(rest_.starts_with("\r\n") ? 2 : 1);
    ++line_;
}

void CsvReader::field(std::string& out) {
    if (rest_.empty() || rest_.front() != '"') {
        auto const end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
        out.assign(rest_.substr(0, end));
        rest_.remove_prefix(end);
        return;
    }
    rest_.remove_prefix(1);
    for (;;) {
        auto const quote = rest_.find('"');
        auto const part = rest_.substr(0, quote);
        line_ += static_cast<int>(std::count(part.begin(), part.end(), '\n'));
        out.append(part);
        if (quote == std::string_view::npos) {
            torn_ = true;
            rest_ = {};
            return;
        }
        rest_.remove_prefix(quote + 1);
        if (rest_.empty() || rest_.front() != '"') break;
        out.push_back('"');
        rest_.remove_prefix(1);
    }
    // What stands between the closing quote and the comma belongs to nobody; keep it, so that the
    // row looks wrong to its reader.
    auto const end = std::min(rest_.find_first_of(",\r\n"), rest_.size());
    out.append(rest_.substr(0, end));
    rest_.remove_prefix(end);
}

std::string csv_line(std::vector<std::string> const& fields) {
    std::string out;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i > 0) out.push_back(',');
        auto const& text = fields[i];
        if (text.find_first_of(",\"\r\n") == std::string::npos &&
            !(fields.size() == 1 && text.empty())) {
            out.append(text);
            continue;
        }
        out.push_back('"');
        for (char const c : text) {
            if (c == '"') out.push_back('"');
            out.push_back(c);
        }
        out.push_back('"');
    }
    out.push_back('\n');
    return out;
}

} // namespace haatline
