#include "storage/sqlite/effects.hpp"

#include "cluster/reference.hpp"
#include "storage/sqlite/desk.hpp"

#include <algorithm>
#include <array>

namespace haatline::storage {
namespace {

constexpr std::array kEffects{
    EffectRow{"member.join", &member_join},
    EffectRow{"language.choose", &language_choose},
    EffectRow{"watch.add", &watch_add},
    EffectRow{"listing.post", &listing_post},
    EffectRow{"listing.close", &listing_close},
    EffectRow{"listing.renew", &listing_renew},
    EffectRow{"talk.ask", &talk_ask},
    EffectRow{"talk.opened", &talk_opened},
    EffectRow{"talk.agree", &talk_agree},
    EffectRow{"talk.decline", &talk_decline},
    EffectRow{"talk.block", &talk_block},
    EffectRow{"talk.unblock", &talk_unblock},
    EffectRow{"report.file", &report_file},
    EffectRow{"callback.ask", &callback_ask},
    EffectRow{"help.ask", &help_ask},
    EffectRow{"ticket.solved", &ticket_solved},
    EffectRow{"ticket.reopen", &ticket_reopen},
    EffectRow{"word.unknown", &word_unknown},
    EffectRow{"search.empty", &search_empty},
    EffectRow{"phone.seen", &phone_seen},
    EffectRow{"phone.detach", &phone_detach},
    EffectRow{"label.set", &label_set},
    EffectRow{"names.allow", &names_allow},
    EffectRow{"helper.allow", &helper_allow},
    EffectRow{"helper.stop", &helper_stop},
    EffectRow{"number.ask", &number_ask},
    EffectRow{"secret.right", &secret_right},
    EffectRow{"secret.wrong", &secret_wrong},
    EffectRow{"secret.set", &secret_set},
    EffectRow{"secret.reset.ask", &secret_reset_ask},
    EffectRow{"name.change", &name_change},
    EffectRow{"place.change", &place_change},
    EffectRow{"role.change", &role_change},
    EffectRow{"product.add", &product_add},
    EffectRow{"product.remove", &product_remove},
    EffectRow{"udyam.claim", &udyam_claim},
    EffectRow{"udyam.drop", &udyam_drop},
    EffectRow{"consent.give", &consent_give},
    EffectRow{"consent.withdraw", &consent_withdraw},
    EffectRow{"messages.stop", &messages_stop},
    EffectRow{"line.stop", &line_stop},
    EffectRow{"line.start", &line_start},
    EffectRow{"messages.start", &messages_start},
    EffectRow{"alert.set", &alert_set},
    EffectRow{"alerts.by", &alerts_by},
    EffectRow{"erase.ask", &erase_ask},
    EffectRow{"erase.undo", &erase_undo},
    EffectRow{"phone.ask", &phone_ask},
    EffectRow{"phone.take_back", &phone_take_back},
    EffectRow{"phone.answer", &phone_answer},
    EffectRow{"phone.drop", &phone_drop},
};

struct Counter {
    std::string_view name;
    std::string_view next;
};
constexpr std::array kCounters{
    Counter{"member", "SELECT ifnull(max(serial), -1) + 1 FROM enterprise"},
    Counter{"listing", "SELECT ifnull(max(serial), -1) + 1 FROM listing"},
    Counter{"enquiry", "SELECT ifnull(max(serial), -1) + 1 FROM enquiry"},
    Counter{"ticket", "SELECT ifnull(max(serial), -1) + 1 FROM ticket"},
    Counter{"erasure", "SELECT ifnull(max(serial), -1) + 1 FROM erasure"},
    Counter{"phone_ask", "SELECT ifnull(max(serial), -1) + 1 FROM phone_ask"},
};

} // namespace

std::span<EffectRow const> effects() { return kEffects; }

EffectRow const* find_effect_row(std::string_view effect) {
    auto const it = std::find_if(kEffects.begin(), kEffects.end(),
                                 [&](auto const& row) { return row.effect == effect; });
    return it == kEffects.end() ? nullptr : &*it;
}

Result<std::int64_t> serial_of(Values const& with) {
    auto const serial = reference_serial(with.get("ref"));
    if (!serial)
        return fail(Errc::internal, "an effect came without the reference it was promised");
    return static_cast<std::int64_t>(*serial);
}

Result<void> done(Result<int> const& changed) {
    if (!changed) return fail(changed.error());
    return {};
}

Result<std::uint64_t> free_serial(Db& db, std::string_view counter) {
    for (auto const& row : kCounters) {
        if (row.name != counter) continue;
        auto const next = db.integer(row.next);
        if (!next) return fail(next.error());
        // What was erased had been printed: its number is given to nobody else (erasure.cpp).
        auto const kept = db.integer(
            fmt::format("SELECT ifnull(max(CAST(value AS INTEGER)) + 1, 0) FROM meta WHERE key = "
                        "'kept_serial_{}'",
                        counter));
        if (!kept) return fail(kept.error());
        return static_cast<std::uint64_t>(std::max(*next, *kept));
    }
    return fail(Errc::not_found, fmt::format("no counter is called {}", counter));
}

} // namespace haatline::storage
