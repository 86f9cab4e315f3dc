#include "storage/campaign.hpp"
#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/campaign_readers.hpp"
#include "storage/sqlite/campaign_rows.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/transaction.hpp"

#include <filesystem>

namespace haatline::storage::campaigns {
namespace {

constexpr Sql kMove{"campaign.move",
                    "UPDATE campaign SET state = ?2, changed_at = ?3, submitted_by = CASE ?4 WHEN "
                    "'submit' THEN ?5 WHEN 'return' THEN '' ELSE submitted_by END, approved_by = "
                    "CASE ?4 WHEN 'approve' THEN ?5 ELSE approved_by END, held = ?2 = 'paused', "
                    "ended_at = CASE WHEN ?6 "
                    "THEN ?3 ELSE ended_at END WHERE id = ?1"};
// The gateway keeps a few thousand ahead at the most, each line found by its index.
constexpr Sql kCancelWaiting{"campaign.cancel_waiting",
                             "UPDATE parcel SET state = 9, moved_at = ?2, reason = 'cancelled' "
                             "WHERE class = 2 AND campaign = ?1 AND state = 0"};
constexpr Sql kCancelResting{"campaign.cancel_resting",
                             "UPDATE parcel SET state = 9, moved_at = ?2, reason = 'cancelled' "
                             "WHERE class = 2 AND campaign = ?1 AND state = 1"};
constexpr Sql kTry{"campaign_trial.add",
                   "INSERT INTO campaign_trial (campaign, phone, language, asked_by, asked_at) "
                   "VALUES (?, ?, ?, ?, ?)"};
constexpr Sql kTrialsOfDay{"campaign_trial.count", "SELECT count(*) FROM campaign_trial"};
constexpr Sql kRange{"campaign.range",
                     "SELECT first_parcel, last_parcel FROM campaign WHERE id = ?"};
// Through the rows its parcels are among, on a connection that only reads: counting them as they move would cost each of
// them three times as much.
constexpr Sql kOutcomes{
    "campaign.outcomes",
    "SELECT state, reason, count(*), ifnull(sum(segments), 0) FROM parcel WHERE id BETWEEN ?2 AND "
    "?3 AND campaign = ?1 GROUP BY state, reason"};
constexpr Sql kSubscribers{
    "campaign.subscribed",
    "SELECT count(*) FROM subscription WHERE topic = ? AND until_at IS NULL"};

/// Phones of the desk that may wait for a trial at once: nobody's way around an approval.
constexpr std::int64_t kTrialsMost = 20;

std::int64_t stored(TimePoint at) { return at.time_since_epoch().count(); }

/// What the audit hashes.
std::string in_words(Campaign const& campaign) {
    return fmt::format("{} {} {}", alerts::name_of(campaign.standing), campaign.mark,
                       campaign.approved_by);
}

/// One short transaction around an act on an alert and the audit of that.
template <class Act>
Result<Campaign> within(std::string const& dir, Act act) {
    auto db = open_beside(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    Transaction transaction(sql);
    if (auto begun = transaction.begin(); !begun) return fail(begun.error());
    Result<std::int64_t> const id = act(sql);
    if (!id) return fail(id.error());
    auto campaign = read_campaign(sql, *id);
    if (!campaign) return campaign;
    if (auto done = transaction.commit(); !done) return fail(done.error());
    return campaign;
}

Result<void> record(Prepared& sql, Staff const& staff, std::string_view verb, std::int64_t id,
                    std::string const& before, std::string_view reason) {
    auto const after = read_campaign(sql, id);
    if (!after) return fail(after.error());
    return audit(sql.db(),
                 {staff.name, fmt::format("alert.{}", verb), fmt::format("alert {}", id), before,
                  in_words(*after), std::string(reason)},
                 staff.now);
}

Result<void> cancel_parcels(Prepared& sql, std::int64_t id, TimePoint now) {
    for (auto const* which : {&kCancelWaiting, &kCancelResting})
        if (auto done = change(sql, *which, id, stored(now)); !done) return fail(done.error());
    return {};
}

Result<void> may_move(Campaign const& campaign, alerts::Verb verb, TimePoint now,
                      std::string_view mark) {
    bool const onwards = verb == alerts::Verb::submit || verb == alerts::Verb::approve ||
                         verb == alerts::Verb::resume;
    if (onwards && campaign.item.valid_until <= now)
        return fail(Errc::conflict, "its validity is over: edit the draft, or write a new one");
    if (!mark.empty() && mark != campaign.mark)
        return fail(Errc::conflict,
                    fmt::format("it reads {} now, not {}: look at it again before you approve it",
                                campaign.mark, mark));
    return {};
}

Result<Db> open_to_read(std::string const& dir) {
    std::error_code unreadable;
    if (!std::filesystem::exists(database_path(dir), unreadable))
        return fail(Errc::not_found, fmt::format("{}: there is no database: give the gateway's "
                                                 "folder with --data",
                                                 database_path(dir)));
    return open_reading(dir);
}

} // namespace

Result<Campaign> create(std::string const& dir, alerts::Item const& item, Staff const& staff) {
    return within(dir, [&](Prepared& sql) -> Result<std::int64_t> {
        auto const id = add_campaign(sql, item, staff);
        if (!id) return id;
        if (auto told = record(sql, staff, "new", *id, "", ""); !told) return fail(told.error());
        return id;
    });
}

Result<Campaign> edit(std::string const& dir, std::int64_t id, alerts::Item const& item,
                      Staff const& staff) {
    return within(dir, [&](Prepared& sql) -> Result<std::int64_t> {
        auto const before = read_campaign(sql, id);
        if (!before) return fail(before.error());
        auto const may =
            alerts::moved(before->standing, alerts::Verb::edit, staff.name, before->hands);
        if (!may) return fail(may.error());
        if (auto done = rewrite_campaign(sql, id, item, staff); !done) return fail(done.error());
        if (auto told = record(sql, staff, "edit", id, in_words(*before), ""); !told)
            return fail(told.error());
        return id;
    });
}

Result<Campaign> move(std::string const& dir, std::int64_t id, alerts::Verb verb,
                      Staff const& staff, std::string_view reason, std::string_view mark) {
    if (verb == alerts::Verb::edit) return fail(Errc::internal, "an edit comes with its item");
    if (staff.name.empty()) return fail(Errc::bad_request, "an act needs who did it");
    return within(dir, [&](Prepared& sql) -> Result<std::int64_t> {
        auto const before = read_campaign(sql, id);
        if (!before) return fail(before.error());
        auto const to = alerts::moved(before->standing, verb, staff.name, before->hands);
        if (!to) return fail(to.error());
        if (auto may = may_move(*before, verb, staff.now, mark); !may) return fail(may.error());
        auto const done = change(sql, kMove, id, alerts::name_of(*to), stored(staff.now),
                                 alerts::name_of(verb), staff.name, alerts::is_over(*to) ? 1 : 0);
        if (!done) return fail(done.error());
        if (verb == alerts::Verb::cancel)
            if (auto gone = cancel_parcels(sql, id, staff.now); !gone) return fail(gone.error());
        if (auto told = record(sql, staff, alerts::name_of(verb), id, in_words(*before), reason);
            !told)
            return fail(told.error());
        return id;
    });
}

Result<void> try_on(std::string const& dir, std::int64_t id, Msisdn to, std::string_view language,
                    Staff const& staff) {
    auto const done = within(dir, [&](Prepared& sql) -> Result<std::int64_t> {
        auto const campaign = read_campaign(sql, id);
        if (!campaign) return fail(campaign.error());
        if (alerts::is_over(campaign->standing) || campaign->item.valid_until <= staff.now)
            return fail(Errc::conflict, "it is over: nothing of it is sent any more");
        std::string known;
        bool there = false;
        for (auto const& text : campaign->item.texts) {
            there = there || text.language == language;
            known += fmt::format("{}{}", known.empty() ? "" : ", ", text.language);
        }
        if (!there)
            return fail(Errc::bad_request,
                        fmt::format("it has no text in '{}'; it has {}", language, known));
        auto const waiting = first(sql, kTrialsOfDay);
        if (!waiting) return fail(waiting.error());
        if (waiting->value_or(0) >= kTrialsMost)
            return fail(Errc::limit, "20 trials wait already: does the gateway run?");
        auto const added =
            change(sql, kTry, id, to.number(), language, staff.name, stored(staff.now));
        if (!added) return fail(added.error());
        if (auto told = record(sql, staff, "test-send", id, in_words(*campaign), ""); !told)
            return fail(told.error());
        return id;
    });
    if (!done) return fail(done.error());
    return {};
}

Result<Campaign> show(std::string const& dir, std::int64_t id) {
    auto db = open_to_read(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    return read_campaign(sql, id);
}

Result<std::vector<Campaign>> list(std::string const& dir, Filter const& filter) {
    if (!filter.standing.empty() && filter.standing != "all" &&
        !alerts::standing_named(filter.standing))
        return fail(Errc::bad_request,
                    fmt::format("'{}' is no standing of an alert: draft, submitted, approved, "
                                "sending, paused, done, cancelled, expired, all",
                                filter.standing));
    auto db = open_to_read(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    return read_campaigns(sql, filter);
}

Result<alerts::Counts> count(std::string const& dir, std::int64_t id, std::uint64_t most,
                             TimePoint now) {
    auto db = open_to_read(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    auto const rule = audience_rule(sql, id);
    if (!rule) return fail(rule.error());
    return count_readers(sql, *rule, most, now);
}

Result<Progress> progress(std::string const& dir, std::int64_t id) {
    auto db = open_to_read(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    auto campaign = read_campaign(sql, id);
    if (!campaign) return fail(campaign.error());
    Progress out;
    out.campaign = std::move(*campaign);
    std::int64_t from = 0, to = 0;
    {
        Run row(sql[kRange]);
        if (row->bind(1, id).step()) {
            from = row->integer(0);
            to = row->integer(1);
        }
        if (auto ended = sql.ended(*row, kRange); !ended) return fail(ended.error());
    }
    {
        Run row(sql[kSubscribers]);
        if (row->bind(1, out.campaign.item.topic).step())
            out.subscribers = static_cast<std::uint64_t>(row->integer(0));
        if (auto ended = sql.ended(*row, kSubscribers); !ended) return fail(ended.error());
    }
    if (from == 0 || to == 0) return out;
    Run row(sql[kOutcomes]);
    row->bind(1, id).bind(2, from).bind(3, to);
    while (row->step()) {
        auto const state = static_cast<std::size_t>(row->integer(0));
        auto const n = static_cast<std::uint64_t>(row->integer(2));
        if (state < out.by_state.size()) out.by_state[state] += n;
        if (!row->text(1).empty()) out.reasons.emplace_back(std::string(row->text(1)), n);
        out.segments += static_cast<std::uint64_t>(row->integer(3));
    }
    if (auto ended = sql.ended(*row, kOutcomes); !ended) return fail(ended.error());
    return out;
}

} // namespace haatline::storage::campaigns
