#include "storage/sqlite/reader.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kBegin{"read.begin", "BEGIN"};
constexpr Sql kEnd{"read.end", "COMMIT"};
constexpr Sql kSnapshot{"snapshot.get", "SELECT state FROM snapshot WHERE phone = ?"};

} // namespace

Result<Answer> SqliteReader::answer(Question const& question, Caller const& caller) {
    auto const* row = find_answer(question.name);
    if (!row) return fail(Errc::internal, fmt::format("no question is called {}", question.name));
    bool const alone = !in_round_;
    if (alone) open_round();
    Desk desk{sql_, words_, caller, ages_, kept_};
    auto answer = fresh_ ? row->answer(desk, question.with) : Result<Answer>(fail(fresh_.error()));
    if (alone) close_round();
    return answer;
}

void SqliteReader::open_round() {
    // A transaction that cannot begin shows in the first statement after it, with its reason.
    in_round_ = change(sql_, kBegin).has_value();
    fresh_ = words_.refresh(sql_);
}

void SqliteReader::close_round() {
    if (in_round_) (void)change(sql_, kEnd); // nothing was written: ending can only let the lock go
    in_round_ = false;
}

Result<std::string> SqliteReader::snapshot_of(std::uint64_t phone) {
    Run run(sql_[kSnapshot]);
    std::string state;
    if (run->bind(1, static_cast<std::int64_t>(phone)).step()) state = run->text(0);
    if (auto ended = sql_.ended(*run, kSnapshot); !ended) return fail(ended.error());
    return state;
}

} // namespace haatline::storage
