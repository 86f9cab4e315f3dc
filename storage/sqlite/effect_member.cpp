#include "cluster/consent.hpp"
#include "cluster/reference.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/effects.hpp"
#include "storage/sqlite/enrol.hpp"
#include "storage/sqlite/number_stop.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kProduct{"join.product", "SELECT id, kind FROM product WHERE code = ?"};
// By the serial: a retry. By session and phone: the same dialogue answering "show me?" twice. Where
// the provider has no session id, two people of one phone join in "the same" one: one agreement
// makes one member.
constexpr Sql kJoined{"join.joined",
                      "SELECT ifnull(e.session = ?2, 0) FROM enterprise e WHERE e.serial = ?1"};
constexpr Sql kJoinedHere{
    "join.joined_here",
    "SELECT 1 FROM person_phone h CROSS JOIN ownership o ON o.person = h.person CROSS JOIN "
    "enterprise e ON e.id = o.enterprise WHERE h.phone = ?1 AND e.session = ?2 AND (?3 = 0 OR "
    "EXISTS (SELECT 1 FROM consent c WHERE c.person = h.person AND c.purpose = 'core' AND "
    "c.given_at = ?3)) LIMIT 1"};
constexpr Sql kPersonLanguage{"person.language", "UPDATE person SET lang = ? WHERE id = ?"};

} // namespace

Result<void> member_join(Act& act, Values const& with) {
    auto const serial = reference_serial(with.get("ref"));
    if (!serial)
        return fail(Errc::internal, "member.join came without the reference it was promised");
    NewMember member;
    {
        Run joined(act.sql[kJoined]);
        joined->bind(1, static_cast<std::int64_t>(*serial)).bind(2, act.caller.session);
        if (joined->step()) {
            if (joined->integer(0) != 0) return {};
            return fail(Errc::internal, "member.join: this serial is another member's; restart, so "
                                        "that counters are read again");
        }
        if (auto ended = act.sql.ended(*joined, kJoined); !ended) return ended;
    }
    if (!act.caller.session.empty()) {
        Run here(act.sql[kJoinedHere]);
        if (here->bind(1, act.phone())
                .bind(2, act.caller.session)
                .bind(3, number_in(with, "consent_at"))
                .step())
            return {};
        if (auto ended = act.sql.ended(*here, kJoinedHere); !ended) return ended;
    }
    auto const role = role_named(with.get("role"));
    if (!role)
        return fail(Errc::bad_request, "member.join: the flow sets a role that is not known");
    {
        Run product(act.sql[kProduct]);
        if (!product->bind(1, with.get("product")).step()) {
            if (auto ended = act.sql.ended(*product, kProduct); !ended) return ended;
            return fail(Errc::bad_request,
                        "member.join: the flow sets a product that is not known");
        }
        member.product = product->integer(0);
        member.role = role_for(*role, *kind_named(product->text(1)));
    }
    auto const code =
        "H" +
        std::string(with.get("ref")); // what an export calls it and a later import knows it by
    // Who joins on it asks to be written to.
    if (auto freed = free_number(act); !freed) return freed;
    auto const notice = with.get("notice");
    member.phone = act.caller.phone.number();
    member.lang = act.caller.language;
    member.via = member.channel = act.caller.channel;
    member.name = with.get("name");
    member.pin = number_in(with, "pin");
    member.district = number_in(with, "dist_id");
    member.listed = with.get("show") == "yes";
    member.serial = *serial;
    member.code = code;
    member.session = act.caller.session;
    member.notice = notice.empty() ? consent::notice_short : notice;
    member.consent_at = number_in(with, "consent_at");
    member.at = act.now();
    member.caller = act.caller.person;
    auto const added = enrol(act.sql, member, &act.subjects);
    if (!added) return fail(added.error());
    return {};
}

Result<void> language_choose(Act& act, Values const& with) {
    if (act.caller.person) {
        auto const done = change(act.sql, kPersonLanguage, with.get("lang"), act.caller.person);
        if (!done) return fail(done.error());
    }
    return remember_phone(act.sql, act.caller.phone.number(), with.get("lang"), act.now());
}

} // namespace haatline::storage
