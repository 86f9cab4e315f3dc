#include "storage/sqlite/parcels.hpp"

#include <algorithm>

/// What becomes of parcels once a carrier is asked to take them; each move has its row in the ledger.
namespace haatline::storage {
namespace {

using outbox::State;

// What a move's row of the ledger says of the parcel. Read first and changed after: RETURNING would make a table of
// its own for each row, which costs as much as the change itself.
constexpr Sql kStands{"parcel.stands", "SELECT " PARCEL_STANDING " FROM parcel p WHERE p.id = ?1"};
constexpr Sql kWords{"parcel.words",
                     "SELECT language, category, consent FROM parcel WHERE id = ?1"};
// Numbers that follow one another move in one statement: half of what a row costs is the statement's. OR FAIL: what may ABORT
// keeps a copy of each page it changes.
constexpr Sql kHand{"parcel.hand", "UPDATE OR FAIL parcel SET state = 2, tries = tries + 1, route "
                                   "= ?3, moved_at = ?4 WHERE id BETWEEN ?1 AND ?2 AND state = 0"};
constexpr Sql kWaits{"parcel.waits",
                     "SELECT count(*) FROM parcel WHERE id BETWEEN ?1 AND ?2 AND state = 0"};
constexpr Sql kOpen{"parcel.open",
                    "SELECT count(*) FROM parcel WHERE id BETWEEN ?1 AND ?2 AND state < 3"};
constexpr Sql kAcceptedAll{"parcel.accepted_all",
                           "UPDATE OR FAIL parcel SET state = 3, segments = ?3, parts_open = 1, "
                           "moved_at = ?4, raw_code = ?5 WHERE id BETWEEN ?1 AND ?2"};
// Of parts that were taken before the whole message was, some may have their receipt.
#define TOLD_OF(route)                                                                             \
    "(SELECT count(*) FROM parcel_part q WHERE q.parcel = ?1 AND q.part <> 0 AND q.state > 3 AND " \
    "q.route = " route ") "
constexpr Sql kAccepted{
    "parcel.accepted", "UPDATE parcel SET state = 3, segments = ?2, parts_open = ?3 - CASE WHEN ?3 "
                       "> 1 THEN " TOLD_OF("?6") "ELSE 0 END, moved_at = ?4, raw_code = ?5 WHERE "
                                                 "id = ?1 AND state < 3"};
constexpr Sql kBilled{"parcel.billed", "UPDATE parcel SET segments = ?2 WHERE id = ?1"};
constexpr Sql kOver{
    "parcel.over",
    "UPDATE parcel SET state = ?2, reason = ?3, raw_code = ?4, moved_at = ?5, parts_open = CASE "
    "WHEN ?6 > 1 THEN ?6 - " TOLD_OF("?7") "ELSE parts_open END WHERE id = ?1"};
constexpr Sql kAgain{
    "parcel.again",
    "UPDATE parcel SET state = ?2, due_at = ?3, reason = ?4, raw_code = ?5, "
    "moved_at = ?6, tries = tries - ?7, "
    "parts_open = CASE WHEN ?8 > 1 THEN ?8 - " TOLD_OF("?9") "ELSE parts_open END WHERE id = ?1"};
#undef TOLD_OF
constexpr Sql kPart{"parcel.part", "INSERT INTO parcel_part (route, message_id, parcel, part, at) "
                                   "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"};

std::int64_t millis(TimePoint at) { return at.time_since_epoch().count(); }

MessageTerms terms_of(outbox::HandFacts const& facts) {
    return {facts.entity, facts.header, facts.template_id, facts.version, facts.chain};
}

/// As its carrier had it.
Parcels::Standing standing_of(outbox::Outcome const& one) {
    Parcels::Standing out;
    out.cls = one.cls;
    out.campaign = one.campaign;
    out.phone = static_cast<std::int64_t>(one.to.number());
    return out;
}

LedgerRow row_of(Parcels::Standing const& stands, std::int64_t parcel) {
    LedgerRow row;
    row.parcel = parcel;
    row.cls = stands.cls;
    row.campaign = stands.campaign;
    row.to = Msisdn::from_number(static_cast<std::uint64_t>(stands.phone));
    return row;
}

LedgerAct act_of(State state) {
    switch (state) {
    case State::accepted:
        return LedgerAct::accepted;
    case State::refused:
        return LedgerAct::refused;
    case State::expired:
        return LedgerAct::expired;
    case State::cancelled:
        return LedgerAct::cancelled;
    case State::waiting:
    case State::resting:
        return LedgerAct::put_back;
    default:
        return LedgerAct::given_up;
    }
}

LedgerRow row_of(Parcels::Standing const& stands, outbox::Outcomes const& all,
                 outbox::Outcome const& one) {
    auto row = row_of(stands, one.parcel);
    if (one.to != Msisdn()) row.to = one.to; // the row has none once she is erased
    row.at = all.at;
    row.act = act_of(one.state);
    row.state = one.state;
    row.route = all.route;
    // What was taken of a message that was not taken whole: she may have it, and it is billed.
    row.segments =
        one.state == State::accepted ? one.segments : static_cast<std::uint32_t>(one.ids.size());
    row.paise = one.paise;
    row.reason = one.reason;
    row.raw_code = one.raw_code;
    row.terms = terms_of(one.facts);
    row.variables = one.facts.variables;
    return row;
}

/// Behind the last that follows the one before it.
template <class At, class Follows>
At end_of_run(At from, At end, Follows follows) {
    auto at = from + 1;
    while (at != end && follows(*(at - 1), *at)) ++at;
    return at;
}

/// Whether both move by the same statement.
bool is_like_the_one_before(outbox::Outcome const& one, outbox::Outcome const& next) {
    auto const plain = [](outbox::Outcome const& each) {
        return each.state == State::accepted && each.to != Msisdn() && each.parts == 1 &&
               each.ids.size() == 1;
    };
    return next.parcel == one.parcel + 1 && plain(one) && plain(next) &&
           next.segments == one.segments && next.raw_code == one.raw_code;
}

std::string joined(std::vector<std::string> const& ids) {
    std::string out;
    for (auto const& each : ids) out += (out.empty() ? "" : " ") + each;
    return out;
}

} // namespace

Parcels::Standing Parcels::standing_in(Statement const& row, int at) {
    Standing out;
    out.state = static_cast<State>(row.integer(at));
    out.cls = static_cast<outbox::Class>(row.integer(at + 1));
    out.campaign = row.integer(at + 2);
    out.phone = row.integer(at + 3);
    out.person = row.integer(at + 4);
    out.segments = row.integer(at + 5);
    out.parts_open = row.integer(at + 6);
    return out;
}

Result<std::optional<Parcels::Standing>> Parcels::standing(std::int64_t parcel) {
    Run run(sql_[kStands]);
    std::optional<Standing> out;
    if (run->bind(1, parcel).step()) out = standing_in(*run, 0);
    if (auto ended = sql_.ended(*run, kStands); !ended) return fail(ended.error());
    return out;
}

Result<void> Parcels::hand(outbox::Hand const& hand, outbox::Done& done) {
    auto const follows = [](std::int64_t one, std::int64_t next) { return next == one + 1; };
    for (auto from = hand.parcels.begin(), to = from; from != hand.parcels.end(); from = to) {
        to = end_of_run(from, hand.parcels.end(), follows);
        auto const waits = first(sql_, kWaits, *from, *(to - 1));
        if (!waits) return fail(waits.error());
        // Where one does not wait any more, cancelled or in other hands, each is asked by itself.
        auto const step = waits->value_or(0) == to - from ? to - from : 1;
        for (auto each = from; each != to; each += step) {
            auto const moved =
                change(sql_, kHand, *each, *(each + step - 1), hand.route, millis(hand.at));
            if (!moved) return fail(moved.error());
            if (*moved == 0) done.gone.push_back(*each);
        }
    }
    for (auto const id : hand.first_tries) {
        auto const stands = standing(id);
        if (!stands) return fail(stands.error());
        if (!*stands || (*stands)->state != State::handed) continue; // gone
        if (auto noted = begun(**stands, id, hand); !noted) return noted;
    }
    return {};
}

/// An alert's first act: from here on somebody may complain of it. Any other message's hand-over stands in the row of
/// what came of it; a process that died in between leaves a row of its own (`recover`).
Result<void> Parcels::begun(Standing const& stands, std::int64_t id, outbox::Hand const& hand) {
    auto const found = subjects_.of(stands.phone, stands.person);
    if (!found) return fail(found.error());
    std::string language, category, purpose;
    {
        Run run(sql_[kWords]);
        if (run->bind(1, id).step()) {
            language = run->text(0);
            category = run->text(1);
            purpose = run->text(2);
        }
        if (auto ended = sql_.ended(*run, kWords); !ended) return ended;
    }
    auto const campaign = fmt::format("campaign {}", stands.campaign);
    auto row = row_of(stands, id);
    row.act = LedgerAct::queued;
    row.state = State::handed;
    row.at = hand.at;
    row.person = stands.person;
    row.subject = found->id;
    row.caused_by = campaign;
    row.language = language;
    row.category = category;
    row.purpose = purpose;
    row.route = hand.route;
    return ledger_.append(row);
}

Result<void> Parcels::outcomes(outbox::Outcomes const& all, outbox::Done& done) {
    for (auto from = all.each.begin(), to = from; from != all.each.end(); from = to) {
        to = end_of_run(from, all.each.end(), is_like_the_one_before);
        auto const together = to - from > 1 ? accepted_all({from, to}, all) : Result<bool>(false);
        if (!together) return fail(together.error());
        for (auto one = from; one != to; ++one) {
            auto const told = *together
                                  ? noted(all, *one, row_of(standing_of(*one), all, *one), done)
                                  : outcome(all, *one, done);
            if (!told) return told;
        }
    }
    return {};
}

/// Messages in one part, one behind the other. @returns false, and nothing is changed, where a receipt was first.
Result<bool> Parcels::accepted_all(std::span<outbox::Outcome const> run,
                                   outbox::Outcomes const& all) {
    auto const first_id = run.front().parcel, last_id = run.back().parcel;
    auto const open = first(sql_, kOpen, first_id, last_id);
    if (!open) return fail(open.error());
    if (open->value_or(0) != static_cast<std::int64_t>(run.size())) return false;
    auto const moved = change(sql_, kAcceptedAll, first_id, last_id, run.front().segments,
                              millis(all.at), run.front().raw_code);
    if (!moved) return fail(moved.error());
    return true;
}

Result<void> Parcels::outcome(outbox::Outcomes const& all, outbox::Outcome const& one,
                              outbox::Done& done) {
    if (one.state == State::accepted && one.to != Msisdn()) { // as a rule nobody moved it meanwhile
        auto const moved = accepted(all, one);
        if (!moved) return fail(moved.error());
        if (*moved > 0) return noted(all, one, row_of(standing_of(one), all, one), done);
    }
    auto const stands = standing(one.parcel);
    if (!stands) return fail(stands.error());
    if (!*stands) return {}; // forgotten meanwhile
    if (one.state == State::waiting || one.state == State::resting)
        return again(**stands, all, one, done);
    if (one.state != State::accepted) return over(**stands, all, one, done);
    if ((*stands)->state == State::accepted) return called(all, one, done);
    bool const ended = (*stands)->state > State::accepted; // a receipt came first
    auto const moved = ended ? change(sql_, kBilled, one.parcel, one.segments) : accepted(all, one);
    if (!moved) return fail(moved.error());
    return noted(all, one, row_of(**stands, all, one), done);
}

Result<int> Parcels::accepted(outbox::Outcomes const& all, outbox::Outcome const& one) {
    return change(sql_, kAccepted, one.parcel, one.segments, one.ids.size(), millis(all.at),
                  one.raw_code, all.route);
}

Result<void> Parcels::over(Standing const& stands, outbox::Outcomes const& all,
                           outbox::Outcome const& one, outbox::Done& done) {
    if (stands.state >= State::delivered) return {};
    auto const moved = change(sql_, kOver, one.parcel, static_cast<int>(one.state), one.reason,
                              one.raw_code, millis(all.at), one.parts, all.route);
    if (!moved) return fail(moved.error());
    return noted(all, one, row_of(stands, all, one), done);
}

/// Back in its line. A route that was full is no act of the message's, unless it took some of it.
Result<void> Parcels::again(Standing const& stands, outbox::Outcomes const& all,
                            outbox::Outcome const& one, outbox::Done& done) {
    if (stands.state != State::waiting && stands.state != State::handed) return {};
    auto const moved =
        change(sql_, kAgain, one.parcel, static_cast<int>(one.state), millis(one.again_at),
               one.reason, one.raw_code, millis(all.at), one.counts ? 0 : 1, one.parts, all.route);
    if (!moved) return fail(moved.error());
    if (!one.counts && one.ids.empty()) return {};
    return noted(all, one, row_of(stands, all, one), done);
}

/// Into the ledger, with the parts that were taken, also of a message that was not taken whole: receipts of theirs will come.
Result<void> Parcels::noted(outbox::Outcomes const& all, outbox::Outcome const& one, LedgerRow row,
                            outbox::Done& done) {
    auto const ids = joined(one.ids);
    row.ids = ids;
    if (auto written = ledger_.append(row); !written || one.ids.empty()) return written;
    return called(all, one, done);
}

/// The provider's names for the parts; a receipt may have come before them. The only part of its message is number 0, so that
/// the index by parcel has only those that somebody has to count.
Result<void> Parcels::called(outbox::Outcomes const& all, outbox::Outcome const& one,
                             outbox::Done& done) {
    std::size_t const from = std::max<std::size_t>(one.parts, one.ids.size()) > 1 ? 1 : 0;
    for (std::size_t part = 0; part < one.ids.size(); ++part) {
        auto const added =
            change(sql_, kPart, all.route, one.ids[part], one.parcel, from + part, millis(all.at));
        if (!added) return fail(added.error());
        if (auto told = unpark(all.route, one.ids[part], one.parcel, done); !told) return told;
    }
    return {};
}

Result<void> Parcels::received(std::int64_t subject, std::string_view route,
                               std::string_view language, TimePoint now) {
    LedgerRow row;
    row.at = now;
    row.act = LedgerAct::received;
    row.subject = subject;
    row.cls = outbox::Class::caller;
    row.language = language;
    row.route = route;
    return ledger_.append(row);
}

} // namespace haatline::storage
