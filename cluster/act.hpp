#pragma once

#include <algorithm>
#include <array>
#include <string_view>

/// What somebody may do for another person, and by which word it is told to her afterwards. A
/// helper, and whoever holds a phone that is not hers, does a member's business; what gives or takes
/// a right is said by herself alone, on a phone of her own.
namespace haatline::acts {

/// What a helper is on `person_act.relation`, beside those of cluster/line.hpp: another person on
/// the same phone, with leave.
constexpr std::string_view by_helper = "helper";

struct ActFor {
    std::string_view effect; ///< of cluster/questions.cpp
    std::string_view word;   ///< what the readout selects a text by (`acc.acts.row`)
    bool hers_alone = false; ///< nobody else may do it
};

/// An effect that is not here is none of hers (the phone's, a count, a proof) and is not written
/// down as an act.
constexpr std::array<ActFor, 40> table{{
    {"language.choose", "lang"},
    {"watch.add", "watch"},
    {"listing.post", "post"},
    {"listing.close", "post"},
    {"listing.renew", "post"},
    {"talk.ask", "ask"},
    {"talk.opened", "read"},
    {"talk.agree", "answer"},
    {"talk.decline", "answer"},
    {"talk.block", "block"},
    {"talk.unblock", "block"},
    {"report.file", "report"},
    {"callback.ask", "help"},
    {"help.ask", "help"},
    {"ticket.solved", "help"},
    {"ticket.reopen", "help"},
    {"name.change", "name"},
    {"place.change", "place"},
    {"role.change", "work"},
    {"product.add", "product"},
    {"product.remove", "product"},
    {"udyam.claim", "udyam"},
    {"udyam.drop", "udyam"},
    {"secret.set", "rights", true},
    {"secret.reset.ask", "rights", true},
    {"label.set", "rights", true},
    {"names.allow", "rights", true},
    {"helper.allow", "rights", true},
    {"helper.stop", "rights", true},
    {"consent.give", "rights", true},
    {"consent.withdraw", "rights", true},
    {"messages.stop", "rights", true},
    {"messages.start", "rights", true},
    {"alert.set", "rights", true},
    {"alerts.by", "rights", true},
    {"erase.ask", "rights", true},
    {"erase.undo", "rights", true},
    {"phone.ask", "rights", true},
    {"phone.take_back", "rights", true},
    {"phone.drop", "rights", true},
}};

constexpr ActFor const* find(std::string_view effect) {
    for (auto const& row : table)
        if (row.effect == effect) return &row;
    return nullptr;
}

/// The word an act is told by; "other" for what an older version wrote.
constexpr std::string_view word(std::string_view effect) {
    auto const* row = find(effect);
    return row ? row->word : std::string_view("other");
}

} // namespace haatline::acts
