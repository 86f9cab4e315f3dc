#include "simulators/smsc/command_smsc.hpp"

#include <CLI/CLI.hpp>

namespace haatline::simulators {
namespace {

constexpr unsigned octet_max = 255;

void describe_links(CLI::App& app, SmscOptions& options) {
    app.add_option("--listen", options.listen, "ADDR:PORT; port 0 takes a free one")
        ->capture_default_str();
    app.add_option("--account", options.accounts,
                   "system_id:password[:window=N,rate=N,links=N], as often as there are accounts; "
                   "default haatline:secret12. Beyond the window RMSGQFUL, beyond the rate (a "
                   "second) RTHROTTLED");
    app.add_option("--accounts-file", options.accounts_file,
                   "accounts, one a line: keeps passwords off the command line")
        ->check(CLI::ExistingFile);
    app.add_option("--tls-cert", options.tls_cert, "PEM: the port speaks TLS")
        ->check(CLI::ExistingFile);
    app.add_option("--tls-key", options.tls_key, "PEM of its key")->check(CLI::ExistingFile);
    app.add_option("--control", options.control,
                   "ADDR:PORT for commands by HTTP: POST /do with the line, GET /count");
    app.add_option("--log", options.log, "JSON lines of every PDU, added to FILE; - is stderr");
    app.add_option("--deliver-window", options.plan.window, "deliver_sm unanswered on a link")
        ->check(CLI::Range(1, 10'000))
        ->capture_default_str();
    app.add_option("--version-tlv", options.version, "sc_interface_version of bind_resp")
        ->check(CLI::Range(0U, octet_max))
        ->capture_default_str();
    app.add_flag("--lenient", options.lenient,
                 "take broken ends of TLVs, and texts in both places, as some SMSCs do");
}

void describe_messages(CLI::App& app, SmscOptions& options) {
    std::string styles = "every";
    for (auto const& style : smsc::receipt_styles()) styles += ", " + std::string(style.name);
    app.add_option("--ids", options.ids, "how message ids are written: " + smsc::id_styles())
        ->capture_default_str();
    app.add_option("--receipts", options.receipts, "how receipts are written: " + styles)
        ->capture_default_str();
    app.add_option("--receipt-after-ms", options.receipt_after_ms, "e.g. 300 or 50-200")
        ->capture_default_str();
    app.add_flag("--no-receipt-tlvs", options.no_receipt_tlvs, "receipts are their text alone");
    app.add_option("--receipt-esm", options.receipt_esm, "esm_class of receipts; 0 hides them")
        ->check(CLI::Range(0U, octet_max))
        ->capture_default_str();
    app.add_option("--receipt-dcs", options.receipt_dcs, "data_coding of receipts")
        ->check(CLI::Range(0U, octet_max))
        ->capture_default_str();
    app.add_flag("--echo-reference", options.plan.manner.reference,
                 "receipts repeat user_message_reference");
    app.add_flag("--honours-reference", options.plan.honours_reference,
                 "a second submission with the same account, destination and "
                 "user_message_reference is answered with the first one's id and dropped");
    app.add_flag("--dlt", options.plan.dlt.on, "entity (0x1400) and template (0x1401) required");
    app.add_flag("--dlt-swapped", options.plan.dlt.swapped, "the two tags the other way round");
    app.add_option("--dlt-entity", options.plan.dlt.entity, "the only entity that is known");
    app.add_flag("--dlt-chain", options.plan.dlt.chain, "0x1402 required too");
    app.add_option("--dlt-status", options.plan.dlt.refusal, "status of what is refused")
        ->capture_default_str();
}

void describe_phones(CLI::App& app, SmscOptions& options) {
    app.add_option("--mo-rate", options.plan.mo_rate, "texts from phones a second")
        ->check(CLI::Range(0.0, 100'000.0));
    app.add_option("--ussd-rate", options.plan.ussd_rate, "calls from phones a second")
        ->check(CLI::Range(0.0, 100'000.0));
    app.add_option("--mo-to", options.plan.mo_to, "short code they write to")
        ->capture_default_str();
    app.add_option("--code", options.plan.code, "code they dial")->capture_default_str();
    app.add_option("--line", options.plan.lines,
                   "what they write or type, one line after the other, each when a text or screen "
                   "came")
        ->capture_default_str();
    app.add_option("--first", options.first_number,
                   "number of the first phone; default: somewhere in the fictional range");
    app.add_option("--think-ms", options.think_ms, "before each line but the first")
        ->capture_default_str();
    app.add_option("--long", options.long_mode,
                   "how long texts of phones travel: udh8, udh16, "
                   "sar or payload")
        ->capture_default_str();
    app.add_option("--dialect", options.dialect, "of USSD: standard, sixdee, mica or textbook")
        ->capture_default_str();
}

void describe_faults(CLI::App& app, SmscOptions& options) {
    app.add_option("--seed", options.plan.seed, "of all chance in a run")->capture_default_str();
    app.add_option("--delay-ms", options.delay_ms, "before each answer, e.g. 20 or 5-40")
        ->capture_default_str();
    for (auto const& row : smsc::fault_rows()) {
        auto const name = "--" + std::string(row.name);
        std::string const says(row.says);
        if (row.flag)
            app.add_flag(name, options.faults.*row.flag, says);
        else
            app.add_option(name, options.faults.*row.number, says)->check(CLI::Range(0U, row.most));
    }
}

} // namespace

void describe_smsc(CLI::App& app, SmscOptions& options) {
    describe_links(app, options);
    describe_messages(app, options);
    describe_phones(app, options);
    describe_faults(app, options);
    app.add_option("--duration-s,--duration", options.duration_s,
                   "seconds; 0: until SIGTERM or `quit`")
        ->check(CLI::Range(0, 86'400));
    app.add_flag("--json", options.json, "the count as one line of JSON");
    app.footer(
        "Commands are read from standard input while it runs; `help` lists them.\nExamples:\n"
        "  haatline simulate smsc\n"
        "  haatline simulate smsc --listen 127.0.0.1:0 --throttle-one-in 100 --receipts every "
        "--ids hex-decimal --seed 7\n"
        "  echo 'mo 9876543212 56161 KHOJ achar' | haatline simulate smsc --duration 20 --log -\n"
        "  haatline simulate smsc --mo-rate 100 --line HELP --duration 30 --json\n");
}

} // namespace haatline::simulators
