#include "storage/sqlite/parcels.hpp"

/// What becomes of parcels once a carrier is asked to take them; each move has its row in the ledger.
namespace haatline::storage {
namespace {

using outbox::State;

constexpr Sql kHand{"parcel.hand",
                    "UPDATE parcel SET state = 2, tries = tries + 1, route = ?2, "
                    "moved_at = ?3 WHERE id = ?1 AND state = 0 RETURNING class, campaign, phone, "
                    "ifnull(person, 0), subject, language, category, consent, tries"};
// Of parts that were taken before the whole message was, some may have their receipt.
constexpr Sql kAccepted{
    "parcel.accepted",
    "UPDATE parcel SET state = 3, segments = ?2, parts_open = ?3 - CASE WHEN ?3 > 1 THEN "
    "(SELECT count(*) FROM parcel_part q WHERE q.parcel = ?1 AND q.state > 3 AND q.route = ?6) "
    "ELSE 0 END, moved_at = ?4, raw_code = ?5 WHERE id = ?1 AND state < 3 RETURNING class, "
    "campaign, phone"};
constexpr Sql kOver{"parcel.over",
                    "UPDATE parcel SET state = ?2, reason = ?3, raw_code = ?4, moved_at = ?5 WHERE "
                    "id = ?1 AND state < 4 RETURNING class, campaign, phone"};
constexpr Sql kAgain{"parcel.again",
                     "UPDATE parcel SET state = ?2, due_at = ?3, reason = ?4, raw_code = ?5, "
                     "moved_at = ?6, tries = tries - ?7, "
                     "parts_open = CASE WHEN ?8 > 1 THEN ?8 - (SELECT count(*) FROM parcel_part q "
                     "WHERE q.parcel = ?1 AND q.state > 3 AND q.route = ?9) ELSE parts_open END "
                     "WHERE id = ?1 AND state IN (0, 2) RETURNING class, campaign, phone"};
constexpr Sql kPart{"parcel.part", "INSERT INTO parcel_part (route, message_id, parcel, part, at) "
                                   "VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"};

std::int64_t millis(TimePoint at) { return at.time_since_epoch().count(); }

LedgerRow row_of(outbox::Outcomes const& all, outbox::Outcome const& one, Statement const& moved) {
    LedgerRow row;
    row.at = all.at;
    row.state = one.state;
    row.parcel = one.parcel;
    row.cls = static_cast<outbox::Class>(moved.integer(0));
    row.campaign = moved.integer(1);
    row.to = Msisdn::from_number(static_cast<std::uint64_t>(moved.integer(2)));
    row.route = all.route;
    // What was taken of a message that was not taken whole: she may have it, and it is billed.
    row.segments =
        one.state == State::accepted ? one.segments : static_cast<std::uint32_t>(one.ids.size());
    row.paise = one.paise;
    row.reason = one.reason;
    row.raw_code = one.raw_code;
    return row;
}

std::string joined(std::vector<std::string> const& ids) {
    std::string out;
    for (auto const& each : ids) out += (out.empty() ? "" : " ") + each;
    return out;
}

MessageTerms terms_of(outbox::HandFacts const& facts) {
    return {facts.entity, facts.header, facts.template_id, facts.version, facts.chain};
}

LedgerAct act_of(State state) {
    switch (state) {
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

} // namespace

Result<void> Parcels::hand(outbox::Hand const& hand, outbox::Done& done) {
    for (std::size_t i = 0; i < hand.parcels.size(); ++i)
        if (auto handed = hand_one(hand, i, done); !handed) return handed;
    return {};
}

/// Of an alert this is the first act: from here on somebody may complain of it.
Result<void> Parcels::hand_one(outbox::Hand const& hand, std::size_t which, outbox::Done& done) {
    auto const id = hand.parcels[which];
    LedgerRow row;
    std::string language, category, purpose, campaign;
    std::int64_t phone = 0, tries = 0;
    {
        Run run(sql_[kHand]);
        run->bind(1, id).bind(2, hand.route).bind(3, millis(hand.at));
        if (!run->step()) {
            done.gone.push_back(id);
            return sql_.ended(*run, kHand);
        }
        row.cls = static_cast<outbox::Class>(run->integer(0));
        row.campaign = run->integer(1);
        phone = run->integer(2);
        row.person = run->integer(3);
        row.subject = run->integer(4);
        language = run->text(5);
        category = run->text(6);
        purpose = run->text(7);
        tries = run->integer(8);
        while (run->step()) {
        }
        if (auto ended = sql_.ended(*run, kHand); !ended) return ended;
    }
    row.act = LedgerAct::handed;
    if (row.subject == 0) {
        auto const found = subjects_.of(phone, row.person);
        if (!found) return fail(found.error());
        row.subject = found->id;
        if (tries == 1) row.act = LedgerAct::queued;
        campaign = fmt::format("campaign {}", row.campaign);
        row.caused_by = campaign;
    }
    row.at = hand.at;
    row.state = State::handed;
    row.parcel = id;
    row.category = category;
    row.language = language;
    row.purpose = purpose;
    row.route = hand.route;
    if (which < hand.facts.size()) {
        row.terms = terms_of(hand.facts[which]);
        row.variables = hand.facts[which].variables;
    }
    return ledger_.append(row);
}

Result<void> Parcels::outcomes(outbox::Outcomes const& all, outbox::Done& done) {
    for (auto const& one : all.each)
        if (auto told = outcome(all, one, done); !told) return told;
    return {};
}

Result<void> Parcels::outcome(outbox::Outcomes const& all, outbox::Outcome const& one,
                              outbox::Done& done) {
    if (one.state == State::waiting || one.state == State::resting) return again(all, one, done);
    if (one.state != State::accepted) return over(all, one, done);
    std::optional<LedgerRow> row;
    auto const ids = joined(one.ids);
    {
        Run run(sql_[kAccepted]);
        run->bind(1, one.parcel)
            .bind(2, static_cast<std::int64_t>(one.segments))
            .bind(3, static_cast<std::int64_t>(one.ids.size()))
            .bind(4, millis(all.at))
            .bind(5, one.raw_code)
            .bind(6, all.route);
        if (run->step()) row = row_of(all, one, *run);
        while (run->last() == SQLITE_ROW && run->step()) {
        }
        if (auto ended = sql_.ended(*run, kAccepted); !ended) return ended;
    }
    if (row) { // else it ended meanwhile: a receipt came first
        row->act = LedgerAct::accepted;
        row->ids = ids;
        row->terms = terms_of(one.facts);
        row->variables = one.facts.variables;
        if (auto noted = ledger_.append(*row); !noted) return noted;
    }
    return called(all, one, done);
}

Result<void> Parcels::over(outbox::Outcomes const& all, outbox::Outcome const& one,
                           outbox::Done& done) {
    std::optional<LedgerRow> row;
    {
        Run run(sql_[kOver]);
        run->bind(1, one.parcel)
            .bind(2, static_cast<std::int64_t>(one.state))
            .bind(3, one.reason)
            .bind(4, one.raw_code)
            .bind(5, millis(all.at));
        if (run->step()) row = row_of(all, one, *run);
        while (run->last() == SQLITE_ROW && run->step()) {
        }
        if (auto ended = sql_.ended(*run, kOver); !ended || !row) return ended;
    }
    row->act = act_of(one.state);
    return noted(all, one, *row, done);
}

/// Back in its line. A route that was full is no act of the message's, unless it took some of it.
Result<void> Parcels::again(outbox::Outcomes const& all, outbox::Outcome const& one,
                            outbox::Done& done) {
    std::optional<LedgerRow> row;
    {
        Run run(sql_[kAgain]);
        run->bind(1, one.parcel)
            .bind(2, static_cast<std::int64_t>(one.state))
            .bind(3, millis(one.again_at))
            .bind(4, one.reason)
            .bind(5, one.raw_code)
            .bind(6, millis(all.at))
            .bind(7, one.counts ? std::int64_t{0} : std::int64_t{1})
            .bind(8, one.ids.empty() ? std::int64_t{0} : static_cast<std::int64_t>(one.segments))
            .bind(9, all.route);
        if (run->step()) row = row_of(all, one, *run);
        while (run->last() == SQLITE_ROW && run->step()) {
        }
        if (auto ended = sql_.ended(*run, kAgain); !ended || !row) return ended;
    }
    if (!one.counts && one.ids.empty()) return {};
    row->act = LedgerAct::put_back;
    return noted(all, one, *row, done);
}

/// Into the ledger, with the parts that were taken all the same: receipts of theirs will come.
Result<void> Parcels::noted(outbox::Outcomes const& all, outbox::Outcome const& one, LedgerRow row,
                            outbox::Done& done) {
    auto const ids = joined(one.ids);
    row.ids = ids;
    row.terms = terms_of(one.facts);
    row.variables = one.facts.variables;
    if (auto written = ledger_.append(row); !written || one.ids.empty()) return written;
    return called(all, one, done);
}

/// The provider's names for the parts; a receipt may have come before them.
Result<void> Parcels::called(outbox::Outcomes const& all, outbox::Outcome const& one,
                             outbox::Done& done) {
    for (std::size_t part = 0; part < one.ids.size(); ++part) {
        auto const added =
            change(sql_, kPart, all.route, one.ids[part], one.parcel, part, millis(all.at));
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
