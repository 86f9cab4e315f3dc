#include "menus/session.hpp"

#include "base/json_text.hpp"

#include <array>
#include <charconv>

// Written with every step and read only at start: compact member names, empty members left out.
//   s screen · l language · i person · v vars · b back · r returns · w rows of the list page · u resume ·
//   ui resume_person · uz resume_last · uv resume_vars · ub resume_back · ur resume_returns · o offset · n shown · m more · p page · x
//   wrong · e ended · c channel · lw listed · lo lost · t started · z last
namespace haatline::menus {
namespace {

class Writer {
  public:
    explicit Writer(std::string& out) : out_(out) {}

    void text(std::string_view name, std::string_view value) {
        if (value.empty()) return;
        member(name);
        quoted(value);
    }
    void number(std::string_view name, std::int64_t value) {
        if (value == 0) return;
        member(name);
        digits(value);
    }
    void truth(std::string_view name, bool value) {
        if (!value) return;
        member(name);
        out_ += '1';
    }
    void values(std::string_view name, Values const& value) {
        if (value.empty()) return;
        member(name);
        object(value);
    }
    void rows(std::string_view name, std::vector<Values> const& rows) {
        if (rows.empty()) return;
        member(name);
        list(rows, [&](Values const& row) { object(row); });
    }
    void marks(std::string_view name, std::vector<Mark> const& marks) {
        if (marks.empty()) return;
        member(name);
        list(marks, [&](Mark const& one) { pair(one); });
    }
    void mark(std::string_view name, Mark const& one) {
        if (one.screen.empty()) return;
        member(name);
        pair(one);
    }
    void close() {
        if (first_) out_ += '{';
        out_ += '}';
    }

  private:
    void member(std::string_view name) {
        out_ += first_ ? '{' : ',';
        first_ = false;
        out_ += '"';
        out_ += name;
        out_ += "\":";
    }
    void quoted(std::string_view value) { append_json_text(out_, value); }
    void digits(std::int64_t value) {
        std::array<char, 24> room;
        auto const end = std::to_chars(room.data(), room.data() + room.size(), value).ptr;
        out_.append(room.data(), end);
    }
    void object(Values const& value) {
        char before = '{';
        for (auto const& [key, held] : value) {
            out_ += before;
            before = ',';
            quoted(key);
            out_ += ':';
            quoted(held);
        }
        if (before == '{') out_ += before;
        out_ += '}';
    }
    void pair(Mark const& one) {
        out_ += '[';
        quoted(one.screen);
        out_ += ',';
        digits(one.n);
        out_ += ']';
    }
    template <class All, class Each>
    void list(All const& all, Each each) {
        char before = '[';
        for (auto const& one : all) {
            out_ += before;
            before = ',';
            each(one);
        }
        out_ += ']';
    }

    std::string& out_;
    bool first_ = true;
};

std::int64_t millis(TimePoint at) { return at.time_since_epoch().count(); }

} // namespace

std::string to_json(Session const& session) {
    std::string out;
    out.reserve(512);
    Writer writer(out);
    writer.text("s", session.screen);
    writer.text("l", session.language);
    writer.text("i", session.person);
    writer.values("v", session.vars);
    writer.marks("b", session.back);
    writer.marks("r", session.returns);
    writer.rows("w", session.rows);
    writer.mark("u", session.resume);
    writer.text("ui", session.resume_person);
    writer.values("uv", session.resume_vars);
    writer.marks("ub", session.resume_back);
    writer.marks("ur", session.resume_returns);
    writer.number("o", session.offset);
    writer.number("n", session.shown);
    writer.truth("m", session.more);
    writer.number("p", session.page);
    writer.number("x", session.wrong);
    writer.truth("e", session.ended);
    writer.text("c", session.channel);
    writer.rows("lw", session.listed);
    writer.number("lo", session.lost);
    writer.number("uz", millis(session.resume_last));
    writer.number("t", millis(session.started));
    writer.number("z", millis(session.last));
    writer.close();
    return out;
}

} // namespace haatline::menus
