#include "storage/sqlite/parcels.hpp"

#include <algorithm>

namespace haatline::storage {
namespace {

using outbox::State;

// As a rule a name has one message, and its number is the receipt's: two rows tell.
constexpr Sql kBearers{"receipt.bearers",
                       "SELECT q.parcel, " PARCEL_STANDING " FROM parcel_part q CROSS JOIN parcel "
                       "p ON p.id = q.parcel WHERE q.route = ?1 AND q.message_id = ?2 LIMIT 2"};
// An id may come again after a time, and some message centres give every message the same: those that are
// open go first, the oldest of them, since receipts come in the order of sending more often than not.
constexpr Sql kByIdAndNumber{
    "receipt.by_id_and_number",
    "SELECT p.id FROM parcel p INDEXED BY parcel_by_phone CROSS JOIN parcel_part q ON q.route = ?1 "
    "AND q.message_id = ?2 AND q.parcel = p.id WHERE p.phone = ?3 ORDER BY q.state > 3 OR p.state "
    "> 3, p.id LIMIT 1"};
// Without a number only the latest of a name are looked at, or a centre with one name for all would cost
// ever more.
constexpr Sql kById{"receipt.by_id",
                    "SELECT q.parcel FROM (SELECT parcel, state FROM parcel_part WHERE route = ?1 "
                    "AND message_id = ?2 ORDER BY parcel DESC LIMIT 256) q CROSS JOIN parcel p ON "
                    "p.id = q.parcel ORDER BY q.state > 3 OR p.state > 3, q.parcel LIMIT 1"};
constexpr Sql kByReference{
    "receipt.by_reference",
    "SELECT id, state FROM parcel INDEXED BY parcel_tried WHERE phone = ?1 AND tries > 0 AND state "
    "< 3 AND route = ?2 AND (id & 65535) = ?3 AND (parts_open > 0 OR NOT ?4) LIMIT 1"};
// Nobody ever answered for it; only what bears its own mark says what became of it.
constexpr Sql kUnknownByReference{"receipt.unknown_by_reference",
                                  "SELECT id, 8 FROM parcel INDEXED BY parcel_by_phone WHERE phone "
                                  "= ?1 AND state = 8 AND route = "
                                  "?2 AND (id & 65535) = ?3 ORDER BY id DESC LIMIT 1"};
// The name of a part that no answer told: which of them it is, nobody knows.
constexpr Sql kLearn{"receipt.learn", "INSERT INTO parcel_part (route, message_id, parcel, part, "
                                      "at) VALUES (?, ?, ?, -1, ?) ON CONFLICT DO NOTHING"};
// Two candidates are none: a guess must not be a coin's throw.
constexpr Sql kOnlyOne{
    "receipt.only_one",
    "SELECT CASE WHEN count(*) = 1 THEN min(id) ELSE 0 END, min(state) FROM parcel INDEXED "
    "BY parcel_tried WHERE phone = ?1 AND tries > 0 AND state < 3 AND route = "
    "?2"};
constexpr Sql kPartState{"receipt.part_state",
                         "UPDATE parcel_part SET state = ?4 WHERE route = ?1 AND message_id = ?2 "
                         "AND parcel = ?3 AND state <= 3"};
constexpr Sql kSettle{"receipt.settle",
                      "UPDATE parcel SET parts_open = ?2, state = ?3, reason = CASE WHEN ?3 > 4 "
                      "THEN ?4 ELSE reason END, raw_code = CASE WHEN ?5 <> '' THEN ?5 ELSE "
                      "raw_code END, moved_at = ?6 WHERE id = ?1"};
constexpr Sql kPark{"receipt.park", "INSERT INTO receipt_parked (route, message_id, state, reason, "
                                    "raw_code, at) VALUES (?, ?, ?, ?, ?, ?)"};
constexpr Sql kAnyParked{"receipt.any_parked", "SELECT 1 FROM receipt_parked LIMIT 1"};
constexpr Sql kParked{"receipt.parked",
                      "SELECT id, state, reason, raw_code, at FROM receipt_parked WHERE route = ?1 "
                      "AND message_id = ?2 ORDER BY id LIMIT 8"};
constexpr Sql kUnpark{"receipt.unpark", "DELETE FROM receipt_parked WHERE id = ?"};

std::int64_t millis(TimePoint at) { return at.time_since_epoch().count(); }

} // namespace

Result<void> Parcels::receipt(outbox::Receipt const& receipt, outbox::Done& done) {
    auto const found = match(receipt);
    if (!found) return fail(found.error());
    if (*found) {
        if ((*found)->waits) ++done.freed;
        return settle(**found, receipt, done);
    }
    ++done.parked;
    if (receipt.id.empty()) return {}; // counted: nothing could ever be matched to it
    none_parked_ = false;
    auto const parked =
        change(sql_, kPark, receipt.route, receipt.id, static_cast<int>(receipt.state),
               receipt.reason, receipt.raw_code, millis(receipt.at));
    if (!parked) return fail(parked.error());
    return {};
}

/// The id exactly, then its other spellings, then our own reference, then the only message it can be about.
Result<std::optional<Parcels::Match>> Parcels::match(outbox::Receipt const& receipt) {
    auto const phone = static_cast<std::int64_t>(receipt.to.number());
    auto const by_id = [&](std::string const& id) -> Result<std::optional<Match>> {
        std::int64_t bearer = 0;
        Standing stands;
        bool several = false;
        {
            Run run(sql_[kBearers]);
            run->bind(1, receipt.route).bind(2, id);
            if (run->step()) {
                bearer = run->integer(0);
                stands = standing_in(*run, 1);
                several = run->step();
            }
            if (auto ended = sql_.ended(*run, kBearers); !ended) return fail(ended.error());
        }
        if (bearer == 0) return std::optional<Match>();
        if (!several && (phone == 0 || phone == stands.phone))
            return std::optional<Match>(Match{bearer, id, false, stands});
        auto const& which = phone != 0 ? kByIdAndNumber : kById;
        Run run(sql_[which]);
        run->bind(1, receipt.route).bind(2, id);
        if (phone != 0) run->bind(3, phone);
        std::optional<Match> out;
        if (run->step()) out = Match{run->integer(0), id, false};
        if (auto ended = sql_.ended(*run, which); !ended) return fail(ended.error());
        return out;
    };
    if (!receipt.id.empty()) {
        if (auto found = by_id(receipt.id); !found || *found) return found;
        for (auto const& other : receipt.also)
            if (auto found = by_id(other); !found || *found) return found;
    }
    if (phone == 0) return std::optional<Match>();
    auto found = unnamed(receipt);
    if (!found) return fail(found.error());
    if (found->parcel == 0) return std::optional<Match>();
    if (receipt.id.empty() || !is_final(receipt.state)) return std::optional(std::move(*found));
    auto const learnt =
        change(sql_, kLearn, receipt.route, receipt.id, found->parcel, millis(receipt.at));
    if (!learnt) return fail(learnt.error());
    found->id = receipt.id;
    return std::optional(std::move(*found));
}

/// The message that a receipt is about whose id nobody told us; 0: it is not certain.
Result<Parcels::Match> Parcels::unnamed(outbox::Receipt const& receipt) {
    auto const mark = static_cast<std::int64_t>(receipt.reference & 0xFFFF);
    auto const one = [&](Sql const& which, int places) -> Result<Match> {
        Run run(sql_[which]);
        run->bind(1, static_cast<std::int64_t>(receipt.to.number())).bind(2, receipt.route);
        if (places > 2) run->bind(3, mark);
        if (places > 3) run->bind(4, std::int64_t{receipt.of_part});
        Match out;
        if (run->step()) out = {run->integer(0), {}, run->integer(1) < 2};
        if (auto ended = sql_.ended(*run, which); !ended) return fail(ended.error());
        return out;
    };
    if (receipt.reference == 0) return receipt.of_part ? Result<Match>(Match{}) : one(kOnlyOne, 2);
    auto const waiting = one(kByReference, 4);
    return !waiting || waiting->parcel != 0 ? waiting : one(kUnknownByReference, 3);
}

/// Worst part counts: one that did not arrive makes the whole message undelivered; delivered only when no
/// part is open any more.
Result<void> Parcels::settle(Match const& match, outbox::Receipt const& receipt,
                             outbox::Done& done) {
    bool const over = is_final(receipt.state);
    auto const stands =
        match.stands ? Result<std::optional<Standing>>(match.stands) : standing(match.parcel);
    if (!stands) return fail(stands.error());
    bool const ended = *stands && is_final((*stands)->state) && (*stands)->state != State::unknown;
    if (!over || !*stands || ended) { // on its way, or it was over before
        ++(over ? done.late : done.matched);
        return {};
    }
    if (!match.id.empty() && (*stands)->segments != 1) { // each part is told of once
        auto const changed = change(sql_, kPartState, receipt.route, match.id, match.parcel,
                                    static_cast<int>(receipt.state));
        if (!changed) return fail(changed.error());
        if (*changed == 0) {
            ++done.late;
            return {};
        }
    }
    auto const open = std::max<std::int64_t>((*stands)->parts_open - 1, 0);
    bool const ends = receipt.state > State::delivered || open == 0;
    auto const moved = change(sql_, kSettle, match.parcel, open,
                              static_cast<int>(ends ? receipt.state : (*stands)->state),
                              receipt.reason, receipt.raw_code, millis(receipt.at));
    if (!moved) return fail(moved.error());
    ++done.matched;
    LedgerRow row;
    row.cls = (*stands)->cls;
    row.campaign = (*stands)->campaign;
    row.to = Msisdn::from_number(static_cast<std::uint64_t>((*stands)->phone));
    row.at = receipt.at;
    row.act = LedgerAct::receipt;
    row.state = receipt.state;
    row.parcel = match.parcel;
    row.route = receipt.route;
    row.ids = match.id;
    row.reason = receipt.reason;
    row.raw_code = receipt.raw_code;
    return ledger_.append(row);
}

Result<void> Parcels::unpark(std::string const& route, std::string const& id, std::int64_t parcel,
                             outbox::Done& done) {
    if (none_parked_) return {};
    auto const any = first(sql_, kAnyParked);
    if (!any) return fail(any.error());
    none_parked_ = !*any;
    if (none_parked_) return {};
    struct Row {
        std::int64_t id;
        outbox::Receipt receipt;
    };
    std::vector<Row> rows;
    {
        Run run(sql_[kParked]);
        run->bind(1, route).bind(2, id);
        while (run->step()) {
            Row row{run->integer(0), {}};
            row.receipt.route = route;
            row.receipt.state = static_cast<State>(run->integer(1));
            row.receipt.reason = run->text(2);
            row.receipt.raw_code = run->text(3);
            row.receipt.at = TimePoint(Millis(run->integer(4)));
            rows.push_back(std::move(row));
        }
        if (auto ended = sql_.ended(*run, kParked); !ended) return ended;
    }
    for (auto const& row : rows) {
        if (auto told = settle({parcel, id, false}, row.receipt, done); !told) return told;
        if (auto gone = change(sql_, kUnpark, row.id); !gone) return fail(gone.error());
    }
    return {};
}

} // namespace haatline::storage
