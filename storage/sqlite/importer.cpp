#include "storage/sqlite/importer.hpp"

#include "base/csv.hpp"
#include "cluster/questions.hpp"
#include "locales/text/utf16.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::storage {

bool next_json_row(std::string_view& rest, int& line, std::vector<std::string>& columns,
                   std::vector<std::string>& fields, std::string& fault); // json_rows.cpp

namespace {

constexpr std::array kImporters{
    ImporterFacts{"states", "id code name", &state_importer, &export_states, "id code name"},
    ImporterFacts{"districts", "id state name short", &district_importer, &export_districts,
                  "id state name short aliases"},
    ImporterFacts{"labels", "object key lang text", &label_importer, &export_labels,
                  "object key lang text status"},
    ImporterFacts{"places", "pin districts lat_e4 lon_e4 place", &pin_importer, &export_places,
                  "pin districts lat_e4 lon_e4 place"},
    ImporterFacts{"products", "code kind short_en name_en", &product_importer, &export_products,
                  "code kind nic short_en short_hi short_hi_latn name_en name_hi words weak bn mr "
                  "te ta gu kn or ml pa "
                  "as ur status"},
    ImporterFacts{"words", "product lang word", &word_importer, &export_words, "product lang word"},
    ImporterFacts{"enterprises", "code name role product", &enterprise_importer,
                  &export_enterprises, "code name role product pin district listed", false},
    ImporterFacts{"revoked", "number date", &revoked_importer, nullptr, "", false},
};

/// Rejected rows named one by one; a file that is wrong throughout is the wrong file, and a million
/// lines help nobody.
constexpr std::size_t kRejectedNamed = 1000;

class Rows {
  public:
    Rows(Db& db, ImporterFacts const& facts, std::string_view content)
        : prepared_(db), facts_(facts), content_(content), importer_(facts.make(prepared_)) {}

    Result<ImportReport> read() {
        auto const first = content_.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
        bool const json =
            first != std::string_view::npos && (content_[first] == '{' || content_[first] == '[');
        if (auto done = json ? read_json() : read_csv(); !done) return fail(done.error());
        if (auto done = importer_->finish(); !done) return fail(done.error());
        return std::move(report_);
    }

  private:
    Result<void> read_csv() {
        CsvReader csv(content_);
        std::vector<std::string> columns, fields;
        csv.next(columns);
        std::string missing;
        for_each_name(facts_.needed, [&](std::string_view name) {
            if (std::find(columns.begin(), columns.end(), name) == columns.end())
                missing += fmt::format(" {}", name);
        });
        if (!missing.empty())
            return fail(Errc::bad_request, fmt::format("the header row lacks:{} (needed: {})",
                                                       missing, facts_.needed));
        while (csv.next(fields)) {
            if (csv.torn()) {
                reject(csv.line(), "a quote is opened and never closed");
            } else if (fields.size() != columns.size()) {
                reject(csv.line(),
                       fmt::format(
                           "{} fields where the header has {}: a comma inside a field needs quotes",
                           fields.size(), columns.size()));
            } else if (auto done = take(csv.line(), columns, fields); !done) {
                return done;
            }
        }
        return {};
    }

    Result<void> read_json() {
        auto rest = content_;
        int line = 1;
        std::vector<std::string> columns, fields;
        std::string fault;
        while (next_json_row(rest, line, columns, fields, fault)) {
            if (!fault.empty())
                reject(line, fault);
            else if (auto done = take(line, columns, fields); !done)
                return done;
        }
        return {};
    }

    Result<void> take(int line, std::vector<std::string> const& columns,
                      std::vector<std::string> const& fields) {
        auto const taken = importer_->take(FileRow(columns, fields));
        if (!taken && taken.error().code != Errc::bad_request) return fail(taken.error());
        if (!taken)
            reject(line, taken.error().detail);
        else
            ++(*taken ? report_.kept : report_.unchanged);
        return {};
    }

    void reject(int line, std::string reason) {
        if (report_.rejected.size() < kRejectedNamed)
            report_.rejected.push_back({line, std::move(reason)});
        if (report_.rejected.size() == kRejectedNamed)
            report_.rejected.back().reason += " (more rows are wrong; the rest is not named)";
    }

    Prepared prepared_;
    ImporterFacts const& facts_;
    std::string_view content_;
    std::unique_ptr<Importer> importer_;
    ImportReport report_;
};

constexpr Sql kPutLabel{
    "label.put",
    "INSERT INTO label (object, id, lang, kind, text, status) VALUES (?, ?, ?, ?, ?, ?) "
    "ON CONFLICT DO UPDATE SET text = excluded.text, status = excluded.status "
    "WHERE text <> excluded.text OR status <> excluded.status"};

struct LabelCap {
    std::string_view object;
    std::size_t latin_units;  ///< septets, for pages in GSM 7-bit
    std::size_t native_units; ///< UTF-16 units, for pages in UCS-2
};
// menus/flows/vars.yaml: caps of {dist} and {prod}.
constexpr std::array kCaps{LabelCap{"district", 12, 10}, LabelCap{"product", 14, 9}};

} // namespace

std::span<ImporterFacts const> importers() { return kImporters; }

ImporterFacts const* find_importer(std::string_view kind) {
    auto const it = std::find_if(kImporters.begin(), kImporters.end(),
                                 [&](auto const& row) { return row.kind == kind; });
    return it == kImporters.end() ? nullptr : &*it;
}

Result<ImportReport> import_rows(Db& db, ImporterFacts const& facts, std::string_view content) {
    return Rows(db, facts, content).read();
}

std::string_view FileRow::get(std::string_view column) const {
    for (std::size_t i = 0; i < columns_.size() && i < fields_.size(); ++i)
        if (columns_[i] == column) return fields_[i];
    return {};
}

Result<std::int64_t> whole_number(FileRow const& row, std::string_view column, std::int64_t low,
                                  std::int64_t high) {
    auto const text = row.get(column);
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < low || value > high)
        return fail(Errc::bad_request,
                    fmt::format("{} must be a whole number from {} to {}", column, low, high));
    return value;
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto const end = text.find(separator);
        auto part = text.substr(0, end);
        while (part.starts_with(' ')) part.remove_prefix(1);
        while (part.ends_with(' ')) part.remove_suffix(1);
        if (!part.empty()) out.push_back(part);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return out;
}

Result<bool> put_label(Prepared& prepared, std::string_view object, std::int64_t id,
                       std::string_view lang, std::string_view kind, std::string_view text,
                       std::string_view status) {
    bool const latin = lang == "en" || lang.ends_with("-Latn");
    if (kind == "short") {
        for (auto const& cap : kCaps) {
            if (cap.object != object) continue;
            auto const most = latin ? cap.latin_units : cap.native_units;
            if (text::utf16_units(text) > most)
                return fail(
                    Errc::bad_request,
                    fmt::format("the short label in {} has {} units, at most {} fit the screen: "
                                "choose a shorter one",
                                lang, text::utf16_units(text), most));
        }
        // One letter outside the basic alphabet would turn a whole Latin page into UCS-2 and halve
        // it.
        if (latin && std::any_of(text.begin(), text.end(), [](unsigned char c) {
                return c < ' ' || c > '~' ||
                       std::string_view("[]{}\\^~|`").find(static_cast<char>(c)) !=
                           std::string_view::npos;
            }))
            return fail(
                Errc::bad_request,
                fmt::format("the short label in {} may have plain Latin letters, digits and "
                            "common marks only",
                            lang));
    }
    auto const changed = change(prepared, kPutLabel, object, id, lang, kind, text,
                                status.empty() ? "draft" : status);
    if (!changed) return fail(changed.error());
    return *changed > 0;
}

} // namespace haatline::storage
