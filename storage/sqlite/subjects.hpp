#pragma once

#include "storage/sqlite/sealing.hpp"
#include "storage/sqlite/sql.hpp"

#include <unordered_map>

namespace haatline::storage {

/// Whose words they are: one person on one line, with her key.
struct Subject {
    std::int64_t id = 0;
    Key key{};
};

/// Finds and makes subjects for the writer. Those who called lately are remembered, so that an
/// ordinary turn asks the database nothing; a line that never called costs two rows.
class Subjects {
  public:
    Subjects(Prepared& sql, KeySource keys) : sql_(sql), keys_(keys) {}

    /// The subject of a person on a line. `person` 0: nobody is known yet, so the words are the
    /// line's until somebody registers on it; a line with one member has hers. Made when missing.
    Result<Subject> of(std::int64_t phone, std::int64_t person);
    /// The line's own subject, of nobody: what somebody says who registers just now.
    Result<Subject> open_line(std::int64_t phone);
    /// From now on the words of `open_line` are hers: she has registered.
    Result<void> bind(std::int64_t phone, std::int64_t person);
    /// After a rollback: what was found or made inside it may not be there.
    void forget();

  private:
    struct Line {
        std::int64_t phone, person;
        bool operator==(Line const&) const = default;
    };
    struct Hash {
        std::size_t operator()(Line const& line) const {
            return std::hash<std::int64_t>()(line.phone * 31 + line.person);
        }
    };
    using Known = std::unordered_map<Line, Subject, Hash>;

    Result<Subject> look_up(Line line);
    Result<Subject> make(Line line);
    Subject const* remembered(Line line);
    void remember(Line line, Subject const& subject);

    Prepared& sql_;
    KeySource keys_;
    // Two generations: a full young one becomes the old one, whose lines come back when they call.
    Known young_, old_;
};

} // namespace haatline::storage
