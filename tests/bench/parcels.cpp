// What a message costs the disk's side: put, handed over, accepted, reported; each batch synced as the
// writer does it, with its rows of the ledger. One line an act.
#include "storage/sqlite/parcels.hpp"

#include "base/world.hpp"
#include "storage/sqlite/key_source.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/transaction.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <array>
#include <filesystem>

using namespace haatline;
using namespace haatline::storage;

namespace {

double seconds() { return std::chrono::duration<double>(system_world().clock.steady()).count(); }

void must(Result<void> const& done) {
    if (done) return;
    fmt::print(stderr, "bench_parcels: {}\n", done.error().detail);
    std::exit(1);
}

class Writing {
  public:
    explicit Writing(Db& db)
        : sql_(db), subjects_(sql_, KeySource(drawn_key(system_world().random))),
          parcels_(sql_, subjects_) {}

    outbox::Done commit(outbox::Change const& change) {
        outbox::Done done;
        Transaction transaction(sql_);
        must(transaction.begin());
        must(parcels_.carry_out(change, done));
        must(transaction.commit());
        return done;
    }

  private:
    Prepared sql_;
    Subjects subjects_;
    Parcels parcels_;
};

constexpr TimePoint kNow{Millis(1'790'000'000'000)};

outbox::Change put(std::int64_t first, std::int64_t batch) {
    outbox::Put out;
    out.at = kNow;
    for (auto i = first; i < first + batch; ++i) {
        outbox::NewParcel one;
        one.to = Msisdn::from_number(919'000'000'000ULL + static_cast<std::uint64_t>(i));
        one.language = "en";
        one.text = "Haatline: your offer of achaar stands until Friday. Reply STOP to end.";
        one.valid_until = kNow + std::chrono::hours(24);
        one.caused_by = "api bench";
        out.parcels.push_back(std::move(one));
    }
    return out;
}

outbox::Change hand(std::int64_t first, std::int64_t batch) {
    outbox::Hand out;
    out.route = "peer";
    out.at = kNow;
    for (auto i = first; i < first + batch; ++i) out.parcels.push_back(i + 1);
    return out;
}

outbox::Change accepted(std::int64_t first, std::int64_t batch) {
    outbox::Outcomes out;
    out.route = "peer";
    out.at = kNow;
    for (auto i = first; i < first + batch; ++i) {
        outbox::Outcome one;
        one.parcel = i + 1;
        one.to = Msisdn::from_number(919'000'000'000ULL + static_cast<std::uint64_t>(i));
        one.ids = {std::to_string(1'000'000 + i)};
        one.segments = 1;
        out.each.push_back(std::move(one));
    }
    return out;
}

outbox::Change reported(std::int64_t first, std::int64_t batch) {
    outbox::Receipts out;
    for (auto i = first; i < first + batch; ++i) {
        outbox::Receipt one;
        one.route = "peer";
        one.id = std::to_string(1'000'000 + i);
        one.raw_code = "000";
        one.at = kNow;
        out.each.push_back(std::move(one));
    }
    return out;
}

struct Phase {
    std::string_view name;
    outbox::Change (*make)(std::int64_t, std::int64_t);
    double took = 0;
};

} // namespace

int main(int argc, char** argv) {
    CLI::App app{"what a message costs the disk's side"};
    std::string dir = "var/bench-parcels";
    std::int64_t messages = 200'000, batch = 100;
    app.add_option("--data", dir, "made anew");
    app.add_option("--messages", messages, "in all");
    app.add_option("--batch", batch, "a commit: a carrier's window");
    CLI11_PARSE(app, argc, argv);
    std::filesystem::remove_all(dir);
    auto db = open_database(dir);
    if (!db) return 1;
    Writing writing(*db);
    std::array acts{Phase{"put", &put}, Phase{"handed", &hand}, Phase{"accepted", &accepted},
                    Phase{"reported", &reported}};
    for (std::int64_t first = 0; first < messages; first += batch)
        for (auto& act : acts) {
            auto const change = act.make(first, batch);
            auto const begun = seconds();
            writing.commit(change);
            act.took += seconds() - begun;
        }
    double all = 0;
    for (auto const& act : acts) {
        all += act.took;
        fmt::print("{:<9} {:5.1f} us a message, commits of {} included\n", act.name,
                   act.took / static_cast<double>(messages) * 1e6, batch);
    }
    fmt::print("{:<9} {:5.1f} us, so {:.0f} messages a second at most\n", "all",
               all / static_cast<double>(messages) * 1e6, static_cast<double>(messages) / all);
    Prepared sql(*db);
    auto const over = db->integer("SELECT count(*) FROM parcel WHERE state = 4");
    return over && *over == messages ? 0 : 1;
}
