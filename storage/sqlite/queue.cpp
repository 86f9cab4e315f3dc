#include "storage/queue.hpp"

#include "cluster/allowance.hpp"
#include "cluster/reference.hpp"
#include "cluster/tidings.hpp"
#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/key_source.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/notify.hpp"
#include "storage/sqlite/people.hpp"
#include "storage/sqlite/sql.hpp"
#include "storage/sqlite/transaction.hpp"

#include <algorithm>
#include <array>

namespace haatline::storage {
namespace {

#define TICKET_COLUMNS                                                                             \
    "serial, kind, reason, wanted, woman_officer, ifnull(phone, 0), ifnull(other_phone, 0), "      \
    "lang, "                                                                                       \
    "screen, about, state, created_at, due_at, ifnull(taken_at, 0), ifnull(done_at, 0), "          \
    "ifnull(taken_by, ''), ifnull(done_by, ''), ifnull(outcome, ''), confirmed_at IS NOT NULL"
constexpr Sql kWaiting{"queue.waiting",
                       "SELECT " TICKET_COLUMNS " FROM ticket WHERE state <> 'done' AND (?1 = '' "
                       "OR kind = ?1) AND (?2 = 'waiting' OR state = ?2) ORDER BY due_at, serial "
                       "LIMIT ?3"};
constexpr Sql kAll{"queue.all", "SELECT " TICKET_COLUMNS " FROM ticket WHERE (?1 = '' OR kind = "
                                "?1) AND (?2 = 'all' OR state = ?2) ORDER BY serial DESC LIMIT ?3"};
constexpr Sql kOne{"queue.one", "SELECT " TICKET_COLUMNS " FROM ticket WHERE serial = ?"};
constexpr Sql kTake{"queue.take", "UPDATE ticket SET state = 'taken', taken_by = ?2, taken_at = ?3 "
                                  "WHERE serial = ?1"};
constexpr Sql kDone{"queue.done",
                    "UPDATE ticket SET state = 'done', taken_by = ifnull(taken_by, ?2), taken_at = "
                    "ifnull(taken_at, ?3), done_by = ?2, done_at = ?3, outcome = ?4, confirmed_at "
                    "= NULL WHERE serial = ?1"};

constexpr std::array<std::string_view, 5> kStates{"waiting", "open", "taken", "done", "all"};

TimePoint time_at(Statement const& row, int column) {
    return TimePoint(Millis(row.integer(column)));
}

Result<Ticket> ticket_of(Statement const& row) {
    auto const kind = ticket_kind_named(row.text(1));
    auto const wanted = wanted_named(row.text(3));
    if (!kind || !wanted)
        return fail(Errc::invalid_data,
                    fmt::format("ticket {} is of a kind this binary does not "
                                "know: use the one that serves",
                                reference_text(static_cast<std::uint64_t>(row.integer(0)))));
    Ticket out;
    out.serial = static_cast<std::uint64_t>(row.integer(0));
    out.kind = *kind;
    out.reason = row.text(2);
    out.wanted = *wanted;
    out.woman_officer = row.integer(4) != 0;
    out.phone = Msisdn::from_number(static_cast<std::uint64_t>(row.integer(5)));
    out.other_phone = Msisdn::from_number(static_cast<std::uint64_t>(row.integer(6)));
    out.lang = row.text(7);
    out.screen = row.text(8);
    out.about = row.text(9);
    out.state = row.text(10);
    out.created = time_at(row, 11);
    out.due = time_at(row, 12);
    out.taken = time_at(row, 13);
    out.done = time_at(row, 14);
    out.taken_by = row.text(15);
    out.done_by = row.text(16);
    out.outcome = row.text(17);
    out.confirmed = row.integer(18) != 0;
    return out;
}

/// 22/11 14:05, as the clock on the desk's wall says.
std::string on_the_wall(TimePoint at) {
    auto const local = at + callers::indian_time;
    auto const day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day const date(day);
    auto const minutes = std::chrono::floor<std::chrono::minutes>(local - day).count();
    return fmt::format("{}/{} {:02}:{:02}", static_cast<unsigned>(date.day()),
                       static_cast<unsigned>(date.month()), minutes / 60, minutes % 60);
}

Result<Ticket> find(Db& db, std::uint64_t serial) {
    Prepared sql(db);
    Run row(sql[kOne]);
    if (row->bind(1, static_cast<std::int64_t>(serial)).step()) return ticket_of(*row);
    if (auto ended = sql.ended(*row, kOne); !ended) return fail(ended.error());
    return fail(Errc::not_found, fmt::format("there is no ticket {}", reference_text(serial)));
}

constexpr Sql kWhose{"queue.whose", "SELECT ifnull(person, 0) FROM ticket WHERE serial = ?"};

/// Who waits for it hears that it is closed, or that her old secret number is gone.
Result<void> tell_of(Prepared& sql, Ticket const& ticket, std::uint64_t serial,
                     std::string_view outcome, TimePoint now) {
    bool const reset = ticket.kind == TicketKind::secret && outcome == "reset";
    bool const closed = ticket.kind == TicketKind::help || ticket.kind == TicketKind::callback;
    if (!reset && !closed) return {};
    auto const person = first(sql, kWhose, static_cast<std::int64_t>(serial));
    if (!person) return fail(person.error());
    if (person->value_or(0) == 0) return {};
    Notice notice;
    notice.person = **person;
    notice.words = reset ? tidings::secret : tidings::ticket;
    notice.with = reset ? Values{} : Values{{"ref", reference_text(serial)}};
    notice.once = fmt::format("closed {} {}", serial, now.time_since_epoch().count());
    Subjects subjects(sql, KeySource(drawn_key(system_world().random)));
    return notify(sql, subjects, now, notice);
}

// The step that left the ticket has its time; the words are under her key (sealing.hpp).
constexpr Sql kWords{"queue.words",
                     "SELECT opened(e.said) FROM ticket t CROSS JOIN line_subject l ON l.phone = "
                     "t.phone AND l.person = ifnull(t.person, 0) CROSS JOIN event e ON e.subject = "
                     "l.subject AND e.at = t.created_at AND e.kind = 'answer' AND typeof(e.said) = "
                     "'blob' WHERE t.serial = ? LIMIT 1"};

Result<void> read_words(Db& db, std::uint64_t serial, std::string& words) {
    Prepared sql(db);
    Run row(sql[kWords]);
    if (row->bind(1, static_cast<std::int64_t>(serial)).step()) words = row->text(0);
    return sql.ended(*row, kWords);
}

Result<void> still_open(Ticket const& ticket) {
    if (ticket.state != "done") return {};
    return fail(Errc::conflict,
                fmt::format("ticket {} was closed by {} on {}: {}", ticket.reference(),
                            ticket.done_by, on_the_wall(ticket.done), ticket.outcome));
}

Result<void> nobody_elses(Ticket const& ticket, Staff const& staff) {
    if (ticket.state != "taken" || ticket.taken_by == staff.name) return {};
    return fail(Errc::conflict,
                fmt::format("ticket {} was taken by {} on {}: ask there, or take it over with "
                            "`queue take {} --over REASON`",
                            ticket.reference(), ticket.taken_by, on_the_wall(ticket.taken),
                            ticket.reference()));
}

std::string in_words(Ticket const& ticket) {
    return fmt::format("{} {} {}", ticket.state, ticket.taken_by, ticket.outcome);
}

/// One short transaction around reading a ticket, changing it and the audit of that.
template <class Act>
Result<Ticket> within(std::string const& dir, std::uint64_t serial, Act act) {
    auto db = open_beside(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    Transaction transaction(sql);
    if (auto begun = transaction.begin(); !begun) return fail(begun.error());
    auto ticket = find(*db, serial);
    if (ticket) {
        Result<void> done = act(*db, *ticket);
        if (done) ticket = find(*db, serial);
        if (done) done = transaction.commit();
        if (!done) ticket = fail(done.error());
    }
    return ticket;
}

Result<void> record(Db& db, Staff const& staff, std::string_view act, Ticket const& before,
                    std::string_view reason) {
    auto const after = find(db, before.serial);
    if (!after) return fail(after.error());
    return audit(db,
                 {staff.name, std::string(act), "ticket " + before.reference(), in_words(before),
                  in_words(*after), std::string(reason)},
                 staff.now);
}

} // namespace

std::string Ticket::reference() const { return reference_text(serial); }

Result<std::vector<Ticket>> queue_list(std::string const& dir, QueueFilter const& filter) {
    if (std::find(kStates.begin(), kStates.end(), filter.state) == kStates.end())
        return fail(Errc::bad_request, fmt::format("{} is no state of a ticket: give open, taken, "
                                                   "done, waiting or all",
                                                   filter.state));
    auto db = open_beside(dir);
    if (!db) return fail(db.error());
    bool const past = filter.state == "done" || filter.state == "all";
    Sql const& which = past ? kAll : kWaiting;
    Prepared sql(*db);
    Run row(sql[which]);
    row->bind(1, filter.kind ? facts(*filter.kind).name : std::string_view())
        .bind(2, filter.state)
        .bind(3, filter.most);
    std::vector<Ticket> out;
    while (row->step()) {
        auto ticket = ticket_of(*row);
        if (!ticket) return fail(ticket.error());
        out.push_back(std::move(*ticket));
    }
    if (auto ended = sql.ended(*row, which); !ended) return fail(ended.error());
    return out;
}

Result<Ticket> queue_show(std::string const& dir, std::uint64_t serial, Staff const& staff,
                          std::string_view reveal_reason) {
    std::string words;
    auto shown = within(dir, serial, [&](Db& db, Ticket const& ticket) -> Result<void> {
        if (ticket.about == ticket_in_own_words)
            if (auto read = read_words(db, serial, words); !read) return read;
        return record(db, staff, reveal_reason.empty() ? "queue.show" : "queue.reveal", ticket,
                      reveal_reason);
    });
    if (shown) shown->words = std::move(words);
    return shown;
}

Result<Ticket> queue_take(std::string const& dir, std::uint64_t serial, Staff const& staff,
                          std::string_view over) {
    return within(dir, serial, [&](Db& db, Ticket const& ticket) -> Result<void> {
        if (auto open = still_open(ticket); !open) return open;
        if (ticket.state == "taken" && ticket.taken_by == staff.name) return {};
        if (over.empty())
            if (auto free = nobody_elses(ticket, staff); !free) return free;
        Prepared sql(db);
        auto const done =
            change(sql, kTake, serial, staff.name, staff.now.time_since_epoch().count());
        if (!done) return fail(done.error());
        return record(db, staff, "queue.take", ticket, over);
    });
}

Result<Ticket> queue_done(std::string const& dir, std::uint64_t serial, std::string_view outcome,
                          Staff const& staff) {
    return within(dir, serial, [&](Db& db, Ticket const& ticket) -> Result<void> {
        if (auto open = still_open(ticket); !open) return open;
        if (auto free = nobody_elses(ticket, staff); !free) return free;
        auto const& kind = facts(ticket.kind);
        if (outcome.find(' ') != std::string_view::npos || !has_name(kind.outcomes, outcome))
            return fail(Errc::bad_request,
                        fmt::format("a {} ends with one of: {}", kind.name, kind.outcomes));
        Prepared sql(db);
        auto const done =
            change(sql, kDone, serial, staff.name, staff.now.time_since_epoch().count(), outcome);
        if (!done) return fail(done.error());
        if (auto settled = settle_ticket(sql, static_cast<std::int64_t>(serial), outcome,
                                         staff.now.time_since_epoch().count());
            !settled)
            return settled;
        if (auto told = tell_of(sql, ticket, serial, outcome, staff.now); !told) return told;
        return record(db, staff, "queue.done", ticket, outcome);
    });
}

} // namespace haatline::storage
