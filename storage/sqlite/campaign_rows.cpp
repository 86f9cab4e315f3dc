#include "storage/sqlite/campaign_rows.hpp"

#include "cluster/alert/wording.hpp"
#include "storage/sqlite/campaign_audience.hpp"

#include <sodium.h>

#include <array>

namespace haatline::storage {
namespace {

using campaigns::Campaign;

#define CAMPAIGN_COLUMNS                                                                           \
    "id, state, title, source, topic, category, fallback, start_at, valid_until, hours_from, "     \
    "hours_to, per_second, weekly_cap, audience, author, edited_by, submitted_by, approved_by, "   \
    "mark, created_at, changed_at, began_at, ended_at, looked_at, written, all_written"
constexpr Sql kOne{"campaign.one", "SELECT " CAMPAIGN_COLUMNS " FROM campaign WHERE id = ?"};
constexpr Sql kList{"campaign.list",
                    "SELECT " CAMPAIGN_COLUMNS " FROM campaign WHERE id < ?1 AND CASE ?2 WHEN '' "
                    "THEN state NOT IN ('done', 'cancelled', 'expired') WHEN 'all' THEN 1 ELSE "
                    "state = ?2 END ORDER BY id DESC LIMIT ?3"};
constexpr Sql kTexts{"campaign_text.all", "SELECT language, body, template_id FROM campaign_text "
                                          "WHERE campaign = ? ORDER BY place"};
constexpr Sql kAdd{
    "campaign.add",
    "INSERT INTO campaign (state, title, source, topic, category, fallback, start_at, valid_until, "
    "hours_from, hours_to, per_second, weekly_cap, audience, mark, author, edited_by, created_at, "
    "changed_at) VALUES ('draft', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
    "?14, ?15, ?15)"};
constexpr Sql kRewrite{
    "campaign.rewrite",
    "UPDATE campaign SET title = ?1, source = ?2, topic = ?3, category = ?4, fallback = ?5, "
    "start_at = ?6, valid_until = ?7, hours_from = ?8, hours_to = ?9, per_second = ?10, weekly_cap "
    "= ?11, audience = ?12, mark = ?13, edited_by = ?14, changed_at = ?15, submitted_by = '' WHERE "
    "id = ?16"};
constexpr Sql kForgetTexts{"campaign_text.forget", "DELETE FROM campaign_text WHERE campaign = ?"};
constexpr Sql kForgetReaders{"campaign_reader.forget",
                             "DELETE FROM campaign_reader WHERE campaign = ?"};
constexpr Sql kAddText{"campaign_text.add",
                       "INSERT INTO campaign_text (campaign, place, language, body, template_id) "
                       "VALUES (?, ?, ?, ?, ?)"};
constexpr Sql kAddReader{
    "campaign_reader.add",
    "INSERT INTO campaign_reader (campaign, reader, language) VALUES (?, ?, ?)"};

TimePoint time_at(Statement const& row, int column) {
    return TimePoint(Millis(row.integer(column)));
}
std::int64_t stored(TimePoint at) { return at.time_since_epoch().count(); }

Result<Campaign> campaign_of(Statement const& row) {
    Campaign out;
    out.id = row.integer(0);
    auto const standing = alerts::standing_named(row.text(1));
    auto audience = audience_of(row.text(13));
    if (!audience) return fail(audience.error());
    if (!standing)
        return fail(Errc::invalid_data,
                    fmt::format("alert {} stands where this binary does not know: use the one that "
                                "serves",
                                out.id));
    out.standing = *standing;
    auto& item = out.item;
    item.title = row.text(2);
    item.source = row.text(3);
    item.topic = row.text(4);
    item.category = row.text(5);
    item.fallback = row.text(6);
    item.start_at = time_at(row, 7);
    item.valid_until = time_at(row, 8);
    item.hours = {std::chrono::minutes(row.integer(9)), std::chrono::minutes(row.integer(10))};
    item.per_second = static_cast<std::uint32_t>(row.integer(11));
    item.weekly_cap = static_cast<std::uint32_t>(row.integer(12));
    item.audience = std::move(*audience);
    out.hands = {std::string(row.text(14)), std::string(row.text(15)), std::string(row.text(16))};
    out.approved_by = row.text(17);
    out.mark = row.text(18);
    out.created = time_at(row, 19);
    out.changed = time_at(row, 20);
    out.began = time_at(row, 21);
    out.ended = time_at(row, 22);
    out.looked_at = static_cast<std::uint64_t>(row.integer(23));
    out.written = static_cast<std::uint64_t>(row.integer(24));
    out.all_written = row.integer(25) != 0;
    return out;
}

Result<void> read_texts(Prepared& sql, Campaign& campaign) {
    Run row(sql[kTexts]);
    row->bind(1, campaign.id);
    while (row->step())
        campaign.item.texts.push_back(
            {std::string(row->text(0)), std::string(row->text(1)), std::string(row->text(2))});
    return sql.ended(*row, kTexts);
}

Result<void> write_parts(Prepared& sql, std::int64_t id, alerts::Item const& item) {
    for (auto const* forget : {&kForgetTexts, &kForgetReaders})
        if (auto done = change(sql, *forget, id); !done) return fail(done.error());
    std::vector<std::string> languages;
    for (std::size_t i = 0; i < item.texts.size(); ++i) {
        auto const& text = item.texts[i];
        auto const done = change(sql, kAddText, id, i, text.language, text.body, text.template_id);
        if (!done) return fail(done.error());
        languages.push_back(text.language);
    }
    for (auto const& [reader, language] : alerts::readers_of(languages))
        if (auto done = change(sql, kAddReader, id, reader, language); !done)
            return fail(done.error());
    return resolve_audience(sql, id, item.audience);
}

template <class... More>
Result<int> write_item(Prepared& sql, Sql const& how, alerts::Item const& item, Staff const& staff,
                       More... more) {
    return change(sql, how, item.title, item.source, item.topic, item.category, item.fallback,
                  stored(item.start_at), stored(item.valid_until), item.hours.from.count(),
                  item.hours.to.count(), item.per_second, item.weekly_cap,
                  audience_json(item.audience), mark_of(item), staff.name, stored(staff.now),
                  more...);
}

} // namespace

Result<Campaign> read_campaign(Prepared& sql, std::int64_t id) {
    Result<Campaign> out = fail(Errc::not_found, fmt::format("there is no alert {}", id));
    {
        Run row(sql[kOne]);
        if (row->bind(1, id).step()) out = campaign_of(*row);
        if (auto ended = sql.ended(*row, kOne); !ended) return fail(ended.error());
    }
    if (out)
        if (auto read = read_texts(sql, *out); !read) return fail(read.error());
    return out;
}

Result<std::vector<Campaign>> read_campaigns(Prepared& sql, campaigns::Filter const& filter) {
    std::vector<Campaign> out;
    {
        Run row(sql[kList]);
        row->bind(1, filter.before > 0 ? filter.before : INT64_MAX)
            .bind(2, filter.standing)
            .bind(3, filter.most);
        while (row->step()) {
            auto campaign = campaign_of(*row);
            if (!campaign) return fail(campaign.error());
            out.push_back(std::move(*campaign));
        }
        if (auto ended = sql.ended(*row, kList); !ended) return fail(ended.error());
    }
    for (auto& campaign : out)
        if (auto read = read_texts(sql, campaign); !read) return fail(read.error());
    return out;
}

Result<std::int64_t> add_campaign(Prepared& sql, alerts::Item const& item, Staff const& staff) {
    if (auto added = write_item(sql, kAdd, item, staff); !added) return fail(added.error());
    auto const id = sql.db().last_id();
    if (auto written = write_parts(sql, id, item); !written) return fail(written.error());
    return id;
}

Result<void> rewrite_campaign(Prepared& sql, std::int64_t id, alerts::Item const& item,
                              Staff const& staff) {
    if (auto done = write_item(sql, kRewrite, item, staff, id); !done) return fail(done.error());
    return write_parts(sql, id, item);
}

std::string mark_of(alerts::Item const& item) {
    [[maybe_unused]] static int const ready = sodium_init();
    crypto_generichash_state state;
    crypto_generichash_init(&state, nullptr, 0, 16);
    // Each with its size, so that no two items read alike.
    auto const add = [&](std::string_view text) {
        auto const size = fmt::format("{} ", text.size());
        crypto_generichash_update(&state, reinterpret_cast<unsigned char const*>(size.data()),
                                  size.size());
        crypto_generichash_update(&state, reinterpret_cast<unsigned char const*>(text.data()),
                                  text.size());
    };
    for (std::string_view const text :
         {std::string_view(item.title), std::string_view(item.source), std::string_view(item.topic),
          std::string_view(item.category), std::string_view(item.fallback)})
        add(text);
    add(fmt::format("{} {} {} {} {}", stored(item.start_at), stored(item.valid_until),
                    alerts::hours_text(item.hours), item.per_second, item.weekly_cap));
    add(audience_json(item.audience));
    for (auto const& text : item.texts) {
        add(text.language);
        add(text.body);
        add(text.template_id);
    }
    std::array<unsigned char, 16> whole{};
    crypto_generichash_final(&state, whole.data(), whole.size());
    std::string hex;
    for (std::size_t i = 0; i < 8; ++i) hex += fmt::format("{:02x}", whole[i]);
    return hex;
}

} // namespace haatline::storage
