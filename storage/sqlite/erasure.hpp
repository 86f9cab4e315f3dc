#pragma once

#include "base/world.hpp"
#include "storage/sqlite/subjects.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace haatline::storage {

/// One person's way out, in slices so that no turn waits: first the screens of her last day, which
/// are found by reading the young end of the log, then, in one transaction, everything else. Killed
/// in between, it begins anew and finds less to do.
class Erasure {
  public:
    /// @param cause  wish, desk or restore; stands on the tombstone.
    Erasure(Prepared& sql, Subjects& subjects, std::int64_t person, std::string_view cause)
        : sql_(sql), subjects_(subjects), person_(person), cause_(cause) {}

    /// One slice in a transaction of its own. @returns whether more is left to do.
    Result<bool> slice(TimePoint now);
    /// After the last slice: numbers whose dialogues must leave memory too.
    std::vector<std::uint64_t> const& lines() const { return lines_; }

  private:
    Result<void> gather();
    Result<void> begin();
    Result<bool> blank_screens(std::int64_t steps_max);
    Result<void> hand_names_on();
    Result<void> close_enterprises();
    Result<void> empty_row(std::string_view table, std::int64_t id, std::string_view keep);
    Result<void> last_slice(TimePoint now);

    Prepared& sql_;
    Subjects& subjects_;
    std::int64_t person_;
    std::string_view cause_;
    bool begun_ = false;
    std::int64_t read_to_ = 0;
    std::vector<std::int64_t> seqs_;
    std::vector<std::uint64_t> lines_;
};

/// Erases a person at once, whoever she shares a line with.
/// @fails Errc::not_found when there is no such person.
Result<void> erase_now(Db& db, std::int64_t person, std::string_view cause, TimePoint now,
                       Key const& seed);

} // namespace haatline::storage
