// What the message ledger costs: a row of a commit of 500, its room on disk, and how long it takes to
// prove and to search. See docs/ledger.md.
#include "storage/sqlite/ledger.hpp"

#include "base/world.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/transaction.hpp"
#include "storage/trace.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

using namespace haatline;
using namespace haatline::storage;

namespace {

double seconds() { return std::chrono::duration<double>(system_world().clock.steady()).count(); }

void must(Result<void> const& done) {
    if (done) return;
    fmt::print(stderr, "{}\n", done.error().detail);
    std::exit(1);
}

/// The acts of a message that arrives: its hand-over has no row but where a crash left it at that (docs/ledger.md).
constexpr int acts = 3;

/// Templates and people change as they do in a campaign.
void life(Ledger& ledger, std::int64_t parcel, int act) {
    LedgerRow row;
    row.at = TimePoint(Millis(1'790'000'000'000 + parcel));
    row.act = std::array<LedgerAct, acts>{LedgerAct::queued, LedgerAct::accepted,
                                          LedgerAct::receipt}[static_cast<std::size_t>(act)];
    row.state =
        std::array<outbox::State, acts>{outbox::State::waiting, outbox::State::accepted,
                                        outbox::State::delivered}[static_cast<std::size_t>(act)];
    row.parcel = parcel;
    auto const id = fmt::format("{:08x}-{:04x}", parcel * 2'654'435'761 % 0xFFFFFFFF, parcel % 777);
    if (act == 0) {
        row.subject = parcel;
        row.campaign = 12;
        row.cls = outbox::Class::bulk;
        row.category = "service_implicit";
        row.language = "te";
        row.purpose = "alerts";
        row.consent = parcel;
        row.caused_by = "campaign 12";
    } else {
        row.route = "airtel";
    }
    if (act == 1) {
        row.terms = {"1101234567890123456", "HAATLN", "1107161234567890123", "2",
                     "9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c"};
        row.variables = "numeric:2 alphanumeric:11";
        row.ids = id;
        row.segments = 1;
        row.paise = 18;
    }
    if (act == 2) {
        row.ids = id;
        row.raw_code = "000";
    }
    must(ledger.append(row));
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"what the message ledger costs"};
    std::string dir = "var/bench-ledger";
    std::int64_t messages = 250'000, batch = 500;
    app.add_option("--data", dir, "made anew");
    app.add_option("--messages", messages, "of three rows each");
    app.add_option("--batch", batch, "rows a commit");
    CLI11_PARSE(app, argc, argv);
    std::filesystem::remove_all(dir);
    auto db = open_database(dir);
    if (!db) return 1;
    Prepared sql(*db);
    Ledger ledger(sql);
    auto const file = [&] { return std::filesystem::file_size(database_path(dir)); };
    must(db->execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    auto const empty = file();
    double appending = 0;
    auto const whole = seconds();
    // Acts of one message lie some batches apart, as answers and receipts do.
    for (std::int64_t first = 0; first < messages; first += batch)
        for (int act = 0; act < acts; ++act) {
            Transaction transaction(sql);
            must(transaction.begin());
            auto const begun = seconds();
            for (auto i = first; i < std::min(first + batch, messages); ++i)
                life(ledger, i + 1, act);
            appending += seconds() - begun;
            must(transaction.commit());
        }
    auto const rows = static_cast<double>(messages) * acts;
    fmt::print("append      {:.2f} us a row ({:.2f} with commits), {} rows\n",
               appending / rows * 1e6, (seconds() - whole) / rows * 1e6, messages * acts);
    must(db->execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    fmt::print("room        {:.0f} octets a row, {:.0f} a message\n",
               static_cast<double>(file() - empty) / rows,
               static_cast<double>(file() - empty) / static_cast<double>(messages));
    auto begun = seconds();
    auto const proof = verify_ledger(*db, "");
    if (!proof || !proof->faults.empty()) return 1;
    fmt::print("prove       {:.2f} s, {:.2f} us a row\n", seconds() - begun,
               (seconds() - begun) / rows * 1e6);
    begun = seconds();
    TraceQuery query;
    query.parcel = messages / 2;
    auto const found = trace(dir, query, {"bench", {}}, "");
    if (!found || found->messages.size() != 1) return 1;
    fmt::print("trace id    {:.1f} ms\n", (seconds() - begun) * 1e3);
    query = {};
    query.provider_id = found->messages[0].life.back().ids;
    begun = seconds();
    auto const old = trace(dir, query, {"bench", {}}, "");
    if (!old || old->messages.size() != 1) return 1;
    fmt::print("trace by a provider's old id {:.2f} s\n", seconds() - begun);
    return 0;
}
