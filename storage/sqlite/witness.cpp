#include "storage/witness.hpp"

#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sql.hpp"

#include <array>

namespace haatline::storage {
namespace {

// A session that is made of the number is kept without it (writer.cpp); whoever was erased has a
// negative one.
constexpr Sql kEvents{
    "witness.events",
    "SELECT e.seq, max(s.phone, 0), replace(e.session, char(1), substr(s.phone, 3)), e.identity, "
    "e.kind, e.reply, e.ended FROM event e CROSS JOIN subject s ON s.id = e.subject WHERE e.seq > "
    "? ORDER BY e.seq"};
constexpr Sql kEnterprises{
    "witness.enterprises",
    "SELECT o.enterprise FROM person_phone h JOIN ownership o ON o.person = h.person WHERE h.phone "
    "= ? AND h.until_at IS NULL"};
constexpr Sql kOverdue{"witness.overdue",
                       "SELECT count(*) FROM person WHERE deleted_at IS NULL AND "
                       "delete_at <= ?"};
constexpr Sql kSearches{"witness.searches", "SELECT ifnull(sum(n), 0) FROM unmet_search"};
constexpr Sql kWhole{"witness.whole", "PRAGMA integrity_check(1)"};
constexpr Sql kForeign{"witness.foreign", "PRAGMA foreign_key_check"};

struct CounterRow {
    std::string_view counter;
    Sql sql;
};
constexpr std::array kLeft{
    CounterRow{"member",
               {"witness.members",
                "SELECT e.serial, (SELECT CASE count(*) WHEN 1 THEN h.phone ELSE 0 END FROM "
                "ownership o JOIN person_phone h ON h.person = o.person WHERE o.enterprise = e.id) "
                "FROM enterprise e WHERE e.serial >= ? ORDER BY e.serial"}},
    CounterRow{"listing",
               {"witness.listings",
                "SELECT serial, phone FROM listing WHERE serial >= ? ORDER BY serial"}},
    CounterRow{"enquiry",
               {"witness.enquiries",
                "SELECT serial, from_phone FROM enquiry WHERE serial >= ? ORDER BY serial"}},
    CounterRow{
        "ticket",
        {"witness.tickets", "SELECT serial, phone FROM ticket WHERE serial >= ? ORDER BY serial"}},
    CounterRow{"phone_ask",
               {"witness.phone_asks",
                "SELECT serial, from_phone FROM phone_ask WHERE serial >= ? ORDER BY serial"}},
    CounterRow{
        "erasure",
        {"witness.erasures", "SELECT serial, 0 FROM erasure WHERE serial >= ? ORDER BY serial"}},
};

class SqliteWitness final : public Witness {
  public:
    explicit SqliteWitness(Db db) : db_(std::move(db)), sql_(db_) {}

    Result<std::vector<Event>> events_after(std::uint64_t seq) override {
        std::vector<Event> out;
        Run run(sql_[kEvents]);
        run->bind(1, static_cast<std::int64_t>(seq));
        while (run->step())
            out.push_back({static_cast<std::uint64_t>(run->integer(0)),
                           static_cast<std::uint64_t>(run->integer(1)), std::string(run->text(2)),
                           std::string(run->text(3)), std::string(run->text(4)),
                           std::string(run->text(5)), run->integer(6) != 0});
        if (auto ended = sql_.ended(*run, kEvents); !ended) return fail(ended.error());
        return out;
    }

    Result<std::vector<Left>> left(std::string_view counter, std::uint64_t first) override {
        for (auto const& row : kLeft) {
            if (row.counter != counter) continue;
            std::vector<Left> out;
            Run run(sql_[row.sql]);
            run->bind(1, static_cast<std::int64_t>(first));
            while (run->step())
                out.push_back({static_cast<std::uint64_t>(run->integer(0)),
                               static_cast<std::uint64_t>(run->integer(1))});
            if (auto ended = sql_.ended(*run, row.sql); !ended) return fail(ended.error());
            return out;
        }
        return fail(Errc::not_found, fmt::format("nobody knows where {} is kept", counter));
    }

    Result<std::vector<std::uint64_t>> enterprises_of(std::uint64_t phone) override {
        std::vector<std::uint64_t> out;
        Run run(sql_[kEnterprises]);
        run->bind(1, static_cast<std::int64_t>(phone));
        while (run->step()) out.push_back(static_cast<std::uint64_t>(run->integer(0)));
        if (auto ended = sql_.ended(*run, kEnterprises); !ended) return fail(ended.error());
        return out;
    }

    Result<std::uint64_t> overdue_erasures(TimePoint now) override {
        Run run(sql_[kOverdue]);
        run->bind(1, now.time_since_epoch().count());
        std::uint64_t const n = run->step() ? static_cast<std::uint64_t>(run->integer(0)) : 0;
        if (auto ended = sql_.ended(*run, kOverdue); !ended) return fail(ended.error());
        return n;
    }

    Result<std::uint64_t> empty_searches() override {
        Run run(sql_[kSearches]);
        std::uint64_t const n = run->step() ? static_cast<std::uint64_t>(run->integer(0)) : 0;
        if (auto ended = sql_.ended(*run, kSearches); !ended) return fail(ended.error());
        return n;
    }

    Result<void> whole() override {
        {
            Run run(sql_[kWhole]);
            if (!run->step()) return fail(db_.fault(run->last(), kWhole.name));
            if (run->text(0) != "ok")
                return fail(Errc::invalid_data,
                            fmt::format("the database is damaged: {}", run->text(0)));
        }
        Run run(sql_[kForeign]);
        if (run->step())
            return fail(Errc::invalid_data,
                        fmt::format("a row of {} points to nothing", run->text(0)));
        return sql_.ended(*run, kForeign);
    }

  private:
    Db db_;
    Prepared sql_;
};

} // namespace

Result<std::unique_ptr<Witness>> open_witness(std::string const& dir) {
    auto db = open_reading(dir);
    if (!db) return fail(db.error());
    return std::make_unique<SqliteWitness>(std::move(*db));
}

} // namespace haatline::storage
