#pragma once

#include <array>
#include <string_view>

namespace haatline {

/// Each purpose is asked for, given and withdrawn by itself (reference/domain.md §4), and rests on
/// one lawful basis (DPDP Act 2023; reference/telecom-india.md §5).
namespace consent {

/// What makes a purpose lawful. The names are stored in the ledger (`consent.basis`).
constexpr std::string_view by_consent = "consent"; ///< she was asked, agreed, and may withdraw
constexpr std::string_view by_state = "s7b";       ///< s. 7(b): the State's subsidies and benefits
constexpr std::string_view by_law = "legal"; ///< a duty to keep: traffic data and logs for a year

constexpr std::string_view core = "core";     ///< keep number, work and place
constexpr std::string_view list = "list";     ///< be found by others
constexpr std::string_view alerts = "alerts"; ///< be told of schemes, buyers, prices, training
constexpr std::string_view log = "log";       ///< steps of calls, with what was typed

struct Purpose {
    std::string_view name;
    std::string_view basis;
    std::string_view for_what; ///< for the person on duty (docs/operators.md)
};

constexpr std::array<Purpose, 9> purposes{{
    {core, by_consent, "keep her number, work and place, and link her to others by them"},
    {list, by_consent, "publish her name, place and work in the directory that others search"},
    {alerts, by_consent, "tell her of schemes, buyers, prices and training she chose"},
    {"share_assoc", by_consent, "hand what she asks for to her association"},
    {"share_bank", by_consent, "hand what she asks for to a bank"},
    {"voice_record", by_consent, "keep and play her recorded voice"},
    {"research", by_consent, "count her in studies"},
    // Rule 5 and the Second Schedule: only where the State itself, or on its order, tells an
    // eligible unit. Nobody is asked for it, and nothing is sent under it yet; "stop all messages"
    // ends it like any other.
    {"benefits", by_state, "tell an eligible unit of a subsidy or benefit of the State"},
    // Rule 8(3): a year at least. It is not withdrawn; erasing her destroys the key to her words.
    {log, by_law, "keep the steps of her calls, with what she typed under her own key"},
}};

constexpr Purpose const* find(std::string_view name) {
    for (auto const& purpose : purposes)
        if (purpose.name == name) return &purpose;
    return nullptr;
}
/// Empty for what is no purpose.
constexpr std::string_view basis_of(std::string_view name) {
    auto const* purpose = find(name);
    return purpose ? purpose->basis : std::string_view();
}
/// Whether it is asked of her, so that she can give and withdraw it.
constexpr bool is_asked(std::string_view name) { return basis_of(name) == by_consent; }
static_assert(is_asked(list), "publishing a directory of people rests on their consent alone");

/// Version of the notice on the screen `reg.consent`, as long as no longer one goes out by SMS or
/// voice before it.
constexpr std::string_view notice_short = "ussd-short";
/// Versions of the notices on the screens `acc.show` and `al.menu`: what is agreed to there.
constexpr std::string_view notice_list = "ussd-list-1";
constexpr std::string_view notice_alerts = "ussd-alerts-1";

} // namespace consent

} // namespace haatline
