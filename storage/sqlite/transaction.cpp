#include "storage/sqlite/transaction.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kBegin{"begin", "BEGIN IMMEDIATE"};
constexpr Sql kCommit{"commit", "COMMIT"};
constexpr Sql kRollback{"rollback", "ROLLBACK"};

Result<void> done(Result<int> const& changed) {
    if (!changed) return fail(changed.error());
    return {};
}

Result<void> given_up() {
    return fail(Errc::unavailable, "the disk failed in the middle of a change, which was undone: "
                                   "look at the system log");
}

} // namespace

Transaction::~Transaction() {
    if (!open_) return;
    sql_.db().let_commit(true);
    if (sql_.db().in_transaction()) (void)change(sql_, kRollback);
}

Result<void> Transaction::begin() {
    if (!sql_.db().may_commit()) return given_up(); // a part of one that is not there any more
    if (auto begun = done(change(sql_, kBegin)); !begun) return begun;
    sql_.db().let_commit(false);
    open_ = true;
    return {};
}

Result<void> Transaction::alive() {
    if (!sql_.db().in_transaction()) return given_up();
    return {};
}

Result<void> Transaction::commit() {
    if (auto there = alive(); !there) return there;
    sql_.db().let_commit(true);
    auto committed = done(change(sql_, kCommit));
    if (committed)
        open_ = false;
    else
        sql_.db().let_commit(false);
    return committed;
}

} // namespace haatline::storage
