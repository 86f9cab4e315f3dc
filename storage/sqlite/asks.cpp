#include "storage/sqlite/asks.hpp"

#include <array>

namespace haatline::storage {
namespace {

#define ASK                                                                                        \
    "SELECT q.serial, q.state, q.method, q.expires_at, ifnull(q.answered_at, 0), q.from_person, "  \
    "q.from_enterprise, q.to_enterprise, q.product, q.answered_by, q.answered_phone, q.ticket, "   \
    "q.from_phone, "
constexpr Sql kAsk{"ask.find",
                   ASK "EXISTS (SELECT 1 FROM ownership w WHERE w.person = ?2 AND w.enterprise = "
                       "q.to_enterprise) FROM enquiry q WHERE q.serial = ?1"};
// By the asker's own asks, five a day at most: those of a member whom everybody asks are thousands,
// and the two indexes cost the same to SQLite's planner.
constexpr Sql kBetween{
    "ask.between",
    ASK "0 FROM ownership w CROSS JOIN enquiry q INDEXED BY enquiry_from ON q.to_enterprise = "
        "w.enterprise WHERE w.person = ?1 AND q.asked_at > ?3 AND q.from_person = ?2"};
#undef ASK
constexpr Sql kAlready{"ask.already",
                       "SELECT 1 FROM enquiry INDEXED BY enquiry_from WHERE from_person = ? AND "
                       "asked_at > ? AND to_enterprise = ? AND expires_at > ? LIMIT 1"};
constexpr Sql kOwners{"ask.owners", "SELECT person FROM ownership WHERE enterprise = ?"};
constexpr Sql kBlockedBySelf{
    "ask.blocked_by_self",
    "SELECT 1 FROM ownership o CROSS JOIN block b ON b.by_person = ?1 AND b.against = o.person "
    "WHERE o.enterprise = ?2 LIMIT 1"};

StoredAsk read_ask(Statement& row) {
    StoredAsk out;
    out.serial = row.integer(0);
    out.ask.state = introduction::state_named(row.text(1)).value_or(introduction::State::blocked);
    out.ask.method = introduction::method_named(row.text(2)).value_or(introduction::Method::none);
    out.ask.expires_at = TimePoint(Millis(row.integer(3)));
    out.ask.answered_at = TimePoint(Millis(row.integer(4)));
    out.from_person = row.integer(5);
    out.from_enterprise = row.integer(6);
    out.to_enterprise = row.integer(7);
    out.product = row.integer(8);
    out.answered_by = row.integer(9);
    out.answered_phone = row.integer(10);
    out.ticket = row.is_null(11) ? -1 : row.integer(11);
    out.from_phone = row.integer(12);
    return out;
}

Result<void> read_between(Prepared& sql, std::int64_t asked, std::int64_t asker, std::int64_t since,
                          std::vector<StoredAsk>& out) {
    Run run(sql[kBetween]);
    run->bind(1, asked).bind(2, asker).bind(3, since);
    while (run->step()) out.push_back(read_ask(*run));
    return sql.ended(*run, kBetween);
}

} // namespace

Result<std::optional<StoredAsk>> find_ask(Prepared& sql, std::int64_t serial, std::int64_t person) {
    Run run(sql[kAsk]);
    if (!run->bind(1, serial).bind(2, person).step()) {
        if (auto ended = sql.ended(*run, kAsk); !ended) return fail(ended.error());
        return std::optional<StoredAsk>();
    }
    auto out = read_ask(*run);
    if (run->integer(13) != 0)
        out.side = Side::asked;
    else if (person != 0 && out.from_person == person)
        out.side = Side::asker;
    return std::optional(out);
}

Result<std::vector<StoredAsk>> asks_between(Prepared& sql, std::int64_t one, std::int64_t other,
                                            std::int64_t since) {
    std::vector<StoredAsk> out;
    auto read = read_between(sql, one, other, since, out);
    if (read) read = read_between(sql, other, one, since, out);
    if (!read) return fail(read.error());
    return out;
}

Result<bool> asked_already(Prepared& sql, std::int64_t person, std::int64_t enterprise,
                           TimePoint now) {
    auto const since = (now - callers::ask_open_for).time_since_epoch().count();
    auto const found =
        first(sql, kAlready, person, since, enterprise, now.time_since_epoch().count());
    if (!found) return fail(found.error());
    return found->has_value();
}

Result<std::vector<std::int64_t>> owners_of(Prepared& sql, std::int64_t enterprise) {
    std::vector<std::int64_t> out;
    Run run(sql[kOwners]);
    run->bind(1, enterprise);
    while (run->step()) out.push_back(run->integer(0));
    if (auto ended = sql.ended(*run, kOwners); !ended) return fail(ended.error());
    return out;
}

Result<bool> blocked_by_self(Prepared& sql, std::int64_t person, std::int64_t enterprise) {
    Run run(sql[kBlockedBySelf]);
    bool const there = run->bind(1, person).bind(2, enterprise).step();
    if (auto ended = sql.ended(*run, kBlockedBySelf); !ended) return fail(ended.error());
    return there;
}

std::int64_t asks_since(TimePoint now) {
    return (now - callers::ask_open_for - introduction::told_for).time_since_epoch().count();
}

std::span<Sql const* const> hot_asks() {
    static constexpr std::array<Sql const*, 5> all{&kAsk, &kBetween, &kAlready, &kOwners,
                                                   &kBlockedBySelf};
    return all;
}

} // namespace haatline::storage
