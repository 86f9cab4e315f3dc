#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace haatline::gateway {

/// Describes `haatline alert new|edit|show|list|preview|submit|approve|…`; `chosen` is handed the one
/// that was typed, as what gives the exit status: 0 done, 1 refused with the reason on standard error.
/// They act beside the gateway, which is told and goes on at once where it runs.
void describe_alert(CLI::App& alert, std::function<void(std::function<int()>)> chosen);

} // namespace haatline::gateway
