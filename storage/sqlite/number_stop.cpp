#include "storage/sqlite/number_stop.hpp"

namespace haatline::storage {
namespace {

#define MARK "number_mark(?1, (SELECT key FROM number_stop_key))"
constexpr Sql kStop{"number.stop", "INSERT INTO number_stop (mark, channel, from_at) VALUES (" MARK
                                   ", ?2, ?3) ON CONFLICT DO NOTHING"};
constexpr Sql kFree{"number.free", "DELETE FROM number_stop WHERE mark = " MARK};
#undef MARK

} // namespace

Result<void> stop_number(Act& act) {
    auto const done = change(act.sql, kStop, act.phone(), act.caller.channel, act.now());
    act.quieter = true;
    return done ? Result<void>() : fail(done.error());
}

Result<void> free_number(Act& act) {
    auto const done = change(act.sql, kFree, act.phone());
    return done ? Result<void>() : fail(done.error());
}

} // namespace haatline::storage
