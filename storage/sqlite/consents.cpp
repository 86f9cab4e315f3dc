#include "storage/sqlite/consents.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kGive{
    "consent.give",
    "INSERT INTO consent (person, purpose, notice, lang, channel, evidence, given_at) SELECT ?1, "
    "?2, ?3, ?4, ?5, ?6, ?7 WHERE NOT EXISTS (SELECT 1 FROM consent WHERE person = ?1 AND purpose "
    "= ?2 AND withdrawn_at IS NULL)"};
constexpr Sql kWithdraw{
    "consent.withdraw",
    "UPDATE consent SET withdrawn_at = ?3, withdrawn_lang = ?4, withdrawn_channel = ?5, "
    "withdrawn_evidence = ?6 WHERE person = ?1 AND purpose = ?2 AND withdrawn_at IS NULL"};

} // namespace

Result<void> give_consent(Act& act, std::int64_t person, std::string_view purpose,
                          std::string_view notice) {
    auto const done = change(act.sql, kGive, person, purpose, notice, act.caller.language,
                             act.caller.channel, act.caller.session, act.now());
    if (!done) return fail(done.error());
    return {};
}

Result<void> withdraw_consent(Act& act, std::int64_t person, std::string_view purpose) {
    auto const done = change(act.sql, kWithdraw, person, purpose, act.now(), act.caller.language,
                             act.caller.channel, act.caller.session);
    if (!done) return fail(done.error());
    return {};
}

} // namespace haatline::storage
