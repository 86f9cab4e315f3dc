#include "storage/sqlite/people.hpp"

#include <string>

namespace haatline::storage {
namespace {

constexpr Sql kReset{"secret.reset", "UPDATE person SET secret = '', secret_tries = 0, "
                                     "secret_locked_at = NULL WHERE id = ?"};
constexpr Sql kRestore{"person_phone.restore",
                       "UPDATE person_phone SET until_at = NULL, ended_why = '' WHERE phone = ? "
                       "AND ended_why IN ('lapsed', 'unproven', 'new_owner', 'revoked')"};
constexpr Sql kTrust{"phone.trust", "UPDATE phone SET state = 'active', last_seen = ?2, "
                                    "last_verified = ?2 WHERE e164 = ?1"};
constexpr Sql kDetach{"person_phone.detach", "UPDATE person_phone SET until_at = ?2, ended_why = "
                                             "?3 WHERE phone = ?1 AND until_at IS NULL"};
constexpr Sql kQuarantine{"phone.quarantine",
                          "UPDATE phone SET state = ?2, last_verified = NULL WHERE e164 = ?1"};
constexpr Sql kTicket{
    "ticket.settle",
    "SELECT kind, ifnull(person, 0), ifnull(phone, 0) FROM ticket WHERE serial = ?"};

} // namespace

Result<void> settle_ticket(Prepared& prepared, std::int64_t serial, std::string_view outcome,
                           std::int64_t now) {
    std::string kind;
    std::int64_t person = 0, phone = 0;
    {
        Run run(prepared[kTicket]);
        if (run->bind(1, serial).step()) {
            kind = run->text(0);
            person = run->integer(1);
            phone = run->integer(2);
        }
        if (auto ended = prepared.ended(*run, kTicket); !ended) return ended;
    }
    if (kind == "secret" && outcome == "reset") {
        auto const done = reset_secret(prepared, person);
        if (!done) return fail(done.error());
        if (!*done) return fail(Errc::conflict, "nobody is left whose secret number it was");
    }
    if (kind == "number" && outcome == "restored") {
        auto const done = restore_number(prepared, phone, now);
        if (!done) return fail(done.error());
        if (*done == 0)
            return fail(Errc::conflict, "nobody was detached from this number: close the ticket as "
                                        "not_restored");
    }
    return {};
}

Result<bool> reset_secret(Prepared& prepared, std::int64_t person) {
    auto const done = change(prepared, kReset, person);
    if (!done) return fail(done.error());
    return *done > 0;
}

Result<int> restore_number(Prepared& prepared, std::int64_t phone, std::int64_t now) {
    auto const back = change(prepared, kRestore, phone);
    if (!back || *back == 0) return back;
    auto const trusted = change(prepared, kTrust, phone, now);
    if (!trusted) return trusted;
    return back;
}

Result<int> detach_number(Prepared& prepared, std::int64_t phone, std::string_view why,
                          std::int64_t now) {
    auto const gone = change(prepared, kDetach, phone, now, why);
    if (!gone || *gone == 0) return gone;
    auto const state = why == "revoked" ? "dead" : "quarantined";
    auto const closed = change(prepared, kQuarantine, phone, state);
    if (!closed) return closed;
    return gone;
}

} // namespace haatline::storage
