#include "storage/sqlite/subjects.hpp"

#include <algorithm>

namespace haatline::storage {
namespace {

// The open one first; more than two rows change nothing about the choice.
constexpr Sql kLine{"subject.line",
                    "SELECT s.id, s.key FROM line_subject l CROSS JOIN subject s ON s.id = "
                    "l.subject WHERE l.phone = ? ORDER BY l.person LIMIT 2"};
constexpr Sql kOne{"subject.one",
                   "SELECT s.id, s.key, l.person FROM line_subject l CROSS JOIN "
                   "subject s ON s.id = l.subject WHERE l.phone = ? AND l.person = ?"};
constexpr Sql kAdd{"subject.add", "INSERT INTO subject (phone, key) VALUES (?, ?)"};
constexpr Sql kAddLine{"subject.line.add",
                       "INSERT INTO line_subject (phone, person, subject) VALUES (?, ?, ?)"};
constexpr Sql kBind{"subject.bind",
                    "UPDATE line_subject SET person = ?2 WHERE phone = ?1 AND person = 0"};

/// About 3 MB a generation: more lines than call in the quarter of an hour that one stays in memory.
constexpr std::size_t kGeneration = 32'768;

Subject read(Statement& row) {
    Subject out{row.integer(0), {}};
    auto const key = row.text(1);
    std::copy_n(key.begin(), std::min(key.size(), key_bytes), out.key.begin());
    return out;
}

} // namespace

Result<Subject> Subjects::of(std::int64_t phone, std::int64_t person) {
    Line const line{phone, person};
    if (auto const* known = remembered(line)) return *known;
    auto found = look_up(line);
    if (found && found->id == 0) found = make(line);
    if (found) remember(line, *found);
    return found;
}

Result<Subject> Subjects::look_up(Line line) {
    Subject out;
    if (line.person == 0) {
        Run run(sql_[kLine]);
        int rows = 0;
        run->bind(1, line.phone);
        while (run->step())
            if (rows++ == 0) out = read(*run);
        if (auto ended = sql_.ended(*run, kLine); !ended) return fail(ended.error());
        if (rows <= 1) return out;
    }
    Run run(sql_[kOne]);
    bool const there = run->bind(1, line.phone).bind(2, line.person).step();
    out = there ? read(*run) : Subject{};
    if (auto ended = sql_.ended(*run, kOne); !ended) return fail(ended.error());
    return out;
}

Result<Subject> Subjects::make(Line line) {
    Subject out{0, keys_.next()};
    std::string_view const key(reinterpret_cast<char const*>(out.key.data()), out.key.size());
    auto done = change(sql_, kAdd, line.phone, Octets{key});
    if (!done) return fail(done.error());
    out.id = sql_.db().last_id();
    done = change(sql_, kAddLine, line.phone, line.person, out.id);
    if (!done) return fail(done.error());
    return out;
}

Result<Subject> Subjects::open_line(std::int64_t phone) {
    Subject out;
    {
        Run run(sql_[kOne]);
        if (run->bind(1, phone).bind(2, 0).step()) out = read(*run);
        if (auto ended = sql_.ended(*run, kOne); !ended) return fail(ended.error());
    }
    if (out.id != 0) return out;
    auto made = make({phone, 0});
    if (made) remember({phone, 0}, *made);
    return made;
}

Result<void> Subjects::bind(std::int64_t phone, std::int64_t person) {
    auto const open = open_line(phone);
    if (!open) return fail(open.error());
    auto const done = change(sql_, kBind, phone, person);
    if (!done) return fail(done.error());
    // The rest of this dialogue still speaks for nobody, and its words are hers too.
    remember({phone, 0}, *open);
    remember({phone, person}, *open);
    return {};
}

void Subjects::forget() {
    young_.clear();
    old_.clear();
}

Subject const* Subjects::remembered(Line line) {
    if (auto const it = young_.find(line); it != young_.end()) return &it->second;
    auto const it = old_.find(line);
    if (it == old_.end()) return nullptr;
    auto const subject = it->second;
    remember(line, subject);
    return &young_.find(line)->second;
}

void Subjects::remember(Line line, Subject const& subject) {
    if (young_.size() >= kGeneration) {
        old_.swap(young_);
        young_.clear();
    }
    young_.insert_or_assign(line, subject);
}

} // namespace haatline::storage
