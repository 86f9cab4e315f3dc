#include "storage/sqlite/dlt_rows.hpp"

#include "cluster/questions.hpp"

#include <fmt/ranges.h>

#include <array>
#include <chrono>

namespace haatline::storage {
namespace {

constexpr Sql kPutEntity{
    "dlt.put_entity",
    "INSERT INTO dlt_entity (id, name, brand, active) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
    "SET "
    "name = excluded.name, brand = iif(excluded.brand = '', brand, excluded.brand), active = "
    "excluded.active WHERE name <> excluded.name OR active <> excluded.active OR (excluded.brand "
    "<> "
    "'' AND brand <> excluded.brand)"};
// A file that does not say when a header was used last does not take it away.
constexpr Sql kPutHeader{
    "dlt.put_header",
    "INSERT INTO dlt_header (header, category, active, exempt, registered_at, last_used_at) VALUES "
    "(?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET category = excluded.category, active = "
    "excluded.active, exempt = excluded.exempt, registered_at = ifnull(excluded.registered_at, "
    "registered_at), last_used_at = nullif(max(ifnull(excluded.last_used_at, 0), "
    "ifnull(last_used_at, 0)), 0) WHERE category <> excluded.category OR active <> excluded.active "
    "OR exempt <> excluded.exempt OR ifnull(excluded.registered_at, ifnull(registered_at, 0)) <> "
    "ifnull(registered_at, 0) OR ifnull(excluded.last_used_at, 0) > ifnull(last_used_at, 0)"};
constexpr Sql kNewest{"dlt.newest", "SELECT version, words FROM dlt_template WHERE id = ? ORDER BY "
                                    "version DESC LIMIT 1"};
constexpr Sql kNewWords{
    "dlt.new_words",
    "INSERT INTO dlt_template (id, version, name, headers, category, language, operator, active, "
    "approved_at, words, imported_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
// A file that says nothing of a name or a language leaves what another said.
constexpr Sql kSameWords{
    "dlt.same_words",
    "UPDATE dlt_template SET name = iif(?3 = '', name, ?3), headers = ?4, category = ?5, language "
    "= "
    "iif(?6 = '', language, ?6), operator = iif(?7 = '', operator, ?7), active = ?8, approved_at = "
    "ifnull(?9, approved_at) WHERE id = ?1 AND version = ?2 AND ((?3 <> '' AND name <> ?3) OR "
    "headers <> ?4 OR category <> ?5 OR (?6 <> '' AND language <> ?6) OR (?7 <> '' AND operator <> "
    "?7) OR active <> ?8 OR ifnull(?9, ifnull(approved_at, 0)) <> ifnull(approved_at, 0))"};
constexpr Sql kPutTarget{
    "dlt.put_target", "INSERT INTO dlt_target (kind, value) VALUES (?, ?) ON CONFLICT DO NOTHING"};
constexpr Sql kDropTarget{"dlt.drop_target", "DELETE FROM dlt_target WHERE kind = ? AND value = ?"};
constexpr Sql kPutChain{
    "dlt.put_chain",
    "INSERT INTO dlt_chain (entity, telemarketers) VALUES (?, ?) ON CONFLICT DO UPDATE SET "
    "telemarketers = excluded.telemarketers WHERE telemarketers <> excluded.telemarketers"};
constexpr Sql kPutPreference{
    "dlt.put_preference",
    "INSERT INTO dlt_preference (phone, blocked) VALUES (?, ?) ON CONFLICT DO UPDATE SET blocked = "
    "excluded.blocked WHERE blocked <> excluded.blocked"};
constexpr Sql kDropPreference{"dlt.drop_preference", "DELETE FROM dlt_preference WHERE phone = ?"};

constexpr Sql kEntities{"dlt.entities",
                        "SELECT id, name, brand, active FROM dlt_entity ORDER BY id"};
constexpr Sql kHeaders{"dlt.headers",
                       "SELECT header, category, active, exempt, registered_at, last_used_at FROM "
                       "dlt_header ORDER BY header"};
constexpr Sql kTemplates{
    "dlt.templates",
    "SELECT id, version, name, headers, category, language, operator, active, approved_at, words "
    "FROM dlt_template t WHERE version = (SELECT max(version) FROM dlt_template o WHERE o.id = "
    "t.id) ORDER BY id"};
constexpr Sql kTargets{"dlt.targets", "SELECT kind, value FROM dlt_target ORDER BY kind, value"};
constexpr Sql kChains{"dlt.chains", "SELECT entity, telemarketers FROM dlt_chain ORDER BY entity"};
constexpr Sql kPreferences{"dlt.preferences",
                           "SELECT phone, blocked FROM dlt_preference ORDER BY phone"};

struct Bound {
    Sql count;
    std::size_t most;
};
constexpr std::array kBounds{
    Bound{{"dlt.count_templates", "SELECT count(DISTINCT id) FROM dlt_template"},
          dlt::templates_most},
    Bound{{"dlt.count_headers", "SELECT count(*) FROM dlt_header"}, dlt::headers_most},
    Bound{{"dlt.count_targets", "SELECT count(*) FROM dlt_target"}, dlt::targets_most},
    Bound{{"dlt.count_preferences", "SELECT count(*) FROM dlt_preference"}, dlt::preferences_most},
};

constexpr std::int64_t kDayMillis = 86'400'000;

OrNull millis(std::optional<std::chrono::sys_days> day) {
    return {day ? day->time_since_epoch().count() * kDayMillis : 0};
}

std::optional<std::chrono::sys_days> day(Statement const& row, int column) {
    if (row.is_null(column)) return {};
    return std::chrono::floor<std::chrono::days>(TimePoint(Millis(row.integer(column))));
}

Error strange(std::string_view table, std::string_view key) {
    return {
        Errc::invalid_data,
        fmt::format("{} has a row {} that no import wrote: haatline verify says what else is wrong",
                    table, key)};
}

/// Calls `each(row)` for every row; its error ends it.
template <class Each>
Result<void> for_each_row(Prepared& sql, Sql const& which, Each each) {
    Run run(sql[which]);
    while (run->step())
        if (Result<void> taken = each(*run); !taken) return taken;
    return sql.ended(*run, which);
}

Result<void> read_templates(Prepared& sql, dlt::Register& out) {
    return for_each_row(sql, kTemplates, [&](Statement& row) -> Result<void> {
        dlt::Template one;
        one.id = row.text(0);
        one.version = static_cast<int>(row.integer(1));
        one.name = row.text(2);
        for_each_name(row.text(3), [&](auto header) { one.headers.emplace_back(header); });
        auto const category = dlt::category_named(row.text(4));
        auto segments = dlt::parse_text(row.text(9));
        if (!category || !segments) return fail(strange("dlt_template", one.id));
        one.category = *category;
        one.segments = std::move(*segments);
        one.language = row.text(5);
        one.operator_ = row.text(6);
        one.active = row.integer(7) != 0;
        one.approved_on = day(row, 8);
        out.templates.push_back(std::move(one));
        return {};
    });
}

Result<void> read_headers(Prepared& sql, dlt::Register& out) {
    return for_each_row(sql, kHeaders, [&](Statement& row) -> Result<void> {
        auto const category = dlt::category_named(row.text(1));
        if (!category) return fail(strange("dlt_header", row.text(0)));
        out.headers.push_back({std::string(row.text(0)), *category, row.integer(2) != 0,
                               row.integer(3) != 0, day(row, 4), day(row, 5)});
        return {};
    });
}

Result<void> read_entities(Prepared& sql, dlt::Register& out) {
    return for_each_row(sql, kEntities, [&](Statement& row) -> Result<void> {
        out.entities.push_back({std::string(row.text(0)), std::string(row.text(1)),
                                std::string(row.text(2)), row.integer(3) != 0});
        return {};
    });
}

Result<void> read_targets(Prepared& sql, dlt::Register& out) {
    using Kind = dlt::AllowedTarget::Kind;
    return for_each_row(sql, kTargets, [&](Statement& row) -> Result<void> {
        out.targets.push_back(
            {row.text(0) == "url" ? Kind::url : Kind::cbn, std::string(row.text(1))});
        return {};
    });
}

Result<void> read_chains(Prepared& sql, dlt::Register& out) {
    return for_each_row(sql, kChains, [&](Statement& row) -> Result<void> {
        dlt::Chain chain{std::string(row.text(0)), {}};
        for (auto rest = row.text(1); !rest.empty();) {
            auto const end = std::min(rest.find(','), rest.size());
            chain.telemarketers.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        out.chains.push_back(std::move(chain));
        return {};
    });
}

Result<void> read_preferences(Prepared& sql, dlt::Register& out) {
    return for_each_row(sql, kPreferences, [&](Statement& row) -> Result<void> {
        out.preferences.push_back({static_cast<std::uint64_t>(row.integer(0)),
                                   static_cast<std::uint16_t>(row.integer(1))});
        return {};
    });
}

constexpr std::array kReading{&read_entities, &read_headers, &read_templates,
                              &read_targets,  &read_chains,  &read_preferences};

Result<bool> changed(Result<int> const& rows) {
    if (!rows) return fail(rows.error());
    return *rows > 0;
}

} // namespace

Result<bool> put_row(Prepared& sql, dlt::Entity const& row) {
    return changed(change(sql, kPutEntity, row.id, row.name, row.brand, row.active));
}

Result<bool> put_row(Prepared& sql, dlt::Header const& row) {
    return changed(change(sql, kPutHeader, row.text, dlt::name(row.category), row.active,
                          row.exempt, millis(row.registered_on), millis(row.last_used_on)));
}

Result<bool> put_row(Prepared& sql, dlt::Template const& row, TimePoint now) {
    auto const words = dlt::text_of(row.segments, true);
    std::int64_t version = 0;
    bool same = false;
    {
        Run run(sql[kNewest]);
        if (run->bind(1, row.id).step()) {
            version = run->integer(0);
            same = run->text(1) == words;
        }
        if (auto ended = sql.ended(*run, kNewest); !ended) return fail(ended.error());
    }
    auto const headers = fmt::format("{}", fmt::join(row.headers, " "));
    auto const category = dlt::name(row.category);
    if (same)
        return changed(change(sql, kSameWords, row.id, version, row.name, headers, category,
                              row.language, row.operator_, row.active, millis(row.approved_on)));
    return changed(change(sql, kNewWords, row.id, version + 1, row.name, headers, category,
                          row.language, row.operator_, row.active, millis(row.approved_on), words,
                          now.time_since_epoch().count()));
}

Result<bool> put_row(Prepared& sql, dlt::AllowedTarget const& row) {
    return changed(
        change(sql, row.listed ? kPutTarget : kDropTarget, dlt::name(row.kind), row.value));
}

Result<bool> put_row(Prepared& sql, dlt::Chain const& row) {
    return changed(
        change(sql, kPutChain, row.entity, fmt::format("{}", fmt::join(row.telemarketers, ","))));
}

Result<bool> put_row(Prepared& sql, dlt::Preference const& row) {
    auto const phone = static_cast<std::int64_t>(row.phone);
    if (row.blocked == 0) return changed(change(sql, kDropPreference, phone));
    return changed(change(sql, kPutPreference, phone, row.blocked));
}

Result<void> within_bounds(Prepared& sql) {
    for (auto const& bound : kBounds) {
        auto const rows = first(sql, bound.count);
        if (!rows) return fail(rows.error());
        if (rows->value_or(0) > static_cast<std::int64_t>(bound.most))
            return fail(Errc::limit, fmt::format("the register would hold more than {} of these: "
                                                 "import what is in use only",
                                                 bound.most));
    }
    return {};
}

Result<dlt::Register> all_rows(Prepared& sql) {
    dlt::Register out;
    for (auto const read : kReading)
        if (auto done = read(sql, out); !done) return fail(done.error());
    return out;
}

} // namespace haatline::storage
