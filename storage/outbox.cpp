#include "storage/outbox.hpp"

#include <array>

namespace haatline::storage::outbox {

std::string_view name_of(State state) {
    static constexpr std::array<std::string_view, states> names{
        "waiting",     "resting", "handed",  "accepted", "delivered",
        "undelivered", "refused", "expired", "unknown",  "cancelled"};
    return names[static_cast<std::size_t>(state)];
}

} // namespace haatline::storage::outbox
