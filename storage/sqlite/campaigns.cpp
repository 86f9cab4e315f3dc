#include "storage/sqlite/campaigns.hpp"

#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/campaign_readers.hpp"
#include "storage/sqlite/parcels.hpp"

#include <algorithm>
#include <array>

namespace haatline::storage {
namespace {

using alerts::Standing;
using alerts::Verb;

/// Subscribers looked at in one commit, where an audience is a small part of them: callers wait for no more than
/// some milliseconds (docs/performance.md).
constexpr std::size_t kLookedAtMost = 1'024;

constexpr Sql kIsSending{"campaign.is_sending",
                         "SELECT 1 FROM campaign WHERE id = ?1 AND state = 'sending' AND "
                         "all_written = 0 AND valid_until > ?2"};
constexpr Sql kWaits{"campaign.waits",
                     "SELECT count(*) FROM (SELECT 1 FROM parcel WHERE class = 2 AND campaign = ?1 "
                     "AND state = 0 LIMIT ?2)"};
constexpr Sql kNewest{"parcel.newest", "SELECT ifnull(max(id), 0) FROM parcel"};
constexpr Sql kMoved{"campaign.moved",
                     "UPDATE campaign SET cursor = max(cursor, ?2), looked_at = looked_at + ?3, "
                     "written = written + ?4, all_written = ?5, last_parcel = CASE ?4 WHEN 0 THEN "
                     "last_parcel ELSE ?6 END, written_at = CASE ?4 WHEN 0 THEN written_at ELSE ?7 "
                     "END WHERE id = ?1"};
constexpr Sql kFirstParcel{
    "campaign.first_parcel",
    "UPDATE campaign SET first_parcel = ?2 WHERE id = ?1 AND first_parcel = 0"};

// Each asks the index by standing; a handful are alive at a time.
constexpr Sql kExpiring{
    "campaign.expiring",
    "SELECT id, state FROM campaign WHERE state IN ('submitted', 'approved', 'sending', 'paused') "
    "AND valid_until <= ?"};
constexpr Sql kDue{"campaign.due", "SELECT id, state FROM campaign WHERE state = 'approved' AND "
                                   "valid_until > ?1 AND start_at <= ?1"};
constexpr Sql kFinished{
    "campaign.finished",
    "SELECT id, state FROM campaign WHERE state = 'sending' AND all_written = 1 AND NOT EXISTS "
    "(SELECT 1 FROM parcel WHERE class = 2 AND campaign = campaign.id AND state = 0)"};
constexpr Sql kMove{"campaign.step",
                    "UPDATE campaign SET state = ?2, changed_at = ?3, began_at = CASE WHEN ?2 = "
                    "'sending' AND began_at = 0 THEN ?3 ELSE began_at END, ended_at = CASE WHEN ?4 "
                    "THEN ?3 ELSE ended_at END WHERE id = ?1"};
constexpr Sql kHold{"campaign.hold", "UPDATE campaign SET held = ?2 WHERE id = ?1 AND held <> ?2"};
constexpr Sql kExpireWaiting{"campaign.expire_waiting",
                             "UPDATE parcel SET state = 7, moved_at = ?2 WHERE class = 2 AND "
                             "campaign = ?1 AND state = 0"};
constexpr Sql kRunning{"campaign.running",
                       "SELECT id, state = 'paused', hours_from, hours_to, per_second, "
                       "all_written, valid_until, mark FROM campaign WHERE state IN ('sending', "
                       "'paused') ORDER BY id"};
// What rests or is in a carrier's hands is little but in a bad hour: then it is not over yet.
constexpr std::size_t kRestingLooked = 1'000;
constexpr Sql kOnTheWay{
    "campaign.on_the_way",
    "SELECT count(*) >= ?2 OR ifnull(max(campaign = ?1), 0) FROM (SELECT campaign FROM parcel "
    "WHERE state = 1 LIMIT ?2)"};
constexpr Sql kInHands{
    "campaign.in_hands",
    "SELECT EXISTS (SELECT 1 FROM parcel INDEXED BY parcel_tried WHERE " PARCEL_IN_HANDS
    " AND campaign = ?1)"};

constexpr Sql kTrials{
    "campaign_trial.all",
    "SELECT t.id, t.campaign, t.phone, x.language, x.body, c.category, c.valid_until FROM "
    "campaign_trial t CROSS JOIN campaign c ON c.id = t.campaign CROSS JOIN campaign_text x ON "
    "x.campaign = c.id AND x.language = t.language ORDER BY t.id LIMIT 100"};
constexpr Sql kTried{"campaign_trial.tried", "DELETE FROM campaign_trial WHERE id = ?"};

constexpr Sql kCancelHers{
    "campaign.cancel_hers",
    "UPDATE parcel SET state = 9, moved_at = ?3, reason = 'preference' WHERE phone IN (SELECT "
    "phone FROM person_phone WHERE person = ?1) AND person = ?1 AND class = 2 AND state < 2 AND "
    "consent = 'alerts' AND (?2 = '' OR campaign IN (SELECT id FROM campaign WHERE topic = ?2))"};

std::int64_t stored(TimePoint at) { return at.time_since_epoch().count(); }

struct Due {
    std::int64_t id;
    Standing from;
};

Result<std::vector<Due>> due(Prepared& sql, Sql const& which, TimePoint now) {
    std::vector<Due> out;
    Run row(sql[which]);
    if (&which != &kFinished) row->bind(1, stored(now));
    while (row->step()) {
        auto const standing = alerts::standing_named(row->text(1));
        if (standing) out.push_back({row->integer(0), *standing});
    }
    if (auto ended = sql.ended(*row, which); !ended) return fail(ended.error());
    return out;
}

Result<bool> still_on_the_way(Prepared& sql, std::int64_t campaign) {
    auto resting = first(sql, kOnTheWay, campaign, kRestingLooked);
    if (!resting) return fail(resting.error());
    if (resting->value_or(0) != 0) return true;
    auto const handed = first(sql, kInHands, campaign);
    if (!handed) return fail(handed.error());
    return handed->value_or(0) != 0;
}

/// Outside their hours, and while they are paused, what waits of them stays.
Result<void> hold_by_the_clock(Prepared& sql, campaigns::Tended& out, TimePoint now) {
    for (auto const& each : out.running) {
        bool const held = each.paused || !each.hours.hold(now);
        auto const changed = change(sql, kHold, each.id, held ? 1 : 0);
        if (!changed) return fail(changed.error());
        if (*changed > 0 && !held) ++out.let_go;
    }
    return {};
}

/// A step that time takes, with its row in the audit.
Result<void> step(Prepared& sql, Due const& each, Verb verb, TimePoint now) {
    auto const to = alerts::moved(each.from, verb, {}, {});
    if (!to) return fail(to.error());
    if (auto done = change(sql, kMove, each.id, alerts::name_of(*to), stored(now),
                           alerts::is_over(*to) ? 1 : 0);
        !done)
        return fail(done.error());
    if (*to == Standing::expired)
        if (auto done = change(sql, kExpireWaiting, each.id, stored(now)); !done)
            return fail(done.error());
    if (*to == Standing::sending) {
        auto const newest = first(sql, kNewest);
        if (!newest) return fail(newest.error());
        if (auto done = change(sql, kFirstParcel, each.id, newest->value_or(0) + 1); !done)
            return fail(done.error());
    }
    return audit(sql.db(),
                 {"gateway", fmt::format("alert.{}", alerts::name_of(verb)),
                  fmt::format("alert {}", each.id), std::string(alerts::name_of(each.from)),
                  std::string(alerts::name_of(*to)), ""},
                 now);
}

Result<std::size_t> step_all(Prepared& sql, Sql const& which, Verb verb, TimePoint now) {
    auto const all = due(sql, which, now);
    if (!all) return fail(all.error());
    std::size_t moved = 0;
    for (auto const& each : *all) {
        if (verb == Verb::finish) {
            auto const waits = still_on_the_way(sql, each.id);
            if (!waits) return fail(waits.error());
            if (*waits) continue;
        }
        if (auto done = step(sql, each, verb, now); !done) return fail(done.error());
        ++moved;
    }
    return moved;
}

Result<void> read_running(Prepared& sql, campaigns::Tended& out) {
    Run row(sql[kRunning]);
    while (row->step()) {
        campaigns::Running one;
        one.id = row->integer(0);
        one.paused = row->integer(1) != 0;
        one.hours = {std::chrono::minutes(row->integer(2)), std::chrono::minutes(row->integer(3))};
        one.per_second = static_cast<std::uint32_t>(row->integer(4));
        one.all_written = row->integer(5) != 0;
        one.valid_until = TimePoint(Millis(row->integer(6)));
        one.mark = row->text(7);
        out.running.push_back(std::move(one));
    }
    return sql.ended(*row, kRunning);
}

Result<void> read_trials(Prepared& sql, campaigns::Tended& out) {
    Run row(sql[kTrials]);
    while (row->step()) {
        campaigns::Trial one;
        one.id = row->integer(0);
        one.campaign = row->integer(1);
        one.to = Msisdn::from_number(static_cast<std::uint64_t>(row->integer(2)));
        one.language = row->text(3);
        one.body = row->text(4);
        one.category = row->text(5);
        one.valid_until = TimePoint(Millis(row->integer(6)));
        out.trials.push_back(std::move(one));
    }
    return sql.ended(*row, kTrials);
}

} // namespace

Result<campaigns::Fed> feed_campaign(Prepared& sql, campaigns::Feed const& feed) {
    campaigns::Fed out;
    auto const sending = first(sql, kIsSending, feed.campaign, stored(feed.now));
    if (!sending) return fail(sending.error());
    if (!*sending) return out;
    out.sending = true;
    auto max = feed.max;
    bool const is_bounded = feed.ahead > 0;
    if (is_bounded) {
        out.waiting = feed.waiting_at_most;
        if (feed.waiting_at_most > feed.ahead - std::min(feed.ahead, feed.max)) {
            auto const waiting = first(sql, kWaits, feed.campaign, feed.ahead);
            if (!waiting) return fail(waiting.error());
            out.waiting = static_cast<std::size_t>(waiting->value_or(0));
        }
        max = std::min(feed.max, feed.ahead - std::min(feed.ahead, out.waiting));
    }
    if (max == 0) return out;
    auto rule = audience_rule(sql, feed.campaign);
    if (!rule) return fail(rule.error());
    while (out.written < max && out.looked_at < kLookedAtMost && !out.all_written) {
        auto const most = std::min(max - out.written, kLookedAtMost - out.looked_at);
        auto const slice = write_slice(sql, *rule, most, feed.now);
        if (!slice) return fail(slice.error());
        out.written += slice->written;
        out.looked_at += slice->looked_at;
        out.all_written = slice->looked_at < most;
        if (slice->cursor > 0) rule->cursor = slice->cursor;
    }
    out.cursor = rule->cursor;
    if (is_bounded && out.waiting < feed.ahead) out.waiting_at_most = out.waiting + out.written;
    out.waiting += out.written;
    auto const done = change(sql, kMoved, feed.campaign, out.cursor, out.looked_at, out.written,
                             out.all_written ? 1 : 0, sql.db().last_id(), stored(feed.now));
    if (!done) return fail(done.error());
    return out;
}

Result<campaigns::Tended> tend_campaigns(Prepared& sql, TimePoint now,
                                         std::span<std::int64_t const> tried) {
    campaigns::Tended out;
    for (auto const id : tried)
        if (auto done = change(sql, kTried, id); !done) return fail(done.error());
    auto const expired = step_all(sql, kExpiring, Verb::expire, now);
    if (!expired) return fail(expired.error());
    auto const begun = step_all(sql, kDue, Verb::begin, now);
    if (!begun) return fail(begun.error());
    auto const finished = step_all(sql, kFinished, Verb::finish, now);
    if (!finished) return fail(finished.error());
    out.expired = *expired;
    out.begun = *begun;
    out.finished = *finished;
    if (auto read = read_running(sql, out); !read) return fail(read.error());
    if (auto held = hold_by_the_clock(sql, out, now); !held) return fail(held.error());
    if (auto read = read_trials(sql, out); !read) return fail(read.error());
    return out;
}

Result<void> cancel_alerts_for(Act& act, std::int64_t person, std::string_view topic) {
    auto const done = change(act.sql, kCancelHers, person, topic, act.now());
    if (!done) return fail(done.error());
    act.quieter = true;
    return {};
}

} // namespace haatline::storage
