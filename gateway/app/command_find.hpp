#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace haatline::gateway {

struct FindOptions {
    std::string word, kind, data = "var";
    std::size_t most = 5; ///< of each kind
    bool json = false;
};

/// Describes `haatline find`; `chosen` is handed what gives the exit status: 0 found, 1 nothing
/// found, 2 typed wrong or no database.
void describe_find(CLI::App& find, std::function<void(std::function<int()>)> chosen);

int command_find(FindOptions const& options);

} // namespace haatline::gateway
