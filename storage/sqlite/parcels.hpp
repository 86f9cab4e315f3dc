#pragma once

#include "storage/outbox.hpp"
#include "storage/sqlite/effects.hpp"
#include "storage/sqlite/ledger.hpp"
#include "storage/sqlite/subjects.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace haatline::storage {

/// Writes one parcel and its first row of the ledger. @returns its id, or 0 when `once` was there already.
/// `caused_by`: for the ledger, where the parcel does not say.
Result<std::int64_t> put_parcel(Prepared& sql, Subjects& subjects, Ledger& ledger,
                                outbox::NewParcel const& parcel, TimePoint now,
                                std::string_view caused_by = "step");

/// The same from inside an effect: what a step causes for others leaves with it.
Result<void> put_parcel(Act& act, outbox::NewParcel const& parcel);

/// What stands in `parcel.once` for a name: an octet longer than a digest, so that who asks by a name of his own making never
/// meets what the line itself caused.
std::string once_name(std::string_view named);
/// What stands in `parcel.once` where it is not `named`. Sixteen octets stand for it: a number in a key of ours would be one more place to
/// erase.
std::string once_digest(std::string_view once);

/// What stands sealed in `parcel.body`; empty for a campaign's.
std::string parcel_body(outbox::NewParcel const& parcel);
/// Leaves `to` without words where the text is no body of ours: its key is destroyed.
void read_parcel_body(std::string_view body, outbox::NewParcel& to);

/// The writer's side of the outbox: every change of a parcel, in the writer's transaction.
class Parcels {
  public:
    Parcels(Prepared& sql, Subjects& subjects) : sql_(sql), subjects_(subjects), ledger_(sql) {}

    Result<void> carry_out(outbox::Change const& change, outbox::Done& done);
    /// Of a step: its own, which come back so that nobody has to read them.
    Result<void> put(std::span<outbox::NewParcel const> parcels, TimePoint now, outbox::Done& done);

    /// A message from a phone, in the ledger.
    Result<void> received(std::int64_t subject, std::string_view route, std::string_view language,
                          TimePoint now);
    Ledger& ledger() { return ledger_; }
    /// After a rollback.
    void forget() {
        ledger_.forget();
        none_parked_ = false;
    }

    /// A parcel as it is before a move.
    struct Standing {
        outbox::State state = outbox::State::waiting;
        outbox::Class cls = outbox::Class::service;
        std::int64_t campaign = 0, phone = 0, person = 0, segments = 0, parts_open = 0;
    };

  private:
// Its columns, of a parcel `p`.
#define PARCEL_STANDING                                                                            \
    "p.state, p.class, p.campaign, p.phone, ifnull(p.person, 0), p.segments, p.parts_open"
// In a carrier's hands, as the index parcel_tried knows it. A row of state 2 without a try would be found by nobody: `verify` looks.
#define PARCEL_IN_HANDS "tries > 0 AND state < 3 AND state >= 2"
    static Standing standing_in(Statement const& row, int at);
    Result<std::optional<Standing>> standing(std::int64_t parcel);
    Result<void> begun(Standing const& stands, std::int64_t id, outbox::Hand const& hand);
    Result<void> over(Standing const& stands, outbox::Outcomes const& all,
                      outbox::Outcome const& one, outbox::Done& done);
    Result<void> again(Standing const& stands, outbox::Outcomes const& all,
                       outbox::Outcome const& one, outbox::Done& done);
    Result<void> noted(outbox::Outcomes const& all, outbox::Outcome const& one, LedgerRow row,
                       outbox::Done& done);
    Result<void> hand(outbox::Hand const& hand, outbox::Done& done);
    Result<void> outcomes(outbox::Outcomes const& outcomes, outbox::Done& done);
    Result<void> outcome(outbox::Outcomes const& all, outbox::Outcome const& one,
                         outbox::Done& done);
    Result<bool> accepted_all(std::span<outbox::Outcome const> run, outbox::Outcomes const& all);
    /// @returns how many rows moved: none where a receipt came first, or it was accepted before.
    Result<int> accepted(outbox::Outcomes const& all, outbox::Outcome const& one);
    Result<void> called(outbox::Outcomes const& all, outbox::Outcome const& one,
                        outbox::Done& done);
    Result<void> receipt(outbox::Receipt const& receipt, outbox::Done& done);
    struct Match {
        std::int64_t parcel = 0;
        std::string id;                   ///< of the part; empty when it was found without one
        bool waits = false;               ///< for another try, until now
        std::optional<Standing> stands{}; ///< where it was read with it
    };
    Result<std::optional<Match>> match(outbox::Receipt const& receipt);
    Result<Match> unnamed(outbox::Receipt const& receipt);
    Result<void> settle(Match const& match, outbox::Receipt const& receipt, outbox::Done& done);
    Result<void> unpark(std::string const& route, std::string const& id, std::int64_t parcel,
                        outbox::Done& done);
    Result<void> wake(outbox::Wake const& wake, outbox::Done& done);
    Result<void> recover(outbox::Recover const& recover, outbox::Done& done);
    Result<void> cancel(outbox::Cancel const& cancel, outbox::Done& done);
    Result<void> cancel_all(Sql const& which, std::int64_t of, std::int64_t campaign, TimePoint at,
                            outbox::Done& done);
    Result<void> campaign(campaigns::Feed const& feed, outbox::Done& done);
    Result<void> campaign(campaigns::Tend const& tend, outbox::Done& done);

    Prepared& sql_;
    Subjects& subjects_;
    Ledger ledger_;
    bool none_parked_ = false; ///< no receipt is parked: nobody else parks any
};

} // namespace haatline::storage
