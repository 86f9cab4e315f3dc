#pragma once

#include "storage/sqlite/erasure.hpp"
#include "storage/upkeep.hpp"

#include <memory>
#include <string>

namespace haatline::storage {

/// Forgetting and erasing, one slice at a time on the writer's connection, between two commits.
class Upkeep {
  public:
    Upkeep(Prepared& sql, Subjects& subjects, Retention retention);
    ~Upkeep();

    /// Looks for erasures that are due, and once an hour for everything that has had its time.
    enum class What : unsigned char { usual, erasures };
    void begin(TimePoint now, What what = What::usual);
    bool due() const { return job_ < jobs_end_; }
    /// One transaction of at most some 10 ms.
    void slice();
    /// Once nothing is due: what the round did.
    UpkeepReport take();

    // What the jobs work with.
    Prepared& sql() { return sql_; }
    Retention const& retention() const { return retention_; }
    TimePoint now() const { return now_; }
    std::int64_t& cursor() { return cursor_; } ///< where a job goes on; 0 at its beginning
    /// Where the parts go on, whose key is no number.
    struct Part {
        std::string route, id;
        std::int64_t parcel = 0;
    };
    Part& part() { return part_; }
    Result<bool> erase_next();

  private:
    Prepared& sql_;
    Subjects& subjects_;
    Retention retention_;
    TimePoint now_{}, forgot_at_{};
    std::size_t job_ = 0, jobs_end_ = 0;
    std::int64_t cursor_ = 0;
    Part part_;
    std::unique_ptr<Erasure> erasure_;
    UpkeepReport report_;
};

} // namespace haatline::storage
