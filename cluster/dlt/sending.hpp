#pragma once

#include "cluster/dlt/registry.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace haatline::dlt {

/// What we know of the one it goes to.
struct Recipient {
    Msisdn phone;
    bool stopped = false; ///< she wrote STOP, or turned messages off
    bool agreed = false;  ///< a consent of hers for this purpose is on record
    bool asked = false;   ///< it answers what she just sent or dialled: she waits for it
};

/// Under whose name it goes out.
struct Sender {
    std::string_view entity, header;
    /// Category of the register's list that our contents fall under; a partial block names some. 0: not told,
    /// then any block holds.
    unsigned content = 0;
};

/// Whether a matched text may leave now; nothing when it may. Asked in an order in which each answer tells
/// most: what an operator must mend, then what she wants, then the hour.
std::optional<Refusal> may_send(Registry const& registry, Rules const& rules, Match const& match,
                                Category category, Sender const& sender, Recipient const& to,
                                TimePoint now);

} // namespace haatline::dlt
