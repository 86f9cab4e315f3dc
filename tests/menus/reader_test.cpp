#include "tests/menus/small_menu.hpp"

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;
using Said = std::vector<std::string>;

TEST_CASE("a sound flow file is read without a word") {
    CHECK(said(read_problems(frame + sound)) == Said{});
}

TEST_CASE("every fault of a flow file is told with its line and the remedy") {
    struct Fault {
        char const* yaml;
        Said told;
    };
    auto const fault = GENERATE(values<Fault>({
        {"  first:\n    choice:\n      1: bye\n    colour: red\n",
         {"30: first: unknown word `colour`; known here: choice, text, question, resume, settles, "
          "counts, "
          "remember, message"}},
        {"  first:\n    choice:\n      1: nowhere\n",
         {"29: first: leads to `nowhere`, which no file has; mend the name, or say `needs: "
          "nowhere` "
          "on the row until it is shipped"}},
        {"  first:\n    choice:\n      1: \"@beck\"\n",
         {"29: first: `@beck` is no jump; known: @back @root @end @return @resume @restart @again @command "
          "@callback"}},
        {"  first:\n    choice:\n      12: bye\n",
         {"29: first: a row is one digit from 0 to 9, not `12`"}},
        {"  first:\n    choice:\n      1: bye\n      1: bye\n",
         {"30: first rows: `1` stands here twice; keep one"}},
        {"  first:\n    ask: who.am.i\n    outcomes: {yes: bye}\n",
         {"27: first: question `who.am.i` is not in cluster/questions.cpp"}},
        {"  first:\n    ask: callback.allowed\n    outcomes: {ok: bye, maybe: bye}\n",
         {"29: first: `callback.allowed` has no outcome `maybe`; it has: ok limit",
          "27: first: does not say where outcome `limit` of `callback.allowed` leads"}},
        {"  first:\n    choice:\n      1: {effects: fly.away, go: bye}\n",
         {"29: first: effect `fly.away` is not in cluster/questions.cpp"}},
        {"  first:\n    choice:\n      1: {set: {a: b}}\n",
         {"29: first row 1: says not where it leads; add `go: <screen>` or `go: \"@end\"`"}},
        {"  first:\n    entry: song\n    into: a\n    go: bye\n",
         {"28: first: unknown entry `song`; known: text, pin, number, quantity, secret, phone, "
          "udyam"}},
        {"  first:\n    entry: text\n    go: bye\n",
         {"28: first: lacks `into:`, the variable that takes the answer"}},
        {"  first:\n    entry: text\n    into: a\n    min: many\n    go: bye\n",
         {"30: first: `min` must be a number from 1 to 160"}},
        {"  first:\n    entry: text\n    into: a\n    resume: maybe\n    go: bye\n",
         {"30: first: `resume` must be yes or no"}},
        {"  first:\n    text: hello\n",
         {"27: first: says not what it is; give it one of choice, "
          "list, entry, ask, cases, end"}},
        {"  first:\n    end: yes\n    choice: {1: bye}\n",
         {"27: first: is both `choice` and `end`; split it",
          "28: first: unknown word `end`; known here: choice, text, question, resume, settles, "
          "counts, "
          "remember, message"}},
        {"  first:\n    cases:\n      - {when: {a: b}, go: bye}\n",
         {"28: first: the last case must stand without `when:`, for everything else"}},
        {"  first:\n    list: product.list\n    page_rows: 5\n    choose: bye\n    rows: {4: "
         "bye}\n",
         {"28: first: row 4 stands where the list's own rows 1-5 are; lower `page_rows` or move "
          "the "
          "row"}},
        {"  first:\n    list: callback.allowed\n    choose: bye\n",
         {"27: first: `callback.allowed` gives no rows; use `ask:`"}},
        {"  Erste:\n    end: yes\n  first:\n    end: yes\n",
         {"27: `Erste` is no screen id: small letters, digits, dots"}},
        {"  bye:\n    end: yes\n  first:\n    end: yes\n",
         {"27: screens: `bye` stands here twice; keep one",
          "27: bye stands at menus/flows/test.yaml:23 already"}},
        {"  first: [1, 2]\n", {"27: first: a map belongs here (`name: value`)"}},
    }));
    INFO(fault.yaml);
    auto told = said(read_problems(frame + fault.yaml));
    CHECK(told == fault.told);
}

TEST_CASE("bad YAML, an empty folder and a file too large are told, not thrown") {
    CHECK(said(read_problems("screens:\n  a: [1\n")).at(0).find("not readable as YAML") !=
          std::string::npos);
    CHECK(said(read_problems("a: b: c\n")).at(0).starts_with("1: not readable as YAML"));
    CHECK(said(read_problems(std::string(300 * 1024, '#'))).at(0) ==
          "1: larger than 256 KiB; split the flow");
    CHECK(said(read_problems(std::string(5000, '['))).at(0).find("not readable") !=
          std::string::npos);
    std::vector<Problem> problems;
    CHECK_FALSE(Menu::load({}, problems).has_value());
}

TEST_CASE("a menu without settings, or with a landmark that is no screen, is refused") {
    CHECK(said(read_problems("screens:\n  a:\n    end: yes\n")) ==
          Said{"1: no file has `settings:`; dial.yaml should begin with it"});
    std::string moved = frame + sound;
    moved.replace(moved.find("bye: bye"), 8, "bye: huh");
    CHECK(said(read_problems(moved)) == Said{"1: settings name `huh`, which no file has"});
}

TEST_CASE("a row whose flow is not shipped is not there; shipped, it is, at its own digit") {
    std::string const first =
        "  first:\n    choice:\n      1: bye\n      4: {needs: later, go: later}\n";
    auto const load = [](std::string const& content) {
        std::vector<Problem> problems;
        Embedded const file{"t.yaml", content};
        auto menu = Menu::load({&file, 1}, problems);
        REQUIRE(problems.empty());
        return std::move(*menu);
    };
    CHECK(load(frame + first).find("first")->rows.size() == 1);
    Menu const shipped = load(frame + first + "  later:\n    end: yes\n");
    REQUIRE(shipped.find("first")->rows.size() == 2);
    CHECK(shipped.find("first")->rows[1].key == "4");
}
