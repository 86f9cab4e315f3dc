#include "storage/trace.hpp"

#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/trace_rows.hpp"

#include <algorithm>
#include <set>

namespace haatline::storage {
namespace {

constexpr Sql kSubjects{"trace.subjects", "SELECT subject FROM line_subject WHERE phone = ?"};
constexpr Sql kOfSubject{"trace.of_subject",
                         "SELECT seq, parcel FROM message_ledger WHERE subject = ? AND act < 2"};
constexpr Sql kOfPhone{"trace.of_phone", "SELECT 0, id FROM parcel WHERE phone = ?"};
constexpr Sql kYoungId{"trace.young_id", "SELECT 0, parcel FROM parcel_part WHERE message_id = ?"};
// Ids stand with one blank between.
constexpr Sql kOldId{"trace.old_id",
                     "SELECT seq, parcel FROM message_ledger WHERE at >= ?2 AND ids <> '' AND "
                     "instr(' ' || ids || ' ', ' ' || ?1 || ' ') > 0"};

/// A message: of ours by its parcel, of hers by its row.
struct Which {
    std::int64_t parcel = 0, seq = 0;
    auto operator<=>(Which const&) const = default;
};
using Found = std::set<Which>;

class Search {
  public:
    Search(Prepared& sql, TraceQuery const& query) : sql_(sql), query_(query) {}

    Result<Found> found() {
        if (query_.parcel != 0) {
            found_.insert({query_.parcel, 0});
        } else if (!query_.provider_id.empty()) {
            if (auto done = by_provider_id(); !done) return fail(done.error());
        } else if (auto done = by_phone(); !done) {
            return fail(done.error());
        }
        return std::move(found_);
    }

  private:
    Result<void> collect(Sql const& which, Statement& bound) {
        while (bound.step()) {
            auto const parcel = bound.integer(1);
            found_.insert({parcel, parcel == 0 ? bound.integer(0) : 0});
        }
        return sql_.ended(bound, which);
    }

    Result<void> by_phone() {
        auto const phone = static_cast<std::int64_t>(query_.phone.number());
        {
            Run run(sql_[kOfPhone]);
            run->bind(1, phone);
            if (auto done = collect(kOfPhone, *run); !done) return done;
        }
        std::vector<std::int64_t> subjects;
        {
            Run run(sql_[kSubjects]);
            run->bind(1, phone);
            while (run->step()) subjects.push_back(run->integer(0));
            if (auto ended = sql_.ended(*run, kSubjects); !ended) return ended;
        }
        for (auto const subject : subjects) {
            Run run(sql_[kOfSubject]);
            run->bind(1, subject);
            if (auto done = collect(kOfSubject, *run); !done) return done;
        }
        return {};
    }

    Result<void> by_provider_id() {
        {
            Run run(sql_[kYoungId]);
            run->bind(1, query_.provider_id);
            if (auto done = collect(kYoungId, *run); !done) return done;
        }
        if (!found_.empty()) return {};
        Run run(sql_[kOldId]);
        run->bind(1, query_.provider_id).bind(2, query_.since.time_since_epoch().count());
        return collect(kOldId, *run);
    }

    Prepared& sql_;
    TraceQuery const& query_;
    Found found_;
};

/// What the audit calls it: never by a number.
std::string object_of(TraceQuery const& query, Traced const& traced) {
    if (query.parcel != 0) return fmt::format("parcel {}", query.parcel);
    if (!query.provider_id.empty()) return "a provider's id";
    for (auto const& message : traced.messages)
        if (message.person != 0) return fmt::format("person {}", message.person);
    return "a number";
}

Result<void> note(Db& db, TraceQuery const& query, Traced const& traced, Staff const& staff,
                  std::string_view reveal_reason) {
    return audit(db,
                 {staff.name, reveal_reason.empty() ? "trace" : "trace.reveal",
                  object_of(query, traced), "",
                  fmt::format("{} messages", traced.messages.size() + traced.left_out),
                  std::string(reveal_reason)},
                 staff.now);
}

} // namespace

Result<Traced> trace(std::string const& dir, TraceQuery const& query, Staff const& staff,
                     std::string_view reveal_reason) {
    if (!reveal_reason.empty())
        if (auto fit =
                acceptable({staff.name, "trace.reveal", "x", "", "", std::string(reveal_reason)});
            !fit)
            return fail(fit.error());
    auto db = open_beside(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    auto const found = Search(sql, query).found();
    if (!found) return fail(found.error());
    Traced out;
    for (auto const& which : *found) {
        auto message = read_traced(sql, which.parcel, which.seq);
        if (!message) return fail(message.error());
        if (message->life.empty() || message->began() < query.since) continue;
        if (query.until != TimePoint{} && message->began() >= query.until) continue;
        out.messages.push_back(std::move(*message));
    }
    std::sort(out.messages.begin(), out.messages.end(),
              [](auto const& a, auto const& b) { return a.life.front().seq > b.life.front().seq; });
    if (out.messages.size() > query.most) {
        out.left_out = out.messages.size() - query.most;
        out.messages.resize(query.most);
    }
    if (auto noted = note(*db, query, out, staff, reveal_reason); !noted)
        return fail(noted.error());
    return out;
}

} // namespace haatline::storage
