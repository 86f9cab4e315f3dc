#include "storage/sqlite/upkeep.hpp"

#include "storage/sqlite/key_file.hpp"
#include "storage/sqlite/transaction.hpp"

#include <array>

namespace haatline::storage {
namespace {

/// Rewriting a row costs some 20 µs with its page in the log, so a slice holds turns up for 5-10 ms.
constexpr int kRowsASlice = 256;
constexpr std::int64_t kLookedAt = 8 * kRowsASlice; ///< of a sweep: most are passed over
/// Between two rounds of forgetting; erasures are looked for whenever somebody asks.
constexpr auto kForgetEvery = std::chrono::hours(1);
/// A clock that was ahead and stepped back must not keep what it dated for years.
constexpr auto kAheadAtMost = std::chrono::hours(1);

// Only steps that no start reads back any more.
#define COVERED                                                                                    \
    "(SELECT ifnull(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = 'covered_seq')"
constexpr Sql kOldScreens{
    "upkeep.screens",
    "SELECT seq, at FROM event WHERE seq > (SELECT ifnull(max(CAST(value AS INTEGER)), 0) FROM "
    "meta WHERE key = 'screens_seq') AND seq <= " COVERED " ORDER BY seq LIMIT ?"};
constexpr Sql kBlank{"upkeep.blank",
                     "UPDATE event SET state = '', reply = '', identity = '' WHERE seq > (SELECT "
                     "ifnull(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = 'screens_seq') "
                     "AND seq <= ? AND (state <> '' OR reply <> '' OR identity <> '')"};
constexpr Sql kBlanked{"upkeep.blanked",
                       "INSERT INTO meta (key, value) VALUES ('screens_seq', ?1) ON CONFLICT DO "
                       "UPDATE SET value = ?1"};
// The newest step stays always: the next one's number comes from it.
constexpr Sql kOldSteps{"upkeep.steps",
                        "SELECT seq, at FROM event WHERE seq <= " COVERED
                        " AND seq < (SELECT max(seq) FROM event) ORDER BY seq LIMIT ?"};
constexpr Sql kDropSteps{"upkeep.drop_steps", "DELETE FROM event WHERE seq <= ?"};
#undef COVERED

// ?1: where to go on, ?2: older than this, ?3: how many to look at.
struct Sweep {
    Sql last;  ///< the last row this slice looks at; NULL at the end
    Sql sweep; ///< ?1 < key <= ?4
};
// A listing's serial was printed, so the newest of a table stays (the next number comes from it).
constexpr Sweep kDialogues{
    {"upkeep.dialogues.last", "SELECT max(phone) FROM (SELECT phone FROM snapshot WHERE phone > ?1 "
                              "ORDER BY phone LIMIT ?2)"},
    {"upkeep.dialogues", "DELETE FROM snapshot WHERE phone > ?1 AND phone <= ?2 AND at < ?3"}};
constexpr Sweep kPosts{
    {"upkeep.posts.last",
     "SELECT max(serial) FROM (SELECT serial FROM listing WHERE serial > ?1 ORDER BY serial LIMIT "
     "?2)"},
    {"upkeep.posts", "DELETE FROM listing WHERE serial > ?1 AND serial <= ?2 AND expires_at < ?3 "
                     "AND serial < (SELECT max(serial) FROM listing)"}};
constexpr Sweep kAsks{
    {"upkeep.asks.last",
     "SELECT max(serial) FROM (SELECT serial FROM enquiry WHERE serial > ?1 ORDER BY serial LIMIT "
     "?2)"},
    {"upkeep.asks", "DELETE FROM enquiry WHERE serial > ?1 AND serial <= ?2 AND expires_at < ?3 "
                    "AND serial < (SELECT max(serial) FROM enquiry) AND NOT EXISTS (SELECT 1 FROM "
                    "report r WHERE r.enquiry = enquiry.serial)"}};
// The desk's ledger stays; whose ticket it was goes.
constexpr Sweep kTickets{
    {"upkeep.tickets.last",
     "SELECT max(serial) FROM (SELECT serial FROM ticket WHERE serial > ?1 ORDER BY serial LIMIT "
     "?2)"},
    {"upkeep.tickets", "UPDATE ticket SET phone = NULL, other_phone = NULL WHERE serial > ?1 AND "
                       "serial <= ?2 AND state = 'done' AND done_at < ?3 AND (phone IS NOT NULL OR "
                       "other_phone IS NOT NULL)"}};
// What was sent, sealed: the ledger keeps that it was.
constexpr Sweep kMessages{
    {"upkeep.messages.last",
     "SELECT max(id) FROM (SELECT id FROM parcel WHERE id > ?1 ORDER BY id LIMIT ?2)"},
    {"upkeep.messages", "UPDATE parcel SET body = NULL WHERE id > ?1 AND id <= ?2 AND written_at < "
                        "?3 AND state > 2 AND body IS NOT NULL"}};
// Nothing of ours answered to them: whoever sends receipts for what never was must not fill the disk.
constexpr Sweep kReceipts{
    {"upkeep.receipts.last",
     "SELECT max(id) FROM (SELECT id FROM receipt_parked WHERE id > ?1 ORDER BY id LIMIT ?2)"},
    {"upkeep.receipts", "DELETE FROM receipt_parked WHERE id > ?1 AND id <= ?2 AND at < ?3"}};
// Providers' names for parts, in the order of their key. No index knows their age: it would cost each message an entry.
#define BEHIND "(route, message_id, parcel) > (?1, ?2, ?3)"
constexpr Sql kPartsLast{
    "upkeep.parts.last",
    "SELECT route, message_id, parcel FROM (SELECT route, message_id, parcel FROM parcel_part "
    "WHERE " BEHIND " ORDER BY route, message_id, parcel LIMIT ?4) ORDER BY route DESC, message_id "
    "DESC, parcel DESC LIMIT 1"};
constexpr Sql kParts{"upkeep.parts",
                     "DELETE FROM parcel_part WHERE " BEHIND
                     " AND (route, message_id, parcel) <= (?4, ?5, ?6) AND at < ?7"};
#undef BEHIND
constexpr Sql kDue{"upkeep.due",
                   "SELECT id FROM person WHERE delete_at IS NOT NULL AND delete_at <= ? LIMIT 1"};

/// What one slice of a job came to.
struct Done {
    std::uint64_t rows = 0;
    bool more = false;
};

bool young(Upkeep& upkeep, std::int64_t at, Millis kept) {
    TimePoint const time{Millis(at)};
    return time >= upkeep.now() - kept && time <= upkeep.now() + kAheadAtMost;
}

/// The last of the oldest steps that had their time; 0: none.
Result<std::int64_t> oldest_to(Upkeep& upkeep, Sql const& sql, Millis kept, bool& more) {
    Run run(upkeep.sql()[sql]);
    run->bind(1, kRowsASlice);
    std::int64_t to = 0;
    int read = 0;
    while (run->step()) {
        if (young(upkeep, run->integer(1), kept)) return to;
        to = run->integer(0);
        ++read;
    }
    if (auto ended = upkeep.sql().ended(*run, sql); !ended) return fail(ended.error());
    more = read == kRowsASlice;
    return to;
}

Result<Done> screens(Upkeep& upkeep) {
    Done out;
    auto const to = oldest_to(upkeep, kOldScreens, upkeep.retention().screens, out.more);
    if (!to) return fail(to.error());
    if (*to == 0) return out;
    auto const blanked = change(upkeep.sql(), kBlank, *to);
    if (!blanked) return fail(blanked.error());
    out.rows = static_cast<std::uint64_t>(*blanked);
    auto const noted = change(upkeep.sql(), kBlanked, std::to_string(*to));
    if (!noted) return fail(noted.error());
    return out;
}

Result<Done> steps(Upkeep& upkeep) {
    Done out;
    auto const to = oldest_to(upkeep, kOldSteps, upkeep.retention().events, out.more);
    if (!to) return fail(to.error());
    if (*to == 0) return out;
    auto const dropped = change(upkeep.sql(), kDropSteps, *to);
    if (!dropped) return fail(dropped.error());
    out.rows = static_cast<std::uint64_t>(*dropped);
    return out;
}

Result<Done> swept(Upkeep& upkeep, Sweep const& sweep, Millis kept) {
    Done out;
    std::int64_t last = 0;
    {
        Run run(upkeep.sql()[sweep.last]);
        run->bind(1, upkeep.cursor()).bind(2, kLookedAt);
        out.more = run->step() && !run->is_null(0);
        if (out.more) last = run->integer(0);
        if (auto ended = upkeep.sql().ended(*run, sweep.last); !ended) return fail(ended.error());
    }
    if (!out.more) return out;
    auto const changed = change(upkeep.sql(), sweep.sweep, upkeep.cursor(), last,
                                (upkeep.now() - kept).time_since_epoch().count());
    if (!changed) return fail(changed.error());
    out.rows = static_cast<std::uint64_t>(*changed);
    upkeep.cursor() = last;
    return out;
}

Result<Done> dialogues(Upkeep& upkeep) {
    return swept(upkeep, kDialogues, upkeep.retention().screens);
}
Result<Done> posts(Upkeep& upkeep) { return swept(upkeep, kPosts, upkeep.retention().finished); }
Result<Done> asks(Upkeep& upkeep) { return swept(upkeep, kAsks, upkeep.retention().finished); }
Result<Done> tickets(Upkeep& upkeep) {
    return swept(upkeep, kTickets, upkeep.retention().finished);
}

Result<Done> messages(Upkeep& upkeep) {
    return swept(upkeep, kMessages, upkeep.retention().events);
}
Result<Done> receipts(Upkeep& upkeep) {
    return swept(upkeep, kReceipts, upkeep.retention().receipts);
}

Result<Done> parts(Upkeep& upkeep) {
    Done out;
    auto& at = upkeep.part();
    Upkeep::Part last;
    {
        Run run(upkeep.sql()[kPartsLast]);
        run->bind(1, at.route).bind(2, at.id).bind(3, at.parcel).bind(4, kLookedAt);
        out.more = run->step();
        if (out.more)
            last = {std::string(run->text(0)), std::string(run->text(1)), run->integer(2)};
        if (auto ended = upkeep.sql().ended(*run, kPartsLast); !ended) return fail(ended.error());
    }
    if (out.more) {
        auto const gone = change(
            upkeep.sql(), kParts, at.route, at.id, at.parcel, last.route, last.id, last.parcel,
            (upkeep.now() - upkeep.retention().receipts).time_since_epoch().count());
        if (!gone) return fail(gone.error());
        out.rows = static_cast<std::uint64_t>(*gone);
    }
    at = std::move(last); // at the end: its beginning again
    return out;
}

constexpr Sql kStoreId{"upkeep.store_id", "SELECT value FROM meta WHERE key = 'store_id'"};
constexpr Sql kKeyDue{"upkeep.key_due", "SELECT person, subject FROM key_due LIMIT 1000"};
constexpr Sql kCopies{"upkeep.copies", "SELECT path FROM key_copy"};
constexpr Sql kCopyTold{"upkeep.copy_told", "UPDATE key_copy SET told = ?2 WHERE path = ?1"};
constexpr Sql kKeyDone{"upkeep.key_done", "DELETE FROM key_due WHERE person = ?1 AND subject = ?2"};

using Due = std::pair<std::int64_t, std::int64_t>; ///< person and subject; subject 0: herself

Result<void> tell_copy(Prepared& sql, std::string const& path, std::vector<Due> const& due,
                       bool& told) {
    std::vector<std::int64_t> persons, subjects;
    for (auto const& [person, subject] : due)
        subject == 0 ? persons.push_back(person) : subjects.push_back(subject);
    std::string store_id;
    {
        Run run(sql[kStoreId]);
        if (run->step()) store_id = run->text(0);
        if (auto ended = sql.ended(*run, kStoreId); !ended) return ended;
    }
    told = erase_in_key_file(path, store_id, subjects, persons).has_value();
    auto const noted = change(sql, kCopyTold, path, told ? 1 : 0);
    if (!noted) return fail(noted.error());
    return {};
}

/// Erasures reach the files that backups wrote keys into. One that cannot be reached (a disk that is
/// not mounted) is tried again in every round, and `haatline verify` names it.
Result<Done> key_copies(Upkeep& upkeep) {
    auto& sql = upkeep.sql();
    Done out;
    std::vector<Due> due;
    {
        Run run(sql[kKeyDue]);
        while (run->step()) due.emplace_back(run->integer(0), run->integer(1));
        if (auto ended = sql.ended(*run, kKeyDue); !ended) return fail(ended.error());
    }
    if (due.empty()) return out;
    std::vector<std::string> paths;
    {
        Run run(sql[kCopies]);
        while (run->step()) paths.emplace_back(run->text(0));
        if (auto ended = sql.ended(*run, kCopies); !ended) return fail(ended.error());
    }
    bool all = true;
    for (auto const& path : paths) {
        bool told = false;
        if (auto tried = tell_copy(sql, path, due, told); !tried) return fail(tried.error());
        all = all && told;
        if (told) ++out.rows;
    }
    if (!all) return out;
    for (auto const& [person, subject] : due)
        if (auto gone = change(sql, kKeyDone, person, subject); !gone) return fail(gone.error());
    out.more = due.size() == 1000;
    return out;
}

struct Job {
    std::string_view name;
    Result<Done> (*slice)(Upkeep&); ///< null: erasing, which keeps transactions of its own
    std::int64_t from;              ///< its cursor's beginning: below the first key
};
constexpr std::array kJobs{
    Job{"persons", nullptr, 0},    Job{"key_copies", &key_copies, 0},
    Job{"screens", &screens, 0},   Job{"dialogues", &dialogues, 0},
    Job{"steps", &steps, 0},       Job{"posts", &posts, -1},
    Job{"asks", &asks, -1},        Job{"tickets", &tickets, -1},
    Job{"messages", &messages, 0}, Job{"receipts", &receipts, 0},
    Job{"parts", &parts, 0},
};
constexpr std::size_t kErasing = 2; ///< how many of them are looked for whenever somebody asks

} // namespace

Upkeep::Upkeep(Prepared& sql, Subjects& subjects, Retention retention)
    : sql_(sql), subjects_(subjects), retention_(retention) {}
Upkeep::~Upkeep() = default;

void Upkeep::begin(TimePoint now, What what) {
    if (due()) return;
    now_ = now;
    bool const all = what == What::usual && (forgot_at_ == TimePoint{} || now < forgot_at_ ||
                                             now - forgot_at_ >= kForgetEvery);
    if (all) forgot_at_ = now;
    job_ = 0;
    jobs_end_ = all ? kJobs.size() : kErasing;
    cursor_ = kJobs[0].from;
    part_ = {};
    report_ = {};
    report_.at = now;
}

void Upkeep::slice() {
    auto const& job = kJobs[job_];
    auto const work = [&]() -> Result<Done> {
        if (!job.slice) {
            auto const erased = erase_next();
            if (!erased) return fail(erased.error());
            return Done{0, *erased};
        }
        Transaction transaction(sql_);
        if (auto begun = transaction.begin(); !begun) return fail(begun.error());
        auto out = job.slice(*this);
        if (!out) return out;
        if (auto kept = transaction.commit(); !kept) return fail(kept.error());
        return out;
    };
    auto const done = work();
    if (!done) {
        report_.outcome = fail(done.error());
        forgot_at_ = {}; // all of it again next time
        job_ = jobs_end_;
        return;
    }
    if (report_.counts.empty() || report_.counts.back().job != job.name)
        report_.counts.push_back({job.name, 0});
    report_.counts.back().rows += done->rows;
    if (done->more) return;
    if (++job_ < jobs_end_) cursor_ = kJobs[job_].from;
}

/// @returns whether there may be more to erase.
Result<bool> Upkeep::erase_next() {
    if (!erasure_) {
        Run run(sql_[kDue]);
        bool const there = run->bind(1, now_.time_since_epoch().count()).step();
        auto const person = there ? run->integer(0) : 0;
        if (auto ended = sql_.ended(*run, kDue); !ended) return fail(ended.error());
        if (!there) return false;
        erasure_ = std::make_unique<Erasure>(sql_, subjects_, person, "wish");
    }
    auto const more = erasure_->slice(now_);
    if (!more) {
        erasure_.reset();
        return fail(more.error());
    }
    if (*more) return true;
    auto const& lines = erasure_->lines();
    report_.erased_lines.insert(report_.erased_lines.end(), lines.begin(), lines.end());
    if (report_.counts.empty()) report_.counts.push_back({kJobs[0].name, 0});
    ++report_.counts.front().rows;
    erasure_.reset();
    return true;
}

UpkeepReport Upkeep::take() { return std::move(report_); }

} // namespace haatline::storage
