#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

/// The ledger of messages: every act of every message, hash-chained, for complaints and regulators.
namespace haatline::storage {

/// What can happen to a message. The numbers are stored; new ones go at the end.
enum class LedgerAct : std::uint8_t {
    queued,    ///< caused, and on disk
    received,  ///< came from her phone
    handed,    ///< the process ended while a carrier had it
    accepted,  ///< the provider took it and gave ids
    put_back,  ///< waits for another try: the reason says why
    refused,   ///< by us or the provider, for good
    given_up,  ///< every try failed, or nobody can say whether it left
    receipt,   ///< what the network says became of it
    expired,   ///< its validity ended first
    cancelled, ///< its campaign was, or she said STOP
};
constexpr std::size_t ledger_acts = 10;
std::string_view name_of(LedgerAct act);

struct LedgerHead {
    std::uint64_t rows = 0;
    std::string hash; ///< 64 hexadecimal digits, 64 zeros while it is empty
    TimePoint at{};   ///< of the last row
};

/// The end of the ledger, to be noted outside: only against it a cut-off end shows.
/// @fails Errc::not_found where there is no database, else what the disk says.
Result<LedgerHead> ledger_head(std::string const& dir);

struct LedgerExport {
    TimePoint since{}, until{}; ///< zero: no bound
    std::string format = "csv"; ///< or json: one object a line
};

/// Every row in its order, with its hash; numbers of people stand in none. `write` gets whole lines.
/// @fails Errc::bad_request for an unknown format; else as `ledger_head`.
Result<std::uint64_t> export_ledger(std::string const& dir, LedgerExport const& what,
                                    std::function<void(std::string_view)> const& write);

} // namespace haatline::storage
