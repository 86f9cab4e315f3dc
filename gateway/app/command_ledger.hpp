#pragma once

#include "base/world.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace haatline::gateway {

/// What was typed after `haatline ledger head|export`.
struct LedgerOptions {
    std::string data = "var", since, until, format = "csv", as;
};

void describe_ledger(CLI::App& ledger, std::function<void(std::function<int()>)> chosen);

/// @returns the exit status: 0 done, 2 could not.
int ledger_head_command(LedgerOptions const& options, TimePoint now);
int ledger_export_command(LedgerOptions const& options, TimePoint now);

} // namespace haatline::gateway
