#include "cluster/dlt/export_file.hpp"

#include "base/csv.hpp"
#include "cluster/dlt/columns.hpp"
#include "cluster/dlt/day.hpp"
#include "cluster/dlt/word.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::dlt {
namespace {

using Fields = std::vector<std::string>;

/// Rejected rows named one by one: a file that is wrong throughout is the wrong file.
constexpr std::size_t kBadNamed = 1'000;

struct StatusWord {
    std::string_view begins;
    bool active;
};
constexpr std::array kStatus{
    StatusWord{"active", true},       StatusWord{"approved", true},
    StatusWord{"registered", true},   StatusWord{"whitelisted", true},
    StatusWord{"live", true},         StatusWord{"success", true},
    StatusWord{"yes", true},          StatusWord{"inactive", false},
    StatusWord{"notactive", false},   StatusWord{"rejected", false},
    StatusWord{"suspended", false},   StatusWord{"deactivated", false},
    StatusWord{"blacklisted", false}, StatusWord{"blocked", false},
    StatusWord{"expired", false},     StatusWord{"pending", false},
    StatusWord{"surrendered", false}, StatusWord{"deleted", false},
    StatusWord{"no", false},          StatusWord{"notapproved", false},
};

/// A portal that says nothing lists what is active.
Result<bool> active(std::string_view status) {
    if (status.empty()) return true;
    auto const word = bare(status);
    // Longest first: "notactive" also begins with "no".
    StatusWord const* found = nullptr;
    for (auto const& row : kStatus)
        if (word.starts_with(row.begins) && (!found || row.begins.size() > found->begins.size()))
            found = &row;
    if (found) return found->active;
    return fail(Errc::bad_request, "status: not known; write active or inactive");
}

/// Numbers of the register have 12 to 20 digits, which a spreadsheet takes for a quantity.
Result<std::string> register_id(std::string_view text, std::string_view what) {
    bool const digits = !text.empty() && std::all_of(text.begin(), text.end(),
                                                     [](char c) { return c >= '0' && c <= '9'; });
    if (digits && text.size() >= 12 && text.size() <= 20) return std::string(text);
    if (text.find_first_of("eE") != std::string_view::npos &&
        text.find('+') != std::string_view::npos)
        return fail(
            Errc::bad_request,
            fmt::format("{}: a spreadsheet has rounded it (1.1E+18): export it again and open "
                        "it with that column as text",
                        what));
    return fail(Errc::bad_request, fmt::format("{}: 12 to 20 digits are needed", what));
}

Result<std::string> header_text(std::string_view text) {
    bool const good = text.size() >= 3 && text.size() <= 11 &&
                      std::all_of(text.begin(), text.end(),
                                  [](char c) { return !bare(std::string_view(&c, 1)).empty(); });
    if (good) return std::string(text);
    return fail(Errc::bad_request,
                "header: 3 to 11 letters or digits, without the operator's prefix");
}

std::vector<std::string_view> parts(std::string_view text, std::string_view separators) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(separators), text.size());
        if (auto const part = cell(text.substr(0, end)); !part.empty()) out.push_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

/// Of several columns called a type the first that names a category: another may say "text".
std::optional<Category> category(Columns const& columns, Fields const& fields) {
    for (auto const value : columns.all(fields, "category"))
        if (auto const known = category_named(value)) return known;
    return {};
}

Result<std::optional<std::chrono::sys_days>> day(std::string_view text, std::string_view what) {
    if (text.empty()) return std::optional<std::chrono::sys_days>();
    if (auto const read = day_read(text)) return std::optional(*read);
    return fail(Errc::bad_request, fmt::format("{}: a day like 2026-01-15 or 15-01-2026", what));
}

Result<void> take_template(Columns const& columns, Fields const& fields, ReadAs const& as,
                           Register& out) {
    Template one;
    auto id = register_id(columns.get(fields, "id"), "template id");
    if (!id) return fail(id.error());
    one.id = std::move(*id);
    auto segments = parse_text(columns.get(fields, "text"), columns.get(fields, "types"));
    if (!segments) return fail(segments.error());
    one.segments = std::move(*segments);
    auto const kind = category(columns, fields);
    if (!kind)
        return fail(Errc::bad_request, "category: promotional, service implicit, service explicit, "
                                       "transactional or government");
    one.category = *kind;
    for (auto const part : parts(columns.get(fields, "headers"), ",;|/ ")) {
        auto header = header_text(part);
        if (!header) return fail(header.error());
        one.headers.push_back(std::move(*header));
    }
    auto const is_active = active(columns.get(fields, "status"));
    if (!is_active) return fail(is_active.error());
    one.active = *is_active;
    auto const approved = day(columns.get(fields, "approved"), "approval date");
    if (!approved) return fail(approved.error());
    one.approved_on = *approved;
    one.name = columns.get(fields, "name").substr(0, 200);
    one.language = columns.get(fields, "language").substr(0, 16);
    one.operator_ = as.operator_;
    out.templates.push_back(std::move(one));
    return {};
}

Result<void> take_header(Columns const& columns, Fields const& fields, ReadAs const&,
                         Register& out) {
    Header one;
    auto text = header_text(columns.get(fields, "header"));
    if (!text) return fail(text.error());
    one.text = std::move(*text);
    // A header of digits alone is a promotional one (TRAI's scheme of headers); others say it.
    bool const digits = one.text.find_first_not_of("0123456789") == std::string::npos;
    one.category = category(columns, fields)
                       .value_or(digits ? Category::promotional : Category::service_implicit);
    auto const is_active = active(columns.get(fields, "status"));
    if (!is_active) return fail(is_active.error());
    one.active = *is_active;
    auto const registered = day(columns.get(fields, "registered"), "registration date");
    if (!registered) return fail(registered.error());
    auto const used = day(columns.get(fields, "used"), "last use");
    if (!used) return fail(used.error());
    one.registered_on = *registered;
    one.last_used_on = *used;
    auto const exempt = bare(columns.get(fields, "exempt"));
    one.exempt = exempt == "yes" || exempt == "true" || exempt == "1";
    out.headers.push_back(std::move(one));
    return {};
}

Result<void> take_entity(Columns const& columns, Fields const& fields, ReadAs const&,
                         Register& out) {
    auto id = register_id(columns.get(fields, "entity"), "entity id");
    if (!id) return fail(id.error());
    auto const is_active = active(columns.get(fields, "status"));
    if (!is_active) return fail(is_active.error());
    out.entities.push_back({std::move(*id), std::string(columns.get(fields, "name").substr(0, 200)),
                            std::string(columns.get(fields, "brand").substr(0, 60)), *is_active});
    return {};
}

Result<void> take_chain(Columns const& columns, Fields const& fields, ReadAs const&,
                        Register& out) {
    auto id = register_id(columns.get(fields, "chain_entity"), "entity id");
    if (!id) return fail(id.error());
    Chain chain{std::move(*id), {}};
    for (auto const part : parts(columns.get(fields, "chain"), ",;| >")) {
        auto member = register_id(part, "telemarketer id");
        if (!member) return fail(member.error());
        if (*member == chain.entity && chain.telemarketers.empty()) continue; // it leads some lists
        chain.telemarketers.push_back(std::move(*member));
    }
    constexpr std::size_t most = 16;
    if (chain.telemarketers.empty() || chain.telemarketers.size() > most)
        return fail(Errc::bad_request, fmt::format("chain: 1 to {} telemarketers, in order", most));
    out.chains.push_back(std::move(chain));
    return {};
}

Result<void> take_target(Columns const& columns, Fields const& fields, ReadAs const&,
                         Register& out) {
    auto const is_active = active(columns.get(fields, "status"));
    if (!is_active) return fail(is_active.error());
    auto const value = columns.get(fields, "target");
    auto const kind = bare(columns.get(fields, "target_kind"));
    auto number = cbn_key(value), url = url_key(value);
    bool const is_number = kind == "cbn" || kind.find("number") != std::string::npos ||
                           (kind.empty() && !number.empty());
    if (is_number ? number.empty() : url.empty())
        return fail(Errc::bad_request, "an address of the web, or a number with 3 to 15 digits");
    out.targets.push_back(
        is_number ? AllowedTarget{AllowedTarget::Kind::cbn, std::move(number), *is_active}
                  : AllowedTarget{AllowedTarget::Kind::url, std::move(url), *is_active});
    return {};
}

/// "all", "fully blocked", "none", or numbers of the register's categories: "1;3".
Result<std::uint16_t> blocked(std::string_view text) {
    auto const word = bare(text);
    for (auto const* all : {"all", "fully", "full", "fullyblocked", "fullblock", "yes", "0"})
        if (word == all) return Preference::all;
    for (auto const* none : {"none", "no", "nothing"})
        if (word == none) return 0;
    std::uint16_t out = 0;
    for (auto const part : parts(text, ",;| ")) {
        int category = 0;
        for (char const c : part) category = c >= '0' && c <= '9' ? category * 10 + (c - '0') : 99;
        if (category < 1 || category > 15)
            return fail(Errc::bad_request,
                        "preference: all, none, or categories 1 to 15 with ; between");
        out = static_cast<std::uint16_t>(out | 1U << category);
    }
    if (out == 0) return fail(Errc::bad_request, "preference: all, none, or categories");
    return out;
}

Result<void> take_preference(Columns const& columns, Fields const& fields, ReadAs const&,
                             Register& out) {
    auto const phone = Msisdn::parse(columns.get(fields, "phone"));
    if (!phone) return fail(phone.error());
    auto const what = blocked(columns.get(fields, "blocked"));
    if (!what) return fail(what.error());
    out.preferences.push_back({phone->number(), *what});
    return {};
}

using Take = Result<void> (*)(Columns const&, Fields const&, ReadAs const&, Register&);
constexpr std::array<Take, kFileKinds.size()> kTake{&take_template, &take_header, &take_entity,
                                                    &take_chain,    &take_target, &take_preference};

void reject(ExportFile& out, int line, std::string reason) {
    ++out.bad_rows;
    if (out.bad.size() < kBadNamed) out.bad.push_back({line, std::move(reason)});
    if (out.bad.size() == kBadNamed && out.bad_rows == kBadNamed)
        out.bad.back().reason += " (more rows are wrong; the rest is not named)";
}

} // namespace

Result<ExportFile> read_export(std::string_view content, ReadAs const& as) {
    if (content.starts_with("\xFF\xFE") || content.starts_with("\xFE\xFF"))
        return fail(Errc::bad_request, "the file is UTF-16: save it as CSV UTF-8");
    if (content.starts_with("PK"))
        return fail(Errc::bad_request, "the file is a workbook: save its sheet as CSV UTF-8");
    CsvReader reader(content);
    Fields fields;
    if (!reader.next(fields)) return fail(Errc::bad_request, "the file is empty");
    auto const columns = Columns::find(fields, as.kind);
    if (!columns) return fail(columns.error());
    ExportFile out;
    out.kind = columns->kind();
    while (reader.next(fields)) {
        auto const well = std::all_of(fields.begin(), fields.end(),
                                      [](auto const& field) { return text::well_formed(field); });
        Result<void> taken;
        if (reader.torn())
            taken = fail(Errc::bad_request, "a quote is opened and never closed");
        else if (fields.size() != columns->count())
            taken = fail(Errc::bad_request,
                         fmt::format("{} fields where the first row has {}: a comma inside a field "
                                     "needs quotes",
                                     fields.size(), columns->count()));
        else if (!well)
            taken = fail(Errc::bad_request, "it is not UTF-8: save the file as CSV UTF-8");
        else
            taken = kTake[static_cast<std::size_t>(out.kind)](*columns, fields, as, out.rows);
        if (taken)
            out.lines.push_back(reader.line());
        else
            reject(out, reader.line(), taken.error().detail);
    }
    return out;
}

} // namespace haatline::dlt
