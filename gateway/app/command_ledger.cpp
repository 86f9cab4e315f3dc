#include "gateway/app/command_ledger.hpp"

#include "gateway/app/moment.hpp"
#include "gateway/app/staff.hpp"
#include "storage/ledger.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace haatline::gateway {
namespace {

int refuse(Error const& error) {
    std::cerr << "haatline: " << error.detail << '\n';
    return 2;
}

} // namespace

int ledger_head_command(LedgerOptions const& options, TimePoint) {
    auto const head = storage::ledger_head(options.data);
    if (!head) return refuse(head.error());
    std::cout << head->hash << '\n';
    std::cerr << (head->rows == 0 ? std::string("the ledger is empty\n")
                                  : fmt::format("row {} of {}: note the hash elsewhere; `haatline "
                                                "verify --messages HASH` says later whether it "
                                                "still stands\n",
                                                head->rows, in_india(head->at)));
    return 0;
}

int ledger_export_command(LedgerOptions const& options, TimePoint now) {
    storage::LedgerExport what;
    what.format = options.format;
    for (auto const& [text, to] :
         {std::pair{&options.since, &what.since}, std::pair{&options.until, &what.until}}) {
        if (text->empty()) continue;
        auto const moment = parse_moment(*text, now);
        if (!moment) return refuse(moment.error());
        *to = *moment;
    }
    auto const staff = staff_called(options.as);
    // Noted first: who may not write it down may not read it out.
    if (auto noted = storage::record_act(
            options.data, {staff.name, "ledger.export", "messages", "", options.format, ""},
            staff.now);
        !noted)
        return refuse(noted.error());
    auto const rows = storage::export_ledger(options.data, what,
                                             [](std::string_view lines) { std::cout << lines; });
    if (!rows) return refuse(rows.error());
    std::cerr << fmt::format("{} rows\n", *rows);
    return 0;
}

void describe_ledger(CLI::App& ledger, std::function<void(std::function<int()>)> chosen) {
    auto const given = std::make_shared<LedgerOptions>();
    auto const add = [&](char const* name, char const* what,
                         int (*command)(LedgerOptions const&, TimePoint)) {
        auto* sub = ledger.add_subcommand(name, what);
        sub->add_option("--data", given->data, "folder of the database")->capture_default_str();
        sub->callback([given, chosen, command] {
            chosen([given, command] { return command(*given, system_world().clock.now()); });
        });
        return sub;
    };
    add("head", "the hash of the last row, to be noted elsewhere", &ledger_head_command)
        ->footer("Example:\n  haatline ledger head --data /var/lib/haatline >> notebook\n");
    auto* out = add("export", "every row with its hash to standard output; numbers stand in none",
                    &ledger_export_command);
    out->add_option("--since", given->since, "not older: 2026-11-22, 2026-11-22T15:30, 7d, 12h");
    out->add_option("--until", given->until, "before that");
    out->add_option("--format", given->format, "csv, or json: one object a line")
        ->check(CLI::IsMember({"csv", "json"}))
        ->capture_default_str();
    out->add_option("--as", given->as, as_whom);
    out->footer("Example:\n  haatline ledger export --since 2026-11-01 --until 2026-12-01 > "
                "november.csv\n");
    ledger.require_subcommand(1);
    ledger.footer("The ledger has every act of every message, each row sealed with the row before "
                  "it (docs/ledger.md). `haatline verify` proves it, `haatline trace` reads "
                  "it.\n\nExit: 0 done, 2 could not.\nExamples:\n  haatline ledger head\n  "
                  "haatline ledger export --since 30d --format json > ledger.json\n");
}

} // namespace haatline::gateway
