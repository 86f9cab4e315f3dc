#include "base/limits.hpp"
#include "cluster/place.hpp"
#include "cluster/reference.hpp"
#include "storage/sqlite/acting.hpp"
#include "storage/sqlite/asks.hpp"
#include "storage/sqlite/desk.hpp"

#include <algorithm>
#include <array>

namespace haatline::storage {
namespace {

using introduction::Held;
using introduction::Shown;

// Side 1: somebody asks me; an asker who left is not shown. Side 0: I asked; whom I blocked since
// is not shown.
#define MESSAGES                                                                                   \
    "SELECT 1, q.serial, q.state, q.method, q.expires_at, ifnull(q.answered_at, 0), q.asked_at, "  \
    "0, q.product, q.from_enterprise FROM ownership w CROSS JOIN enquiry q ON q.to_enterprise = "  \
    "w.enterprise CROSS JOIN person a ON a.id = q.from_person WHERE w.person = ?1 AND "            \
    "q.asked_at > ?2 AND a.deleted_at IS NULL AND "
#define OWN_ASKS                                                                                   \
    " UNION ALL SELECT 0, q.serial, q.state, q.method, q.expires_at, ifnull(q.answered_at, 0), "   \
    "q.asked_at, q.told_at IS NOT NULL, q.product, q.to_enterprise FROM enquiry q WHERE "          \
    "q.from_person = ?1 AND q.asked_at > ?2 AND NOT EXISTS (SELECT 1 FROM ownership o CROSS JOIN " \
    "block b ON b.by_person = ?1 AND b.against = o.person WHERE o.enterprise = q.to_enterprise)"
constexpr Sql kMessages{"inbox.list",
                        MESSAGES "q.state IN ('asked', 'seen', 'later', 'accepted')" OWN_ASKS};
// At every dial: what was seen is not read.
constexpr Sql kNews{"inbox.unread", MESSAGES "q.state = 'asked'" OWN_ASKS " AND q.told_at IS NULL"};
#undef MESSAGES
#undef OWN_ASKS

constexpr Sql kOther{
    "talk.other",
    "SELECT opened(e.name), (SELECT p.product FROM enterprise_product p WHERE p.enterprise = e.id "
    "LIMIT "
    "1), e.lat_e4, e.lon_e4, e.status <> 'closed' AND EXISTS (SELECT 1 FROM ownership o CROSS JOIN "
    "person a ON a.id = o.person WHERE o.enterprise = e.id AND a.deleted_at IS NULL) FROM "
    "enterprise e WHERE e.id = ?"};
constexpr Sql kStillHers{
    "talk.still_hers",
    "SELECT 1 FROM person_phone h CROSS JOIN person a ON a.id = h.person WHERE h.phone = ? AND "
    "h.person = ? AND h.until_at IS NULL AND a.deleted_at IS NULL LIMIT 1"};

struct Message {
    bool to_me = false;
    std::int64_t serial = 0;
    std::int64_t product = 0;
    std::int64_t enterprise = 0; ///< of the other side
    TimePoint at{};
    bool fresh = false;
};

constexpr std::size_t kCounted = 10; ///< the root says 1 … 9, then "9+"

/// What of a row stands on a screen: nothing, when the rules say that it is over.
std::optional<Message> read_message(Statement& row, TimePoint now) {
    introduction::Ask ask;
    ask.state = introduction::state_named(row.text(2)).value_or(introduction::State::blocked);
    ask.method = introduction::method_named(row.text(3)).value_or(introduction::Method::none);
    ask.expires_at = TimePoint(Millis(row.integer(4)));
    ask.answered_at = TimePoint(Millis(row.integer(5)));
    Message out;
    out.to_me = row.integer(0) != 0;
    out.serial = row.integer(1);
    out.product = row.integer(8);
    out.enterprise = row.integer(9);
    out.at = std::max(TimePoint(Millis(row.integer(6))), ask.answered_at);
    if (out.to_me) {
        if (held_by_asked(ask, now) == Held::nothing) return std::nullopt;
        out.fresh = ask.state == introduction::State::asked;
    } else {
        auto const shown = shown_to_asker(ask, now);
        if (shown == Shown::nothing) return std::nullopt;
        out.fresh = row.integer(7) == 0 && shown != Shown::waiting;
    }
    return out;
}

Result<std::vector<Message>> messages(Desk& desk, Sql const& sql, std::int64_t person,
                                      std::size_t most) {
    std::vector<Message> out;
    if (person == 0) return out;
    Run run(desk.sql[sql]);
    run->bind(1, person).bind(2, asks_since(desk.caller.now));
    while (out.size() < most && run->step())
        if (auto message = read_message(*run, desk.caller.now)) out.push_back(*message);
    if (auto ended = desk.sql.ended(*run, sql); !ended) return fail(ended.error());
    return out;
}

std::string count_of(std::size_t fresh) {
    if (fresh == 0) return {};
    return fresh < kCounted ? std::to_string(fresh) : std::to_string(kCounted - 1) + "+";
}

struct Other {
    std::string name;
    std::int64_t product = 0;
    Point at{};
    bool here = false;
};

Result<Other> find_other(Desk& desk, std::int64_t enterprise) {
    Other out;
    Run run(desk.sql[kOther]);
    if (!run->bind(1, enterprise).step()) {
        if (auto ended = desk.sql.ended(*run, kOther); !ended) return fail(ended.error());
        return out;
    }
    out.product = run->integer(1);
    out.name = shown_name(desk, run->text(0), out.product);
    out.at = {static_cast<std::int32_t>(run->integer(2)),
              static_cast<std::int32_t>(run->integer(3))};
    out.here = run->integer(4) != 0;
    return out;
}

/// What it is about: what was sought, else what the other side makes.
std::string_view subject(Desk const& desk, std::int64_t product, Other const& other) {
    return desk.words.product_label(product ? product : other.product, desk.caller.language);
}

Result<bool> still_hers(Desk& desk, StoredAsk const& stored) {
    Run run(desk.sql[kStillHers]);
    bool const there = run->bind(1, stored.answered_phone).bind(2, stored.answered_by).step();
    if (auto ended = desk.sql.ended(*run, kStillHers); !ended) return fail(ended.error());
    return there;
}

Result<Answer> for_asked(Desk& desk, StoredAsk const& stored, Other const& other, Answer out) {
    auto const held = held_by_asked(stored.ask, desk.caller.now);
    out.outcome = !other.here || held == Held::nothing ? "gone"
                  : held == Held::request              ? "request"
                                                       : "agreed";
    out.values.set("how", name_of(stored.ask.method));
    auto const own = find_other(desk, stored.to_enterprise);
    if (!own) return fail(own.error());
    out.values.set("km", std::to_string(whole_km(distance_m(own->at, other.at))));
    return out;
}

Result<Answer> for_asker(Desk& desk, StoredAsk const& stored, Other const& other, Answer out) {
    auto const shown = shown_to_asker(stored.ask, desk.caller.now);
    out.outcome = !other.here || shown == Shown::nothing ? "gone" : name_of(shown);
    if (out.outcome != name_of(Shown::number)) return out;
    // The one number that was given, as long as it is that person's.
    auto const hers = still_hers(desk, stored);
    if (!hers) return fail(hers.error());
    if (!*hers) {
        out.outcome = "gone";
        return out;
    }
    constexpr std::int64_t country = 910'000'000'000; // a phone in India is dialled without it
    out.values.set("number", std::to_string(stored.answered_phone - country));
    out.values.set("days", std::to_string(days_left(stored.ask, desk.caller.now)));
    return out;
}

Result<std::optional<StoredAsk>> chosen_ask(Desk& desk, Values const& with) {
    auto const serial = reference_serial(with.get("ask"));
    if (!serial) return std::optional<StoredAsk>();
    auto const person = acting_person(desk.sql, desk.caller);
    if (!person) return fail(person.error());
    auto found = find_ask(desk.sql, static_cast<std::int64_t>(*serial), *person);
    if (found && *found && (*found)->side == Side::stranger) found->reset();
    return found;
}

} // namespace

Result<std::string> unread_of(Desk& desk, std::int64_t person) {
    auto const found = messages(desk, kNews, person, kCounted);
    if (!found) return fail(found.error());
    auto const fresh = std::count_if(found->begin(), found->end(),
                                     [](Message const& message) { return message.fresh; });
    return count_of(static_cast<std::size_t>(fresh));
}

Result<Answer> inbox_list(Desk& desk, Values const& with) {
    auto const person = acting_person(desk.sql, desk.caller);
    if (!person) return fail(person.error());
    // Five asks a day for two months and as many that come in: no member has more to read.
    constexpr std::size_t most = 600;
    auto found = messages(desk, kMessages, *person, most);
    if (!found) return fail(found.error());
    std::stable_sort(found->begin(), found->end(), [](Message const& a, Message const& b) {
        return a.fresh != b.fresh ? a.fresh : a.at > b.at;
    });
    Answer out;
    out.outcome = found->empty() ? "none" : "some";
    out.values.set("unread",
                   count_of(static_cast<std::size_t>(std::count_if(
                       found->begin(), found->end(), [](auto const& m) { return m.fresh; }))));
    auto const offset =
        std::min(found->size(), static_cast<std::size_t>(number_in(with, "offset")));
    auto const end = std::min(found->size(), offset + limits::list_rows);
    out.more = end < found->size();
    for (auto at = offset; at < end; ++at) {
        auto const& message = (*found)[at];
        auto const other = find_other(desk, message.enterprise);
        if (!other) return fail(other.error());
        auto const about = subject(desk, message.product, *other);
        out.rows.push_back({{"ask", reference_text(static_cast<std::uint64_t>(message.serial))},
                            {"name", other->name.empty() ? std::string(about) : other->name},
                            {"prod", std::string(about)},
                            {"mark", message.fresh ? "*" : ""}});
    }
    return out;
}

Result<Answer> talk_item(Desk& desk, Values const& with) {
    auto const stored = chosen_ask(desk, with);
    if (!stored) return fail(stored.error());
    Answer out;
    out.outcome = "gone";
    if (!*stored) return out;
    bool const asked = (*stored)->side == Side::asked;
    auto const other =
        find_other(desk, asked ? (*stored)->from_enterprise : (*stored)->to_enterprise);
    if (!other) return fail(other.error());
    out.values.set("name", other->name);
    out.values.set("prod", subject(desk, (*stored)->product, *other));
    return asked ? for_asked(desk, **stored, *other, std::move(out))
                 : for_asker(desk, **stored, *other, std::move(out));
}

Result<Answer> talk_answerable(Desk& desk, Values const& with) {
    auto const stored = chosen_ask(desk, with);
    if (!stored) return fail(stored.error());
    auto const reply = introduction::reply_named(with.get("how"));
    if (!reply)
        return fail(Errc::bad_request, "talk.answerable: the flow sets a reply that is not known");
    bool const open = *stored && (*stored)->side == Side::asked &&
                      after(standing((*stored)->ask, desk.caller.now), *reply).has_value();
    return Answer{open ? "ok" : "late", {}, {}, false};
}

std::span<Sql const* const> hot_inbox() {
    static constexpr std::array<Sql const*, 4> all{&kMessages, &kNews, &kOther, &kStillHers};
    return all;
}

} // namespace haatline::storage
