#include "locales/catalogue.hpp"
#include "locales/po_edit.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;

namespace {

constexpr std::string_view kHead = "# Ours.\nmsgid \"\"\nmsgstr \"\"\n\"Language: xx\\n\"\n\n";
constexpr std::string_view kOne = "# ---- Rows ----\n# draft: awaits a native reader\n#. Row 9\n"
                                  "msgctxt \"more\"\nmsgid \"More\"\nmsgstr \"aur\"\n";
constexpr std::string_view kThree =
    "\n# R. Das asks why\n#. Row 0\n#, fuzzy, no-wrap\n#| msgid \"Bye\"\n"
    "msgctxt \"bye\"\nmsgid \"Bye.\"\nmsgstr \"alvida\"\n\n# the end\n";

std::string file() { return std::string(kHead) + std::string(kOne) + std::string(kThree); }

std::vector<po::Message> order() {
    std::vector<po::Message> out;
    for (auto const* key : {"first", "more", "back", "bye", "last"}) {
        out.emplace_back();
        out.back().key = key;
    }
    return out;
}

po::Edit opened(std::string const& content) {
    auto edit = po::Edit::open("xx/messages.po", content, order());
    REQUIRE(edit.has_value());
    return std::move(*edit);
}

} // namespace

TEST_CASE("a file that nobody changed is written as it was, byte for byte") {
    CHECK(opened(file()).content() == file());
    for (auto const& shipped : locales::embedded_files())
        if (shipped.path.ends_with(".po")) {
            INFO(shipped.path);
            auto const edit = po::Edit::open(shipped.path, shipped.content, {});
            REQUIRE(edit.has_value());
            CHECK(edit->content() == shipped.content);
        }
}

TEST_CASE("a text put in place of another keeps its comments, and is a guess no more") {
    auto edit = opened(file());
    edit.put("bye", "Bye.", "namaste\nji", po::Mark::as_it_is(), {"#. not used"});
    CHECK(edit.content() ==
          std::string(kHead) + std::string(kOne) +
              "\n# R. Das asks why\n#. Row 0\n#, no-wrap\nmsgctxt \"bye\"\nmsgid \"Bye.\"\n"
              "msgstr \"\"\n\"namaste\\n\"\n\"ji\"\n\n# the end\n");
    CHECK_FALSE(edit.find("bye")->fuzzy);
}

TEST_CASE("a new text goes where English has it, with a blank line between") {
    auto edit = opened(file());
    edit.put("back", "Back \"now\"", "peeche", po::Mark::draft(),
             {"#. Row 0", "#. budget: ussd 6"});
    edit.put("first", "First", "pehla", po::Mark::draft(), {});
    edit.put("last", "Last", "akhri", po::Mark::as_it_is(), {});
    CHECK(
        edit.content() ==
        std::string(kHead) +
            "# draft: awaits a native reader\nmsgctxt \"first\"\nmsgid \"First\"\nmsgstr "
            "\"pehla\"\n\n" +
            std::string(kOne) +
            "\n# draft: awaits a native reader\n#. Row 0\n#. budget: ussd 6\nmsgctxt \"back\"\n"
            "msgid \"Back \\\"now\\\"\"\nmsgstr \"peeche\"\n"
            "\n# R. Das asks why\n#. Row 0\n#, fuzzy, no-wrap\n#| msgid \"Bye\"\nmsgctxt \"bye\"\n"
            "msgid \"Bye.\"\nmsgstr \"alvida\"\n\nmsgctxt \"last\"\nmsgid \"Last\"\n"
            "msgstr \"akhri\"\n\n# the end\n");
}

TEST_CASE("texts go into a file that has none yet") {
    auto edit = opened("msgid \"\"\nmsgstr \"\"\n\"Language: xx\\n\"\n");
    edit.put("more", "More", "aur", po::Mark::draft(), {});
    edit.put("bye", "Bye", "alvida", po::Mark::as_it_is(), {});
    CHECK(edit.content() ==
          "msgid \"\"\nmsgstr \"\"\n\"Language: xx\\n\"\n\n"
          "# draft: awaits a native reader\nmsgctxt \"more\"\nmsgid \"More\"\n"
          "msgstr \"aur\"\n\nmsgctxt \"bye\"\nmsgid \"Bye\"\nmsgstr \"alvida\"\n");
}

TEST_CASE("the line of a draft gives way to the name of who read it, and back") {
    auto edit = opened(file());
    edit.mark("more", po::Mark::read_by("R. Das", "2026-11-22"));
    CHECK(edit.content() == std::string(kHead) +
                                "# ---- Rows ----\n# read by R. Das, 2026-11-22\n#. Row 9\nmsgctxt "
                                "\"more\"\nmsgid \"More\"\nmsgstr \"aur\"\n" +
                                std::string(kThree));
    std::vector<Problem> problems;
    CHECK_FALSE(po::read("xx", edit.content(), problems).front().draft);
    CHECK(problems.empty());
    edit.mark("more", po::Mark::draft());
    CHECK(edit.content() == file());
}

TEST_CASE("a file with a fault is not rewritten: the fault is told") {
    auto const edit = po::Edit::open("xx/messages.po", "msgctxt \"a\"\nmsgid \"A\"\n", {});
    REQUIRE_FALSE(edit.has_value());
    CHECK(edit.error().detail.starts_with("xx/messages.po:1: the message has no msgstr"));
}

TEST_CASE("the header of a PO file is read apart") {
    CHECK(po::read_header(file()) == "Language: xx\n");
    CHECK(po::read_header("msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"\"\n").empty());
    CHECK(po::read_header("").empty());
}
