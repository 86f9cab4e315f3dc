#include "storage/sqlite/consents.hpp"

#include "cluster/consent.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kGive{
    "consent.give",
    "INSERT INTO consent (person, purpose, notice, lang, channel, evidence, given_at, basis) "
    "SELECT "
    "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE NOT EXISTS (SELECT 1 FROM consent WHERE person = ?1 AND "
    "purpose = ?2 AND withdrawn_at IS NULL)"};
constexpr Sql kWithdraw{
    "consent.withdraw",
    "UPDATE consent SET withdrawn_at = ?3, withdrawn_lang = ?4, withdrawn_channel = ?5, "
    "withdrawn_evidence = ?6 WHERE person = ?1 AND purpose = ?2 AND withdrawn_at IS NULL"};

/// What rests on a law is neither asked nor withdrawn: a row that says so would be false evidence.
Result<void> asked_of_her(std::string_view purpose) {
    auto const* found = consent::find(purpose);
    if (!found)
        return fail(Errc::bad_request, "consent: the flow sets a purpose that is not known");
    if (consent::is_asked(purpose)) return {};
    return fail(Errc::bad_request,
                fmt::format("consent: {} rests on {} and is not asked of anybody; take it out of "
                            "the flow",
                            found->name, found->basis));
}

} // namespace

Result<void> give_consent(Act& act, std::int64_t person, std::string_view purpose,
                          std::string_view notice) {
    if (auto asked = asked_of_her(purpose); !asked) return asked;
    auto const done =
        change(act.sql, kGive, person, purpose, notice, act.caller.language, act.caller.channel,
               act.caller.session, act.now(), consent::basis_of(purpose));
    if (!done) return fail(done.error());
    return {};
}

Result<void> withdraw_consent(Act& act, std::int64_t person, std::string_view purpose) {
    if (auto asked = asked_of_her(purpose); !asked) return asked;
    auto const done = change(act.sql, kWithdraw, person, purpose, act.now(), act.caller.language,
                             act.caller.channel, act.caller.session);
    if (!done) return fail(done.error());
    return {};
}

} // namespace haatline::storage
