#include "storage/sqlite/campaign_readers.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <unordered_set>

namespace haatline::storage {
namespace {

constexpr auto kWeek = std::chrono::hours(24 * 7);

constexpr Sql kRule{"campaign.audience",
                    "SELECT topic, fallback, languages, category, has_area, has_work, roles, "
                    "weekly_cap, cursor, first_parcel, valid_until FROM campaign WHERE id = ?"};

// A topic's subscribers behind ?2.
#define SUBSCRIBERS                                                                                \
    "FROM subscription INDEXED BY subscription_of_topic WHERE topic = ?1 AND until_at IS NULL "    \
    "AND person > ?2"

#define IN_AREA                                                                                    \
    "(EXISTS (SELECT 1 FROM campaign_area a WHERE a.campaign = ?1 AND a.kind = 0 AND a.id = "      \
    "e.district) OR EXISTS (SELECT 1 FROM campaign_area a WHERE a.campaign = ?1 AND a.kind = 1 "   \
    "AND a.id = e.pin) OR EXISTS (SELECT 1 FROM campaign_area a WHERE a.campaign = ?1 AND a.kind " \
    "= 2 AND (e.lat_e4 - a.lat_e4) * (e.lat_e4 - a.lat_e4) + (e.lon_e4 - a.lon_e4) * (e.lon_e4 - " \
    "a.lon_e4) * a.lon_scale <= a.reach2))"
#define DOES_THE_WORK                                                                              \
    "EXISTS (SELECT 1 FROM enterprise_product w WHERE w.enterprise = e.id AND (?7 = 0 OR (?7 >> "  \
    "w.role) & 1) AND (?6 = 0 OR EXISTS (SELECT 1 FROM campaign_product c WHERE c.campaign = ?1 "  \
    "AND c.product = w.product)))"
#define IS_MEANT                                                                                   \
    "EXISTS (SELECT 1 FROM ownership o CROSS JOIN enterprise e ON e.id = o.enterprise WHERE "      \
    "o.person = p.id AND e.status = 'running' AND (?5 = 0 OR " IN_AREA                             \
    ") AND (?6 + ?7 = 0 OR " DOES_THE_WORK "))"

// In the order in which a row costs least to decide; the words are those of cluster/alert/preview.hpp.
#define WHY_NOT_HER                                                                                \
    "CASE WHEN p.deleted_at IS NOT NULL OR p.delete_at IS NOT NULL THEN 'leaving' "                \
    "WHEN ?8 <> '' AND instr(?8, '|' || p.lang || '|') = 0 THEN 'outside' "                        \
    "WHEN p.alerts_by = 'morning' OR p.alerts_by = 'evening' THEN 'voice' "                        \
    "WHEN ?5 + ?6 + ?7 <> 0 AND NOT " IS_MEANT " THEN 'outside' "                                  \
    "WHEN c.id IS NULL THEN 'consent' WHEN m.id IS NOT NULL THEN 'stopped' ELSE '' END"
// Her own phone before others', then the lowest number. A joined table is opened once for all people, a subquery
// once for each, so only what few rows ask for is asked in subqueries; by person the rows come in groups as they are.
#define PEOPLE                                                                                     \
    "SELECT p.id AS person, p.alerts_by AS way, ifnull(r.language, ?9) AS language, min(CASE "     \
    "WHEN f.state = 'active' THEN (h.relation <> 'own') * 10000000000000 + h.phone END) % "        \
    "10000000000000 AS phone, " WHY_NOT_HER " AS why FROM subscription s INDEXED BY "              \
    "subscription_of_topic CROSS JOIN person p ON p.id = s.person LEFT JOIN person_phone h ON "    \
    "h.person = p.id AND h.until_at IS NULL LEFT JOIN phone f ON f.e164 = h.phone LEFT JOIN "      \
    "consent c ON c.person = p.id AND c.purpose = 'alerts' AND c.withdrawn_at IS NULL LEFT JOIN "  \
    "message_stop m ON m.person = p.id AND m.until_at IS NULL LEFT JOIN campaign_reader r ON "     \
    "r.campaign = ?1 AND r.reader = p.lang WHERE s.topic = ?2 AND s.until_at IS NULL AND "         \
    "s.person > ?3 AND s.person <= ?4 GROUP BY s.person"

// Among the parcels of her phone since ?11: one of this alert, or as many of the last week's as she is to have. "Weekly only"
// is one a week. Without its name the planner takes the range of ids, which is as long as all that was written this week.
// Most phones have none at all, and the index alone says so.
#define HAD_ENOUGH                                                                                 \
    "CASE WHEN NOT EXISTS (SELECT 1 FROM parcel k INDEXED BY parcel_by_phone WHERE k.phone = "     \
    "q.phone AND k.id >= ?11) THEN '' ELSE (SELECT CASE WHEN max(k.campaign = ?1) THEN 'shared' "  \
    "WHEN count(*) >= CASE way WHEN "                                                              \
    "'weekly' THEN 1 ELSE ?10 END THEN 'capped' ELSE '' END FROM parcel k INDEXED BY "             \
    "parcel_by_phone WHERE k.phone = q.phone AND k.id >= ?11 AND (k.campaign = ?1 OR (k.class = "  \
    "2 AND k.written_at > ?12 AND (k.state < 6 OR k.state = 8)))) END"
#define READERS                                                                                    \
    "SELECT person, phone, language, CASE WHEN why <> '' THEN why WHEN phone IS NULL THEN "        \
    "'no_phone' WHEN language = '' THEN 'language' ELSE " HAD_ENOUGH " END AS why FROM (" PEOPLE   \
    ") q"

// Whoever of a slice is to get it, by phone: of two people on one phone the first. What is chosen by looking at parcels cannot
// become parcels in the same statement without being kept somewhere first: here it needs neither a sort nor its constants.
constexpr Sql kSlice{"campaign.slice", "CREATE TEMP TABLE IF NOT EXISTS slice (phone INTEGER "
                                       "PRIMARY KEY, person INTEGER, language TEXT)"};
constexpr Sql kChoose{"campaign.choose",
                      "INSERT INTO temp.slice (phone, person, language) SELECT phone, person, "
                      "language FROM (" READERS
                      ") WHERE why = '' ON CONFLICT DO UPDATE SET person = excluded.person, "
                      "language = excluded.language WHERE excluded.person < person"};
constexpr Sql kWrite{"campaign.write",
                     "INSERT INTO parcel (class, state, campaign, phone, person, subject, "
                     "language, category, consent, written_at, valid_until) SELECT 2, 0, ?1, "
                     "phone, person, 0, language, ?2, 'alerts', ?3, ?4 FROM temp.slice"};
constexpr Sql kForget{"campaign.slice.forget", "DELETE FROM temp.slice"};
// So many are looked at in one go, whatever comes of it: the last of ?3 + 1; where there are fewer, how many, and who is
// the last.
constexpr Sql kLast{"campaign.last",
                    "SELECT person " SUBSCRIBERS " ORDER BY person LIMIT 1 OFFSET ?3"};
constexpr Sql kRest{"campaign.rest", "SELECT count(*), ifnull(max(person), 0) " SUBSCRIBERS};
// OFFSET keeps it a step of its own: flattened into what is around it, `why` would be reckoned again for each use.
constexpr Sql kRead{"campaign.read",
                    "SELECT person, phone, language, why, why = '' AND EXISTS (SELECT 1 FROM "
                    "person_phone o WHERE o.phone = z.phone AND o.person <> z.person AND "
                    "o.until_at IS NULL) FROM (" READERS " LIMIT -1 OFFSET 0) z"};
constexpr Sql kSubscribers{
    "campaign.subscribers",
    "SELECT count(*) FROM subscription WHERE topic = ? AND until_at IS NULL"};
// The oldest parcel that any alert of this week wrote.
constexpr Sql kWeek_from{"campaign.week",
                         "SELECT ifnull(min(first_parcel), 9223372036854775807) FROM campaign "
                         "WHERE written_at > ? AND first_parcel > 0"};

constexpr std::array<Sql const*, 9> kAll{&kSlice, &kRule, &kChoose, &kWrite,      &kForget,
                                         &kLast,  &kRest, &kRead,   &kSubscribers};

std::int64_t stored(TimePoint at) { return at.time_since_epoch().count(); }

/// What all statements over READERS take, in their order; `last` is the last person to be looked at.
Result<void> bind_rule(Prepared& sql, Statement& row, AudienceRule const& rule, std::int64_t last,
                       TimePoint now) {
    auto const week = first(sql, kWeek_from, stored(now - kWeek));
    if (!week) return fail(week.error());
    auto const own = rule.first_parcel > 0 ? rule.first_parcel : INT64_MAX;
    row.bind(1, rule.campaign)
        .bind(2, rule.topic)
        .bind(3, rule.cursor)
        .bind(4, last)
        .bind(5, rule.has_area)
        .bind(6, rule.has_work)
        .bind(7, rule.roles)
        .bind(8, rule.languages)
        .bind(9, rule.fallback)
        .bind(10, rule.weekly_cap)
        .bind(11, std::min<std::int64_t>(own, week->value_or(INT64_MAX)))
        .bind(12, stored(now - kWeek));
    return {};
}

/// The next `most` subscribers, at least one.
Result<Slice> looked(Prepared& sql, AudienceRule const& rule, std::size_t most) {
    Slice out;
    {
        Run row(sql[kLast]);
        row->bind(1, rule.topic).bind(2, rule.cursor).bind(3, static_cast<std::int64_t>(most) - 1);
        if (row->step()) {
            out.looked_at = most;
            out.cursor = row->integer(0);
        }
        if (auto ended = sql.ended(*row, kLast); !ended) return fail(ended.error());
    }
    if (out.looked_at > 0) return out;
    Run row(sql[kRest]);
    if (row->bind(1, rule.topic).bind(2, rule.cursor).step()) {
        out.looked_at = static_cast<std::size_t>(row->integer(0));
        out.cursor = row->integer(1);
    }
    if (auto ended = sql.ended(*row, kRest); !ended) return fail(ended.error());
    return out;
}

} // namespace

Result<AudienceRule> audience_rule(Prepared& sql, std::int64_t campaign) {
    Run row(sql[kRule]);
    if (!row->bind(1, campaign).step()) {
        if (auto ended = sql.ended(*row, kRule); !ended) return fail(ended.error());
        return fail(Errc::not_found, fmt::format("there is no alert {}", campaign));
    }
    AudienceRule out;
    out.campaign = campaign;
    out.topic = row->text(0);
    out.fallback = row->text(1);
    out.languages = row->text(2);
    out.category = row->text(3);
    out.has_area = row->integer(4);
    out.has_work = row->integer(5);
    out.roles = row->integer(6);
    out.weekly_cap = row->integer(7);
    out.cursor = row->integer(8);
    out.first_parcel = row->integer(9);
    out.valid_until = row->integer(10);
    return out;
}

Result<Slice> write_slice(Prepared& sql, AudienceRule const& rule, std::size_t most,
                          TimePoint now) {
    auto out = looked(sql, rule, most);
    if (!out || out->looked_at == 0) return out;
    if (auto made = change(sql, kSlice); !made) return fail(made.error());
    {
        auto& row = sql[kChoose];
        Run run(row);
        if (auto bound = bind_rule(sql, row, rule, out->cursor, now); !bound)
            return fail(bound.error());
        if (auto chosen = sql.db().finish(row); !chosen) return fail(chosen.error());
    }
    auto const written =
        change(sql, kWrite, rule.campaign, rule.category, stored(now), rule.valid_until);
    if (!written) return fail(written.error());
    out->written = static_cast<std::size_t>(*written);
    // A failure undoes the slice with the transaction.
    if (auto gone = change(sql, kForget); !gone) return fail(gone.error());
    return out;
}

Result<alerts::Counts> count_readers(Prepared& sql, AudienceRule rule, std::uint64_t most,
                                     TimePoint now) {
    alerts::Counts out;
    auto const subscribers = [&]() -> Result<std::uint64_t> {
        Run row(sql[kSubscribers]);
        auto const n = row->bind(1, rule.topic).step() ? row->integer(0) : 0;
        if (auto ended = sql.ended(*row, kSubscribers); !ended) return fail(ended.error());
        return static_cast<std::uint64_t>(n);
    }();
    if (!subscribers) return fail(subscribers.error());
    out.subscribers = *subscribers;
    rule.cursor = 0;
    std::int64_t last = INT64_MAX;
    if (most > 0) {
        auto const some = looked(sql, rule, most);
        if (!some) return fail(some.error());
        last = some->cursor;
    }
    std::unordered_set<std::int64_t> told; // phones that several people share
    auto& row = sql[kRead];
    Run run(row);
    if (auto bound = bind_rule(sql, row, rule, last, now); !bound) return fail(bound.error());
    while (row.step()) {
        ++out.looked_at;
        auto const why = row.text(3);
        bool const again =
            why.empty() && row.integer(4) != 0 && !told.insert(row.integer(1)).second;
        if (why.empty() && !again)
            ++out.by_language[std::string(row.text(2))];
        else
            ++out.left_out[again ? "shared" : std::string(why)];
    }
    if (auto ended = sql.ended(row, kRead); !ended) return fail(ended.error());
    return out;
}

std::span<Sql const* const> campaign_statements() { return kAll; }

} // namespace haatline::storage
