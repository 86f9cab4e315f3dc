// An alert to a million: how long until its first message waits for a route, and how fast the outbox fills.
// Leaves the folder for `tests/bench/sms`, which starts a gateway on it. One line of JSON.
#include "base/world.hpp"
#include "storage/campaign.hpp"
#include "storage/sqlite/campaigns.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/transaction.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <filesystem>

using namespace haatline;
using namespace haatline::storage;

namespace {

double seconds() { return std::chrono::duration<double>(system_world().clock.steady()).count(); }
TimePoint now() { return system_world().clock.now(); }

template <class T>
T must(Result<T> done) {
    if (done) return std::move(*done);
    fmt::print(stderr, "bench_crowd: {}\n", done.error().detail);
    std::exit(1);
}
void must(Result<void> const& done) {
    if (done) return;
    fmt::print(stderr, "bench_crowd: {}\n", done.error().detail);
    std::exit(1);
}

/// Members who want to hear of schemes, as registrations leave them; numbers are fictional.
void people(Db& db, std::int64_t count) {
    auto const each = fmt::format("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                                  "WHERE i < {}) ",
                                  count);
    for (auto const* sql :
         {"INSERT INTO person (id, lang, via, created_at) SELECT i, 'hi', 'self', 0 FROM n",
          "INSERT INTO phone (e164, lang, first_seen) SELECT 919000000000 + i, 'hi', 0 FROM n",
          "INSERT INTO person_phone (phone, person, from_at) SELECT 919000000000 + i, i, 0 FROM n",
          "INSERT INTO subject (id, phone, key) SELECT i, 919000000000 + i, randomblob(32) FROM n",
          "INSERT INTO line_subject (phone, person, subject) SELECT 919000000000 + i, i, i FROM n",
          "INSERT INTO consent (person, purpose, notice, lang, channel, evidence, given_at, basis) "
          "SELECT i, 'alerts', 'ussd-alerts-1', 'hi', 'ussd', 's', 0, 'consent' FROM n",
          "INSERT INTO subscription (person, topic, lang, channel, evidence, from_at) SELECT i, "
          "'schemes', 'hi', 'ussd', 's', 0 FROM n"})
        must(db.execute(each + sql));
    must(db.execute("ANALYZE"));
}

std::int64_t approved(std::string const& dir) {
    alerts::Item item;
    item.title = "Subsidy for flour mills";
    item.source = "Notice of 20 September 2026";
    item.topic = "schemes";
    item.valid_until = now() + std::chrono::hours(48);
    item.hours = {std::chrono::minutes(0), std::chrono::minutes(24 * 60)};
    item.texts = {{"hi", "आटा चक्की पर अनुदान: 30 तारीख तक आवेदन करें। बंद: STOP", ""}};
    auto const id = must(campaigns::create(dir, item, {"asha", now()})).id;
    must(campaigns::move(dir, id, alerts::Verb::submit, {"asha", now()}, ""));
    must(campaigns::move(dir, id, alerts::Verb::approve, {"ravi", now()}, ""));
    return id;
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"an alert to a million: time to its first message, and how fast the outbox fills"};
    std::string dir = "var/bench-crowd";
    std::int64_t count = 1'000'000;
    std::size_t batch = campaigns::Feed().max;
    app.add_option("--data", dir, "made anew");
    app.add_option("--people", count, "who want the topic");
    app.add_option("--batch", batch, "parcels a commit");
    CLI11_PARSE(app, argc, argv);
    std::filesystem::remove_all(dir);
    auto db = must(open_database(dir));
    people(db, count);
    must(db.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
    auto const id = approved(dir);
    Prepared sql(db);
    auto const begun = seconds();
    {
        Transaction transaction(sql);
        must(transaction.begin());
        must(tend_campaigns(sql, now()));
        must(transaction.commit());
    }
    double first = 0, took = seconds() - begun;
    std::size_t written = 0, waiting = 0, known = SIZE_MAX;
    for (bool more = true; more;) {
        campaigns::Feed feed;
        feed.campaign = id;
        feed.max = batch;
        feed.now = now();
        feed.waiting_at_most = known;
        auto const from = seconds();
        Transaction transaction(sql);
        must(transaction.begin());
        auto const fed = must(feed_campaign(sql, feed));
        must(transaction.commit());
        took += seconds() - from;
        written += fed.written;
        waiting += fed.written;
        known = fed.waiting_at_most; // what the gateway knows: it counts again when that seems full
        more = fed.sending && !fed.all_written;
        if (first == 0) first = seconds() - begun;
        if (waiting + batch <= feed.ahead) continue;
        // No more than that waits at once; here nobody sends, so they are put out of the way, and the log
        // with them, as the gateway's checkpointer does it beside the writer.
        must(db.execute("UPDATE parcel SET state = 2 WHERE class = 2 AND state = 0"));
        must(db.execute("PRAGMA wal_checkpoint(TRUNCATE)"));
        waiting = 0;
    }
    must(db.execute("UPDATE parcel SET state = 0 WHERE class = 2 AND state = 2"));
    auto const counting = seconds();
    auto const counts = must(campaigns::count(dir, id, 0, now()));
    fmt::print("{{\"people\":{},\"parcels\":{},\"first_s\":{:.4f},\"fill_s\":{:.2f},"
               "\"per_second\":{:.0f},\"preview_s\":{:.2f},\"campaign\":{}}}\n",
               count, written, first, took, static_cast<double>(written) / took,
               seconds() - counting, id);
    return written == static_cast<std::size_t>(count) && counts.looked_at > 0 ? 0 : 1;
}
