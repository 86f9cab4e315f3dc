#pragma once

#include "simulators/smsc/plan.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace haatline::simulators {

struct SmscOptions {
    std::string listen = "127.0.0.1:2775", control, log, tls_cert, tls_key, accounts_file;
    std::vector<std::string> accounts;
    smsc::Faults faults;
    std::string delay_ms = "0", receipt_after_ms = "50-200", think_ms = "200-800";
    std::string ids = "decimal", receipts = "standard", long_mode = "udh8", dialect = "standard";
    smsc::Plan plan; ///< what needs no reading
    std::string first_number;
    unsigned receipt_esm = 4, receipt_dcs = 0, version = 0x34;
    bool no_receipt_tlvs = false, lenient = false, json = false;
    int duration_s = 0;
};

/// `haatline simulate smsc`. Prints `ready smpp://ADDR:PORT`, runs until SIGTERM, `quit` or its time is
/// over, prints what it counted.
/// @returns 0, or 2 for options that cannot be used.
int command_smsc(SmscOptions const& options);

void describe_smsc(CLI::App& app, SmscOptions& options);

} // namespace haatline::simulators
