#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class App;
}

namespace haatline::gateway {

/// What was typed after `haatline encode`.
struct EncodeOptions {
    std::string channel = "sms", allow, tables, policy = "exact", budget = "160/60";
    int reference_bits = 8, reference = 0, ucs2_units = 67;
    double paise = -1; ///< of a part; below 0: not said
    bool prefer = false, risky = false, json = false;
    std::optional<std::string> text; ///< else standard input
};

/// Describes the command on the command line; `chosen` is handed what gives the exit status: 0 shown,
/// 1 the text cannot travel so, 2 typed wrong.
void describe_encode(CLI::App& encode, std::function<void(std::function<int()>)> chosen);

int command_encode(EncodeOptions const& options);

} // namespace haatline::gateway
