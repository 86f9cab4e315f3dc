#include "cluster/dlt/columns.hpp"

#include "base/csv.hpp"
#include "base/embedded.hpp"
#include "cluster/dlt/word.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::dlt {
std::span<Embedded const> embedded_files(); // made by haatline_embed (cluster/room.cmake)

namespace {

struct Spelling {
    std::string kind, field, word;
};

std::vector<Spelling> const& spellings() {
    static std::vector<Spelling> const all = [] {
        std::vector<Spelling> out;
        for (auto const& file : embedded_files()) {
            if (!file.path.ends_with("dlt_columns.csv")) continue;
            CsvReader reader(file.content);
            std::vector<std::string> fields;
            reader.next(fields);
            while (reader.next(fields))
                if (fields.size() == 3) out.push_back({fields[0], fields[1], bare(fields[2])});
        }
        return out;
    }();
    return all;
}

struct KindFacts {
    FileKind kind;
    std::string_view rows; ///< of data/dlt_columns.csv
    std::string_view needs[2];
};
// In this order a file is recognised: what has a text is templates, whatever else it has.
constexpr std::array kKinds{
    KindFacts{FileKind::templates, "template", {"id", "text"}},
    KindFacts{FileKind::chains, "chain", {"chain_entity", "chain"}},
    KindFacts{FileKind::entities, "entity", {"entity", "name"}},
    KindFacts{FileKind::headers, "header", {"header", "header"}},
    KindFacts{FileKind::preferences, "preference", {"phone", "blocked"}},
    KindFacts{FileKind::targets, "target", {"target", "target"}},
};

std::string needs_told() {
    std::string out;
    for (auto const& kind : kKinds) {
        out += fmt::format("{}{}: ", out.empty() ? "" : "; ", name(kind.kind));
        for (std::size_t i = 0; i < 2 && (i == 0 || kind.needs[1] != kind.needs[0]); ++i)
            for (auto const& row : spellings())
                if (row.kind == kind.rows && row.field == kind.needs[i]) {
                    out += fmt::format("{}{}", i > 0 ? " and " : "", row.word);
                    break;
                }
    }
    return out;
}

} // namespace

std::optional<FileKind> file_kind_named(std::string_view word) {
    for (std::size_t i = 0; i < kFileKinds.size(); ++i)
        if (kFileKinds[i] == word) return static_cast<FileKind>(i);
    return {};
}

Result<Columns> Columns::find(std::vector<std::string> const& header,
                              std::optional<FileKind> wanted) {
    std::vector<std::string> words;
    for (auto const& column : header) words.push_back(bare(column));
    for (auto const& kind : kKinds) {
        if (wanted && kind.kind != *wanted) continue;
        Columns out;
        out.kind_ = kind.kind;
        out.count_ = header.size();
        for (auto const& row : spellings())
            if (row.kind == kind.rows)
                for (std::size_t i = 0; i < words.size(); ++i)
                    if (words[i] == row.word) out.found_.push_back({row.field, i});
        bool const whole =
            std::all_of(std::begin(kind.needs), std::end(kind.needs), [&](auto need) {
                return std::any_of(out.found_.begin(), out.found_.end(),
                                   [&](Found const& found) { return found.field == need; });
            });
        if (whole) return out;
    }
    bool const other = header.size() == 1 && header[0].find_first_of(";\t") != std::string::npos;
    return fail(
        Errc::bad_request,
        other ? "the columns are parted by semicolons or tabs: save the file as CSV with commas"
              : fmt::format("the columns are none that we know; needed are, for {}; rename them "
                            "in the first row, or add a row to data/dlt_columns.csv",
                            needs_told()));
}

std::string_view Columns::get(std::vector<std::string> const& fields,
                              std::string_view field) const {
    for (auto const& found : found_)
        if (found.field == field)
            if (auto const value = cell(fields[found.column]); !value.empty()) return value;
    return {};
}

std::vector<std::string_view> Columns::all(std::vector<std::string> const& fields,
                                           std::string_view field) const {
    std::vector<std::string_view> out;
    for (auto const& found : found_)
        if (found.field == field) out.push_back(cell(fields[found.column]));
    return out;
}

} // namespace haatline::dlt
