#include "storage/sqlite/parcel_reader.hpp"

#include "storage/sqlite/parcels.hpp"

namespace haatline::storage {
namespace {

// What goes to a number and to no member: no, when the number said STOP, or somebody behind it did. An answer to its own
// message (class 0) goes all the same.
#define STOPPED_NUMBER                                                                             \
    "(EXISTS (SELECT 1 FROM person_phone h JOIN message_stop s ON s.person = h.person AND "        \
    "s.until_at IS NULL WHERE h.phone = p.phone AND h.until_at IS NULL) OR (EXISTS (SELECT 1 "     \
    "FROM number_stop) AND EXISTS (SELECT 1 FROM number_stop n WHERE n.mark = "                    \
    "number_mark(p.phone, (SELECT key FROM number_stop_key)))))"
// One recipient's messages leave in their order: while an older one of the class is under way or is tried
// again, the next ones wait behind it; they are told of all the same, so that nobody takes them for read. The consent a
// message rests on is looked at here, when it is about to leave.
constexpr Sql kWaiting{
    "parcels.waiting",
    "SELECT p.id, p.phone, ifnull(p.person, 0), p.subject, p.language, p.category, p.consent, "
    "opened(p.body), p.written_at, p.valid_until, p.tries, p.route, p.campaign, CASE WHEN "
    "(SELECT c.state = 'cancelled' FROM campaign c WHERE c.id = ?2) THEN 'cancelled' WHEN "
    "?1 > 0 AND p.person IS NULL AND " STOPPED_NUMBER " THEN 'preference' WHEN "
    " p.consent = '' THEN '' WHEN EXISTS (SELECT 1 FROM message_stop s WHERE s.person = p.person "
    "AND s.until_at IS NULL) THEN 'preference' WHEN p.person IS NOT NULL AND NOT EXISTS (SELECT 1 "
    "FROM consent c WHERE c.person = p.person AND c.purpose = p.consent AND c.withdrawn_at IS "
    "NULL) THEN 'consent' ELSE '' END, EXISTS (SELECT 1 FROM parcel q INDEXED BY parcel_tried "
    "WHERE q.phone = p.phone AND q.id < p.id AND q.tries > 0 AND q.state < 3 AND q.class = "
    "p.class) FROM parcel p INDEXED BY parcel_waiting WHERE p.state = 0 "
    "AND p.class = ?1 AND p.campaign = ?2 AND p.id > ?4 AND NOT ifnull((SELECT c.held FROM "
    "campaign c WHERE c.id = ?2), 0) ORDER BY p.id LIMIT ?3"};
#undef STOPPED_NUMBER
// An alert's parcels have its text. Paused, or outside its hours, it is held: nothing of it leaves.
constexpr Sql kTexts{"parcels.campaign_texts",
                     "SELECT language, body FROM campaign_text WHERE campaign = ?"};
constexpr Sql kSeen{"parcels.seen",
                    "SELECT id, state, tries, segments, route, reason, written_at, moved_at, "
                    "valid_until FROM parcel WHERE once IN (?1, ?2)"};
// A leap from one campaign to the next in the index, however many wait of each.
constexpr Sql kCampaigns{
    "parcels.campaigns",
    "WITH RECURSIVE c (n) AS (SELECT (SELECT min(campaign) FROM parcel INDEXED BY parcel_waiting "
    "WHERE state = 0 AND class = 2) UNION ALL SELECT (SELECT min(campaign) FROM parcel INDEXED BY "
    "parcel_waiting WHERE state = 0 AND class = 2 AND campaign > c.n) FROM c WHERE c.n IS NOT "
    "NULL LIMIT 1000) SELECT n FROM c WHERE n IS NOT NULL AND NOT ifnull((SELECT k.held FROM "
    "campaign k WHERE k.id = c.n), 0)"};
// So many rows in the order of their key, whatever stands in them: a page costs the same among a million that ended.
constexpr Sql kOpenParts{
    "parcels.open_parts",
    "SELECT q.message_id, q.parcel, q.state = 3 AND p.state = 3 AND p.valid_until > ?4, "
    "p.valid_until FROM parcel_part q LEFT JOIN parcel p ON p.id = q.parcel WHERE q.route = ?1 AND "
    "(q.message_id, q.parcel) > (?2, ?3) ORDER BY q.message_id, q.parcel LIMIT ?5"};
constexpr Sql kCountWaiting{"parcels.count_waiting",
                            "SELECT class, count(*) FROM parcel INDEXED BY parcel_waiting WHERE "
                            "state = 0 GROUP BY class"};
constexpr Sql kCountResting{
    "parcels.count_resting",
    "SELECT count(*) FROM parcel INDEXED BY parcel_resting WHERE state = 1"};
constexpr Sql kCountHanded{
    "parcels.count_handed",
    "SELECT count(*) FROM parcel INDEXED BY parcel_tried WHERE " PARCEL_IN_HANDS};
constexpr Sql kCountParked{"parcels.count_parked", "SELECT count(*) FROM receipt_parked"};
constexpr Sql kOldest{"parcels.oldest",
                      "SELECT min(written_at) FROM (SELECT written_at FROM parcel INDEXED BY "
                      "parcel_waiting WHERE state = 0 AND class < 2 ORDER BY class, campaign, id "
                      "LIMIT 1)"};

} // namespace

namespace {

Result<void> give_texts(Prepared& sql, std::int64_t campaign,
                        std::vector<outbox::Parcel>& parcels) {
    Run run(sql[kTexts]);
    run->bind(1, campaign);
    while (run->step())
        for (auto& parcel : parcels)
            if (parcel.subject == 0 && parcel.language == run->text(0)) parcel.text = run->text(1);
    return sql.ended(*run, kTexts);
}

} // namespace

Result<std::vector<outbox::Parcel>> waiting_parcels(Prepared& sql, outbox::Want const& want) {
    std::vector<outbox::Parcel> out;
    Run run(sql[kWaiting]);
    run->bind(1, static_cast<std::int64_t>(want.cls))
        .bind(2, want.campaign)
        .bind(3, static_cast<std::int64_t>(want.max))
        .bind(4, want.after);
    while (run->step()) {
        auto& parcel = out.emplace_back();
        parcel.id = run->integer(0);
        parcel.to = Msisdn::from_number(static_cast<std::uint64_t>(run->integer(1)));
        parcel.person = run->integer(2);
        parcel.subject = run->integer(3);
        parcel.language = run->text(4);
        parcel.category = run->text(5);
        parcel.consent = run->text(6);
        parcel.behind = run->integer(14) != 0;
        if (parcel.subject != 0 && !parcel.behind) read_parcel_body(run->text(7), parcel);
        parcel.written_at = TimePoint(Millis(run->integer(8)));
        parcel.valid_until = TimePoint(Millis(run->integer(9)));
        parcel.tries = static_cast<std::uint32_t>(run->integer(10));
        parcel.route = run->text(11);
        parcel.campaign = run->integer(12);
        parcel.barred = run->text(13);
        parcel.cls = want.cls;
    }
    if (auto ended = sql.ended(*run, kWaiting); !ended) return fail(ended.error());
    if (want.campaign != 0 && !out.empty())
        if (auto given = give_texts(sql, want.campaign, out); !given) return fail(given.error());
    return out;
}

Result<std::optional<outbox::Seen>> message_seen(Prepared& sql, std::string_view named,
                                                 std::string_view once) {
    auto const digest = once_digest(once), name = once_name(named);
    Run run(sql[kSeen]);
    std::optional<outbox::Seen> out;
    if (run->bind_octets(1, name).bind_octets(2, digest).step()) {
        out.emplace();
        out->id = run->integer(0);
        out->state = static_cast<outbox::State>(run->integer(1));
        out->tries = static_cast<std::uint32_t>(run->integer(2));
        out->segments = static_cast<std::uint32_t>(run->integer(3));
        out->route = run->text(4);
        out->reason = run->text(5);
        out->written_at = TimePoint(Millis(run->integer(6)));
        out->moved_at = TimePoint(Millis(run->integer(7)));
        out->valid_until = TimePoint(Millis(run->integer(8)));
    }
    if (auto ended = sql.ended(*run, kSeen); !ended) return fail(ended.error());
    return out;
}

Result<std::vector<std::int64_t>> campaigns_with_waiting(Prepared& sql) {
    std::vector<std::int64_t> out;
    Run run(sql[kCampaigns]);
    while (run->step()) out.push_back(run->integer(0));
    if (auto ended = sql.ended(*run, kCampaigns); !ended) return fail(ended.error());
    return out;
}

Result<outbox::OpenParts> parts_without_end(Prepared& sql, outbox::OpenPartsAfter const& after) {
    outbox::OpenParts out;
    out.id = after.id;
    out.parcel = after.parcel;
    std::size_t looked_at = 0;
    Run run(sql[kOpenParts]);
    run->bind(1, after.route)
        .bind(2, after.id)
        .bind(3, after.parcel)
        .bind(4, after.now.time_since_epoch().count())
        .bind(5, static_cast<std::int64_t>(after.looked_at_max));
    for (; run->step(); ++looked_at) {
        out.id = run->text(0);
        out.parcel = run->integer(1);
        if (run->integer(2) == 0) continue;
        out.parts.push_back({out.id, TimePoint(Millis(run->integer(3)))});
    }
    if (auto ended = sql.ended(*run, kOpenParts); !ended) return fail(ended.error());
    out.all = looked_at < after.looked_at_max;
    return out;
}

Result<outbox::Counts> count_parcels(Prepared& sql) {
    outbox::Counts out;
    {
        Run run(sql[kCountWaiting]);
        while (run->step())
            if (auto const cls = run->integer(0);
                cls >= 0 && cls < static_cast<std::int64_t>(outbox::classes))
                out.waiting[cls] = static_cast<std::uint64_t>(run->integer(1));
        if (auto ended = sql.ended(*run, kCountWaiting); !ended) return fail(ended.error());
    }
    auto const one = [&](Sql const& which) -> Result<std::uint64_t> {
        auto const n = first(sql, which);
        if (!n) return fail(n.error());
        return static_cast<std::uint64_t>(n->value_or(0));
    };
    auto const resting = one(kCountResting), handed = one(kCountHanded), parked = one(kCountParked),
               oldest = one(kOldest);
    for (auto const* each : {&resting, &handed, &parked, &oldest})
        if (!*each) return fail(each->error());
    out.resting = *resting;
    out.handed = *handed;
    out.parked_receipts = *parked;
    out.oldest_waiting = TimePoint(Millis(static_cast<std::int64_t>(*oldest)));
    return out;
}

} // namespace haatline::storage
