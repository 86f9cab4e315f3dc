#include "storage/sqlite/acting.hpp"
#include "storage/sqlite/writer.hpp"

/// What the writer writes inside its transaction: steps, changes of parcels, snapshots.
namespace haatline::storage {
namespace {

constexpr Sql kSavepoint{"savepoint", "SAVEPOINT step"};
constexpr Sql kRelease{"release", "RELEASE step"};
constexpr Sql kUndo{"undo", "ROLLBACK TO step"};
constexpr Sql kEvent{
    "event.append",
    "INSERT INTO event (at, subject, session, identity, kind, said, state, reply, ended) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr Sql kSnapshot{
    "snapshot.put",
    "INSERT INTO snapshot (phone, state, at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
    "state = excluded.state, at = excluded.at"};
constexpr Sql kForget{"snapshot.forget", "DELETE FROM snapshot WHERE phone = ?"};
constexpr Sql kCovered{
    "snapshot.covered",
    "INSERT INTO meta (key, value) VALUES ('covered_seq', ?1) ON CONFLICT DO UPDATE SET "
    "value = ?1 WHERE CAST(value AS INTEGER) < ?1"};

/// Some providers make their session of the number. It stands in no row of the log, so that a row
/// says nothing once its subject is erased; one char(1) stands for it (schema 0004).
std::string without_number(std::string_view session, std::uint64_t number) {
    std::string out(session);
    auto const digits = std::to_string(number).substr(2); // with 91, +91 or 0 before it
    for (auto at = out.find(digits); at != std::string::npos; at = out.find(digits, at))
        out.replace(at, digits.size(), 1, '\x01');
    return out;
}

} // namespace

Committed Writer::write_one(Queued const& queued, Care care) {
    std::shared_ptr<outbox::Done const> done;
    auto const* step = std::get_if<Step>(&queued.what);
    auto const write = [&] {
        return step ? write_step(*step, done)
                    : write_change(std::get<outbox::Change>(queued.what), done);
    };
    bool const may_fail_alone = !step || !step->effects.empty() || !step->parcels.empty();
    auto seq = care == Care::savepoints && may_fail_alone ? guarded(write) : write();
    return {queued.token, std::move(seq), std::move(done)};
}

template <class Write>
Result<std::uint64_t> Writer::guarded(Write write) {
    if (auto begun = storage::change(sql_, kSavepoint); !begun) return fail(begun.error());
    auto seq = write();
    if (!seq && !db_.in_transaction()) return seq; // SQLite gave the whole transaction up
    if (!seq) {
        subjects_.forget();
        parcels_.forget();
        if (auto undone = storage::change(sql_, kUndo); !undone) return fail(undone.error());
    }
    if (auto released = storage::change(sql_, kRelease); !released) return fail(released.error());
    return seq;
}

Result<std::uint64_t> Writer::write_step(Step const& step,
                                         std::shared_ptr<outbox::Done const>& done) {
    Act act{sql_, step.caller, subjects_, parcels_.ledger()};
    for (auto const& effect : step.effects) {
        auto const* row = find_effect_row(effect.name);
        if (!row) return fail(Errc::internal, fmt::format("no effect is called {}", effect.name));
        if (auto may = may_act(sql_, step.caller, effect); !may) return fail(may.error());
        if (auto carried = row->carry_out(act, effect.with); !carried) return fail(carried.error());
        if (auto told = note_act(sql_, step.caller, effect); !told) return fail(told.error());
    }
    if (act.parcels > 0 || act.quieter || !step.parcels.empty()) {
        auto told = std::make_shared<outbox::Done>();
        if (auto put = parcels_.put(step.parcels, step.caller.now, *told); !put)
            return fail(put.error());
        told->put += act.parcels;
        if (act.quieter) told->quieter = step.caller.phone;
        done = std::move(told);
    }
    return write_event(step);
}

Result<std::uint64_t> Writer::write_change(outbox::Change const& change,
                                           std::shared_ptr<outbox::Done const>& done) {
    auto told = std::make_shared<outbox::Done>();
    if (auto carried = parcels_.carry_out(change, *told); !carried) return fail(carried.error());
    done = std::move(told);
    return std::uint64_t{0};
}

Result<std::uint64_t> Writer::write_event(Step const& step) {
    auto const& caller = step.caller;
    auto const at = caller.now.time_since_epoch().count();
    bool gone = false;
    if (!erased_.empty() && erased_.count(caller.phone.number()) > 0) {
        gone = step.kind != "begin"; // a dialogue from before, which the gateway is forgetting
        if (!gone) erased_.erase(caller.phone.number());
    }
    auto const subject =
        subjects_.of(static_cast<std::int64_t>(caller.phone.number()), gone ? 0 : caller.person);
    if (!subject) return fail(subject.error());
    auto const session = without_number(step.session, caller.phone.number());
    auto const put = [&](auto const& said) {
        return storage::change(sql_, kEvent, at, subject->id, session, step.identity, step.kind,
                               said, gone ? std::string_view() : std::string_view(step.state),
                               gone ? std::string_view() : std::string_view(step.reply),
                               step.ended ? 1 : 0);
    };
    auto const done = is_bare_key(step.said)
                          ? put(step.said)
                          : put(Octets{seal(subject->key, subject->id, step.said, at)});
    if (!done) return fail(done.error());
    auto const seq = static_cast<std::uint64_t>(db_.last_id());
    if (caller.channel == "sms" && step.kind != "hangup") {
        auto const route = std::string_view(step.session).substr(0, step.session.find(':'));
        if (auto noted = parcels_.received(subject->id, route, caller.language, caller.now); !noted)
            return fail(noted.error());
    }
    return seq;
}

Result<void> Writer::write_snapshots(PutDown const& put_down) {
    for (auto const& session : put_down.sessions) {
        auto const done = session.state.empty() || erased_.count(session.phone) > 0
                              ? storage::change(sql_, kForget, session.phone)
                              : storage::change(sql_, kSnapshot, session.phone, session.state,
                                                session.at.time_since_epoch().count());
        if (!done) return fail(done.error());
    }
    auto const done = storage::change(sql_, kCovered, put_down.covered_seq);
    if (!done) return fail(done.error());
    return {};
}

} // namespace haatline::storage
