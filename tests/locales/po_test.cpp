#include "locales/po.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;

namespace {

struct Read {
    std::vector<po::Message> messages;
    std::vector<Problem> problems;
};

Read read(std::string_view content) {
    Read result;
    result.messages = po::read("xx/messages.po", content, result.problems);
    return result;
}

/// The line of the only problem.
int faulty_line(std::string_view content) {
    auto const result = read(content);
    REQUIRE(result.problems.size() == 1);
    CHECK(result.problems[0].file == "xx/messages.po");
    CHECK_FALSE(result.problems[0].what.empty());
    return result.problems[0].line;
}

} // namespace

TEST_CASE("a PO message carries key, English, translation, description, budget and marks") {
    auto const [messages, problems] = read(R"(# Hindi
msgid ""
msgstr ""
"Language: hi\n"

#. Asks for the PIN code.
#. Shown to new callers.
#. budget: ussd 80
#: menus/flows/register.yaml
#, fuzzy, icu-format
# draft: awaits a native reader
#| msgid "old"
msgctxt "reg.pin"
msgid "PIN code?\n0 I do not know"
msgstr ""
"पिन कोड?\n"
"0 मालूम नहीं"

#~ msgctxt "gone"
#~ msgid "Gone"
#~ msgstr "गया"
)");
    CHECK(problems.empty());
    REQUIRE(messages.size() == 1);
    auto const& message = messages[0];
    CHECK(message.key == "reg.pin");
    CHECK(message.source == "PIN code?\n0 I do not know");
    CHECK(message.text == "पिन कोड?\n0 मालूम नहीं");
    CHECK(message.description == "Asks for the PIN code. Shown to new callers.");
    CHECK(message.budget_units == 80);
    CHECK(message.draft);
    CHECK(message.fuzzy);
    CHECK(message.line == 13);
    CHECK(message.text_line == 15);
}

TEST_CASE("marks belong to their own message") {
    auto const [messages, problems] =
        read("#, fuzzy\n# draft: x\nmsgctxt \"a\"\nmsgid \"A\"\nmsgstr \"\"\n"
             "msgctxt \"b\"\nmsgid \"B\"\nmsgstr \"b\"");
    CHECK(problems.empty());
    REQUIRE(messages.size() == 2);
    CHECK((messages[0].fuzzy && messages[0].draft));
    CHECK_FALSE((messages[1].fuzzy || messages[1].draft));
    CHECK(messages[0].text.empty());
    CHECK(messages[1].text == "b");
}

TEST_CASE("a file from Windows with a byte order mark reads the same") {
    auto const [messages, problems] =
        read("\xEF\xBB\xBFmsgid \"\"\r\nmsgstr \"\"\r\n\"X: y\\n\"\r\n\r\nmsgctxt \"a\"\r\nmsgid "
             "\"A\"\r\nmsgstr \"\\\"a\\\"\\t\\\\\"\r\n");
    CHECK(problems.empty());
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].text == "\"a\"\t\\");
}

TEST_CASE("an empty file and one of comments hold no messages") {
    for (std::string_view const content : {"", "# nothing\n", "msgid \"\"\nmsgstr \"\"\n"}) {
        auto const [messages, problems] = read(content);
        CHECK(messages.empty());
        CHECK(problems.empty());
    }
}

TEST_CASE("every fault of a PO file is told with its line") {
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"a\n") == 3);      // no end quote
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"a\\q\"\n") == 3); // unknown escape
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"a\\\"\n") == 3);  // escape at the end
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"a\"b\"\n") == 3); // bare quote
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"A\"\nhello\nmsgstr \"a\"\n") == 3); // no such line
    CHECK(faulty_line("\"alone\"\n") == 1); // string without a part
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"A\"\n# late\nmsgstr \"a\"\n") == 3); // comment inside
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"A\"\n") == 1);                       // no msgstr
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"a\"\n\nmsgid \"B\"\nmsgstr \"b\"\n") ==
          5);                                                                 // no key
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"\"\nmsgstr \"a\"\n") == 1);     // no English
    CHECK(faulty_line("msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"\xFF\"\n") == 3); // not UTF-8
    CHECK(faulty_line("#. budget: ussd lots\nmsgctxt \"a\"\nmsgid \"A\"\nmsgstr \"\"\n") == 1);
    CHECK(faulty_line("#. budget: ussd -3\nmsgctxt \"a\"\nmsgid \"A\"\nmsgstr \"\"\n") == 1);
}

TEST_CASE("a key that stands twice is told with both places") {
    auto const [messages, problems] = read(
        "msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"\"\n\nmsgctxt \"a\"\nmsgid \"A\"\nmsgstr \"\"\n");
    CHECK(messages.size() == 1);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].line == 5);
    CHECK(problems[0].what == "\"a\" stands already in line 1: remove one");
}

TEST_CASE("gettext plurals are refused in favour of ICU's") {
    auto const [messages, problems] =
        read("msgctxt \"a\"\nmsgid \"A\"\nmsgid_plural \"As\"\nmsgstr[0] \"a\"\n\nmsgctxt "
             "\"b\"\nmsgid \"B\"\nmsgstr \"b\"\n");
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].line == 3);
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].key == "b");
}

TEST_CASE("one fault does not hide the next and good messages are kept") {
    auto const [messages, problems] = read("msgctxt \"a\"\nmsgid \"A\nmsgstr \"\"\n\n"
                                           "msgctxt \"b\"\nmsgid \"B\"\nmsgstr \"b\"\n\n"
                                           "msgctxt \"c\"\nmsgstr \"c\"\n");
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].line == 2);
    CHECK(problems[1].line == 10);
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].key == "b");
}
