#include "gateway/mapping/condition.hpp"

#include "gateway/channels/ussd/reading.hpp"
#include "gateway/mapping/scope.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace haatline::gateway::mapping {
namespace {

struct SessionWord {
    std::string_view word;
    std::uint8_t states;
};
constexpr std::array session_words{
    SessionWord{"open", session_open},
    SessionWord{"unseen", session_unseen},
    SessionWord{"closed", session_any & ~session_open},
};

struct PlainTest {
    std::string_view word;
    Term::Test test;
    bool negated;
};
constexpr std::array plain_tests{
    PlainTest{"present", Term::Test::present, false},
    PlainTest{"absent", Term::Test::present, true},
    PlainTest{"empty", Term::Test::empty, false},
    PlainTest{"ours", Term::Test::ours, false},
    PlainTest{"dialled", Term::Test::dialled, false},
};

tl::unexpected<Error> wrong(std::string what) {
    return fail(Errc::invalid_config, std::move(what));
}

Result<void> read_session(WordReader& words, Condition& out) {
    if (!words.take("is")) return wrong("write `session is open`, `… unseen` or `… closed`");
    bool const negated = words.take("not");
    auto const word = words.next();
    for (auto const& each : session_words) {
        if (!word.is(each.word)) continue;
        out.session &=
            negated ? static_cast<std::uint8_t>(session_any & ~each.states) : each.states;
        return {};
    }
    return wrong(fmt::format("a session is open, unseen or closed, not `{}`", word.text));
}

Result<void> read_list(WordReader& words, Term& term) {
    do {
        auto const word = words.next();
        if (word.kind != Word::Kind::quoted)
            return wrong("`is one of` takes quoted words: 'a', 'b'");
        term.words.push_back(word.text);
    } while (words.take(","));
    return {};
}

/// Behind the subject: `is present`, `is not 'x'`, `is one of …`, `matches '…'`, `does not match '…'`.
Result<void> read_test(WordReader& words, Term& term) {
    if (words.take("does")) {
        term.negated = true;
        if (!words.take("not") || !words.take("match")) return wrong("write `does not match '…'`");
        term.test = Term::Test::matches;
    } else if (words.take("matches")) {
        term.test = Term::Test::matches;
    }
    if (term.test == Term::Test::matches) {
        auto const word = words.next();
        auto pattern = compile_pattern(word.text);
        if (!pattern) return fail(pattern.error());
        term.pattern = std::move(*pattern);
        return {};
    }
    if (!words.take("is"))
        return wrong(
            fmt::format("`{}` is not understood; write `is`, `matches`", words.peek().text));
    term.negated = words.take("not");
    if (words.take("one")) {
        term.test = Term::Test::is;
        if (!words.take("of")) return wrong("write `is one of 'a', 'b'`");
        return read_list(words, term);
    }
    auto const word = words.next();
    if (word.kind == Word::Kind::quoted || word.is("true") || word.is("false")) {
        term.test = Term::Test::is;
        term.words.push_back(word.text);
        return {};
    }
    for (auto const& each : plain_tests) {
        if (!word.is(each.word)) continue;
        term.test = each.test;
        term.negated = term.negated != each.negated;
        return {};
    }
    return wrong(fmt::format("`is {}` is not understood; there are present, absent, empty, true, "
                             "false, ours, dialled and quoted words",
                             word.text));
}

bool is_ours(std::string_view text, std::string_view code) {
    std::string behind;
    return dialled_behind(bare_code(text), code, behind);
}

/// Without its `not`.
bool test_holds(Term const& term, std::optional<std::string_view> value, Scope const& scope,
                Dial dial) {
    std::string behind;
    std::string_view const code = scope.route ? std::string_view(scope.route->bare_code) : "";
    switch (term.test) {
    case Term::Test::always:
        return true;
    case Term::Test::present:
        return value.has_value();
    case Term::Test::empty:
        return !value || value->empty();
    case Term::Test::is:
        return value && std::find(term.words.begin(), term.words.end(), *value) != term.words.end();
    case Term::Test::matches:
        return value &&
               RE2::PartialMatch(re2::StringPiece(value->data(), value->size()), *term.pattern);
    case Term::Test::ours:
        return value && is_ours(*value, code);
    case Term::Test::dialled:
        return value && is_dialled(*value, dial, code, behind);
    }
    return false;
}

} // namespace

bool is_dialled(std::string_view text, Dial dial, std::string_view code, std::string& behind) {
    bool const wrapped = text.size() >= 2 && text.front() == '*' && text.back() == '#';
    auto const inside = wrapped ? text.substr(1, text.size() - 2) : text;
    switch (dial) {
    case Dial::nothing:
        return false;
    case Dial::arguments:
        if (!std::all_of(text.begin(), text.end(),
                         [](char c) { return (c >= '0' && c <= '9') || c == '*'; }))
            return false;
        behind = bounded_input(text);
        return true;
    case Dial::code:
        return wrapped && dialled_behind(inside, code, behind);
    case Dial::bare_code:
        return dialled_behind(text, code, behind);
    case Dial::any_code:
        return dialled_behind(inside, code, behind);
    }
    return false;
}

Result<Condition> parse_condition(std::string_view text,
                                  std::function<Place(std::string_view)> const& bare_place) {
    auto all = words_of(text);
    if (!all) return fail(all.error());
    WordReader words(std::move(*all));
    Condition out;
    if (words.take("otherwise") || words.take("always"))
        return words.at_end() ? Result<Condition>(out) : wrong("nothing may follow `otherwise`");
    do {
        if (words.take("session")) {
            if (auto read = read_session(words, out); !read) return fail(read.error());
            continue;
        }
        Term term;
        auto name = words.peek().text;
        if (name.ends_with('?')) name.pop_back();
        auto subject = read_expression(words, bare_place(name));
        if (!subject) return fail(subject.error());
        subject->may_be_absent = true;
        term.subject = std::move(*subject);
        if (auto read = read_test(words, term); !read) return fail(read.error());
        out.terms.push_back(std::move(term));
    } while (words.take("and"));
    if (!words.at_end())
        return wrong(
            fmt::format("`{}` is not understood; terms are joined by `and`", words.peek().text));
    return out;
}

Result<bool> holds(Condition const& condition, Scope const& scope, Dial dial) {
    for (auto const& term : condition.terms) {
        // Mostly a value as it stands: no copy is made of it.
        if (term.subject.filters.empty() && term.subject.sources.size() == 1) {
            auto const found = scope.find(term.subject.sources.front());
            if (found.fault) return fail(Errc::bad_request, found.fault);
            if (test_holds(term, found.text, scope, dial) == term.negated) return false;
            continue;
        }
        auto const value = evaluate(term.subject, scope);
        if (!value) return fail(value.error());
        if (test_holds(term, *value, scope, dial) == term.negated) return false;
    }
    return true;
}

} // namespace haatline::gateway::mapping
