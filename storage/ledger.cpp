#include "storage/ledger.hpp"

#include <array>

namespace haatline::storage {

std::string_view name_of(LedgerAct act) {
    static constexpr std::array<std::string_view, ledger_acts> names{
        "queued",  "received", "handed",  "accepted", "put_back",
        "refused", "given_up", "receipt", "expired",  "cancelled"};
    auto const at = static_cast<std::size_t>(act);
    return at < names.size() ? names[at] : "unknown";
}

} // namespace haatline::storage
