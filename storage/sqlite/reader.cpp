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
    // One look at the database for the whole answer: all its statements see the same state, and the
    // log's read lock is taken once instead of a dozen times.
    if (auto begun = change(sql_, kBegin); !begun) return fail(begun.error());
    auto answer = [&]() -> Result<Answer> {
        if (auto fresh = words_.refresh(sql_); !fresh) return fail(fresh.error());
        Desk desk{sql_, words_, caller};
        return row->answer(desk, question.with);
    }();
    if (auto ended = change(sql_, kEnd); !ended && answer) return fail(ended.error());
    return answer;
}

Result<std::string> SqliteReader::snapshot_of(std::uint64_t phone) {
    Run run(sql_[kSnapshot]);
    std::string state;
    if (run->bind(1, static_cast<std::int64_t>(phone)).step()) state = run->text(0);
    if (auto ended = sql_.ended(*run, kSnapshot); !ended) return fail(ended.error());
    return state;
}

} // namespace haatline::storage
