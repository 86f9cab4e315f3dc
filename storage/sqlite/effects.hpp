#pragma once

#include "cluster/questions.hpp"
#include "storage/sqlite/sql.hpp"
#include "storage/sqlite/subjects.hpp"

#include <optional>
#include <span>

namespace haatline::storage {

class Ledger;

/// What carrying out one effect needs: the writer's statements and who is on the line.
struct Act {
    Prepared& sql;
    Caller const& caller;
    Subjects& subjects;
    Ledger& ledger;
    std::size_t parcels = 0; ///< written on the way (parcels.hpp)
    bool quieter = false;    ///< less may go to this phone from now on: STOP, a topic switched off

    /// Under whose key the caller's words go: `sealed(?, subject)` in a statement.
    Result<std::int64_t> subject() {
        auto const found = subjects.of(phone(), caller.person);
        if (!found) return fail(found.error());
        return found->id;
    }
    std::int64_t phone() const { return static_cast<std::int64_t>(caller.phone.number()); }
    std::int64_t now() const { return caller.now.time_since_epoch().count(); }
};

struct EffectRow {
    std::string_view effect;
    Result<void> (*carry_out)(Act& act, Values const& with);
};

/// How each effect of cluster/questions.hpp is carried out, inside the step's savepoint.
std::span<EffectRow const> effects();
EffectRow const* find_effect_row(std::string_view effect);

Result<void> member_join(Act& act, Values const& with);
Result<void> language_choose(Act& act, Values const& with);
Result<void> watch_add(Act& act, Values const& with);
Result<void> listing_post(Act& act, Values const& with);
Result<void> listing_close(Act& act, Values const& with);
Result<void> listing_renew(Act& act, Values const& with);
Result<void> talk_ask(Act& act, Values const& with);
Result<void> talk_opened(Act& act, Values const& with);
Result<void> talk_agree(Act& act, Values const& with);
Result<void> talk_decline(Act& act, Values const& with);
Result<void> talk_block(Act& act, Values const& with);
Result<void> talk_unblock(Act& act, Values const& with);
Result<void> report_file(Act& act, Values const& with);
Result<void> callback_ask(Act& act, Values const& with);
Result<void> help_ask(Act& act, Values const& with);
Result<void> ticket_solved(Act& act, Values const& with);
Result<void> ticket_reopen(Act& act, Values const& with);
Result<void> phone_seen(Act& act, Values const& with);
Result<void> phone_detach(Act& act, Values const& with);
Result<void> number_ask(Act& act, Values const& with);
Result<void> label_set(Act& act, Values const& with);
Result<void> names_allow(Act& act, Values const& with);
Result<void> helper_allow(Act& act, Values const& with);
Result<void> helper_stop(Act& act, Values const& with);
Result<void> secret_right(Act& act, Values const& with);
Result<void> secret_wrong(Act& act, Values const& with);
Result<void> secret_set(Act& act, Values const& with);
Result<void> secret_reset_ask(Act& act, Values const& with);
Result<void> word_unknown(Act& act, Values const& with);
Result<void> search_empty(Act& act, Values const& with);

/// The serial of an effect's own reference. @fails Errc::internal when the engine gave it none.
Result<std::int64_t> serial_of(Values const& with);
/// Tells whether a change was made; how many rows is nobody's question.
Result<void> done(Result<int> const& changed);
// The member's own account (effect_account, effect_privacy, effect_phones).
Result<void> name_change(Act& act, Values const& with);
Result<void> place_change(Act& act, Values const& with);
Result<void> role_change(Act& act, Values const& with);
Result<void> product_add(Act& act, Values const& with);
Result<void> product_remove(Act& act, Values const& with);
Result<void> udyam_claim(Act& act, Values const& with);
Result<void> udyam_drop(Act& act, Values const& with);
Result<void> consent_give(Act& act, Values const& with);
Result<void> consent_withdraw(Act& act, Values const& with);
Result<void> messages_stop(Act& act, Values const& with);
Result<void> line_stop(Act& act, Values const& with);
Result<void> line_start(Act& act, Values const& with);
Result<void> messages_start(Act& act, Values const& with);
Result<void> alert_set(Act& act, Values const& with);
Result<void> alerts_by(Act& act, Values const& with);
Result<void> erase_ask(Act& act, Values const& with);
Result<void> erase_undo(Act& act, Values const& with);
Result<void> phone_ask(Act& act, Values const& with);
Result<void> phone_take_back(Act& act, Values const& with);
Result<void> phone_answer(Act& act, Values const& with);
Result<void> phone_drop(Act& act, Values const& with);

/// First free serial of a counter named in effect_contracts().
Result<std::uint64_t> free_serial(Db& db, std::string_view counter);

} // namespace haatline::storage
