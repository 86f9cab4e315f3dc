#include "menus/report.hpp"
#include "tests/menus/small_menu.hpp"

#include <boost/json.hpp>

#include <sstream>

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;

namespace {

constexpr std::string_view kEnglish = "code = \"en\"\nown_name = \"English\"\nlatin_name = "
                                      "\"English\"\ndial_suffix = \"20\"\n";
constexpr std::string_view kHindi = "code = \"hi\"\nown_name = \"हिन्दी\"\nlatin_name = \"Hindi\"\n"
                                    "dial_suffix = \"22\"\nneeds_ucs2 = true\n";

std::string entry(std::string_view key, std::string_view english, std::string_view text,
                  std::string_view comment = {}) {
    return fmt::format("{}msgctxt \"{}\"\nmsgid \"{}\"\nmsgstr \"{}\"\n\n", comment, key, english,
                       text);
}

/// The little menu in English, and in Hindi what `hindi` says.
Report little(std::string const& hindi) {
    std::string const english = po(frame_texts());
    std::string const words = "msgid \"\"\nmsgstr \"\"\n\n" + hindi;
    return check_files(frame + sound, {{"locales/en/language.toml", kEnglish},
                                       {"locales/en/messages.po", english},
                                       {"locales/hi/language.toml", kHindi},
                                       {"locales/hi/messages.po", words}});
}

LanguageReport const& hindi_of(Report const& report) {
    REQUIRE(report.by_language.size() == 2);
    return report.by_language[1];
}

/// One that says nothing of itself, to be printed.
Report made_up() {
    LanguageReport of;
    of.code = "hi";
    of.own_name = "हिन्दी";
    of.ussd = {3, 2, 1, 0, 1};
    of.sms = {3, 2, 1, 0, 2};
    of.voice = {3, 2, 1, 0, 0};
    of.screens = 3;
    of.units = 100;
    of.pages_80 = 3;
    of.pages_60 = 4;
    of.segments = 5;
    of.segments_national = 3;
    of.screen_segments = 6;
    of.screen_segments_national = 4;
    of.own_wordings = 1;
    of.letters = 130;
    Report out;
    out.by_language.push_back(of);
    return out;
}

std::vector<std::string> letters_told(Report const& report) {
    std::vector<std::string> told;
    for (auto const& finding : report.findings)
        if (finding.rule == Finding::Rule::letters) told.push_back(finding.what);
    return told;
}

} // namespace

TEST_CASE("a channel counts its own wording of a text, else the common one, and what is missing") {
    auto const report =
        little(entry("more", "T more", "और", "# draft: awaits a native reader\n") +
               entry("back", "T back, once", "पीछे") + entry("bye", "T bye", "नमस्ते") +
               entry("bye@sms", "T bye", "नमस्ते जी", "# draft: awaits a native reader\n"));
    auto const& of = hindi_of(report);
    int const all = static_cast<int>(frame_texts().size());
    CHECK(of.ussd == ChannelTexts{all, 3, 1, 1, 0});
    CHECK(of.sms == ChannelTexts{all, 3, 2, 1, 0});
    CHECK(of.voice == ChannelTexts{all, 3, 1, 1, 0});
    CHECK(of.ussd.percent() == 3 * 100 / all);
    CHECK(of.own_wordings == 0);
}

TEST_CASE(
    "a text costs segments, fewer of them where the route carries the tables of its letters") {
    std::string long_text; // 100 letters: two segments of UCS-2, one of Hindi's locking table
    for (int i = 0; i < 25; ++i) long_text += "नमक ";
    auto const report = little(entry("bye", "T bye", long_text));
    auto const& of = hindi_of(report);
    int const all = static_cast<int>(frame_texts().size());
    CHECK(of.segments == all + 1);
    CHECK(of.segments_national == all);
    CHECK(of.sms.too_long == 1);
}

TEST_CASE("too long on a screen is what goes over its budget, and what needs a second page") {
    std::string long_text;
    for (int i = 0; i < 30; ++i) long_text += "नमक ";
    auto const report = little(entry("more", "T more", "बहुत बहुत", "#. budget: ussd 5\n") +
                               entry("first", "T first", long_text));
    CHECK(hindi_of(report).ussd.too_long == 2); // `first` does not even fit: an error of its own
    CHECK_FALSE(report.ok());
}

TEST_CASE("the table is printed a line for each language and channel, with the price given") {
    std::ostringstream text;
    write_table(made_up(), 25, text);
    CHECK(
        text.str() ==
        "language channel  texts   ready  drafts  stale  too long  cost\n"
        "hi       ussd         3    66 %       1      0         1  33.3 units a screen; 3 screens "
        "take 3 pages of 80, 4 of 60\n"
        "hi       sms          3    66 %       1      0         2  texts 5 segments, "
        "screens 6: Rs 2.75; with national tables 3 and 4: Rs 1.75\n"
        "hi       voice        3    66 %       1      0         -  about 10 s to speak; 1 own "
        "wordings\n\n");
    std::ostringstream markdown;
    write_markdown(made_up(), 12, markdown);
    CHECK(markdown.str().find("| hi | sms | 3 | 66 % | 1 | 0 | 2 | texts 5 segments, screens 6: Rs "
                              "1.32; with national tables 3 and 4: Rs 0.84 |\n") !=
          std::string::npos);
}

TEST_CASE("programs read the same table under by_language") {
    CHECK(
        table_json(made_up(), 25) ==
        boost::json::parse(
            R"([{"code":"hi","own_name":"हिन्दी","channels":{)"
            R"("ussd":{"texts":3,"ready":2,"percent":66,"drafts":1,"stale":0,"too_long":1,)"
            R"("screens":3,"units_a_screen":3.33E1,"pages_80":3,"pages_60":4},)"
            R"("sms":{"texts":3,"ready":2,"percent":66,"drafts":1,"stale":0,"too_long":2,)"
            R"("segments":5,"segments_national":3,"screen_segments":6,"screen_segments_national":4,)"
            R"("paise":275,"paise_national":175},)"
            R"("voice":{"texts":3,"ready":2,"percent":66,"drafts":1,"stale":0,)"
            R"("own_wordings":1,"seconds":10}}}])")
            .as_array());
}

TEST_CASE("letters that no cheap SMS alphabet has are told once a language, with their price") {
    std::string rest;
    for (int i = 0; i < 30; ++i) rest += "नमक ";
    auto const report =
        little(entry("bye", "T bye", "क्\u200dष ₹ " + rest) + entry("more", "T more", "₹"));
    std::vector<std::string> told;
    for (auto const& finding : report.findings)
        if (finding.rule == Finding::Rule::letters) told.push_back(finding.what);
    CHECK(
        told ==
        std::vector<std::string>{
            "`bye` and 1 other text have ₹, which cheap SMS alphabets lack: as SMS 3 segments "
            "with or without; with national tables 3 segments with or without; write Rs. or the "
            "word",
            "`bye` has zero width joiners, which cheap SMS alphabets lack: as SMS 2 segments with "
            "or without; with national tables 2 segments with or without; leave them out where a "
            "native reader agrees"});
}

TEST_CASE("→ and an emoji in Latin letters are told by check, with what they cost") {
    std::string rest;
    for (int i = 0; i < 25; ++i) rest += "abcd ";
    auto const report = check_menu(sound, {{"bye", "→ 🙂 " + rest}, {"ring", "→"}});
    CHECK(letters_told(report) ==
          std::vector<std::string>{
              "`bye` and 1 other text have signs or letters from elsewhere, which cheap SMS "
              "alphabets lack: as SMS 3 segments, 2 without; with national tables 3 segments, 2 "
              "without; write it in letters of the language"});
}
