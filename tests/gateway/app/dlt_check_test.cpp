#include "cluster/dlt/day.hpp"
#include "cluster/dlt/export_file.hpp"
#include "gateway/app/demo_dlt.hpp"
#include "gateway/app/dlt_check.hpp"
#include "gateway/app/program.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

using namespace haatline;
using namespace haatline::gateway;

namespace {

std::chrono::sys_days today() { return *dlt::day_read("2026-11-22"); }
dlt::Rules rules() { return dlt::shipped_rules().on(today()); }

/// A catalogue of two languages and the caps of its places.
struct Words {
    std::vector<Embedded> files;
    std::string en, hi;
    std::unique_ptr<Catalogue> words;
    std::unique_ptr<menus::Menu> menu;

    Words(std::string const& english, std::string const& hindi)
        : en("msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\n" + english),
          hi("msgid \"\"\nmsgstr \"\"\n\"Language: hi\\n\"\n\n" + hindi) {
        std::vector<Problem> problems;
        files = {{"locales/en/language.toml", "code = \"en\"\nown_name = \"English\"\nlatin_name = "
                                              "\"English\"\ndial_suffix = \"11\"\n"},
                 {"locales/en/messages.po", en},
                 {"locales/hi/language.toml",
                  "code = \"hi\"\nown_name = \"हिन्दी\"\nlatin_name = "
                  "\"Hindi\"\ndial_suffix = \"22\"\nneeds_ucs2 = true\n"},
                 {"locales/hi/messages.po", hi}};
        auto loaded = Catalogue::load(files, problems);
        for (auto const& problem : problems) FAIL_CHECK(problem.what);
        REQUIRE(loaded);
        words = std::make_unique<Catalogue>(std::move(*loaded));
        static std::vector<Embedded> const flows{
            {"menus/flows/vars.yaml",
             "caps:\n  name: {gsm7: 13, ucs2: 10, en: Kisan Traders, hi: किसान संघ}\n"
             "  n: {gsm7: 3, ucs2: 3, en: \"12\", hi: \"12\"}\n"
             "  ref: {gsm7: 6, ucs2: 6, en: \"481273\", hi: \"481273\"}\n"
             "  number: {gsm7: 10, ucs2: 10, en: \"9000000001\", hi: \"9000000001\"}\n"
             "  day: {gsm7: 5, ucs2: 5, en: 22/11, hi: 22/11}\n"
             "  own: {gsm7: 44, ucs2: 22, en: Kisan Traders, hi: किसान संघ}\n"}};
        std::vector<Problem> flow_problems;
        auto read = menus::Menu::load(flows, flow_problems);
        REQUIRE(read);
        menu = std::make_unique<menus::Menu>(std::move(*read));
    }
    std::vector<SmsText> texts() const { return sms_texts(*menu, *words, rules()); }
};

std::string message(std::string const& key, std::string const& english,
                    std::string const& text = {}) {
    return fmt::format("#. x\nmsgctxt \"{}\"\nmsgid \"{}\"\nmsgstr \"{}\"\n\n", key, english, text);
}

/// "en note.ask: …".
std::vector<std::string> told(std::vector<SmsText> const& texts) {
    std::vector<std::string> out;
    for (auto const& text : texts)
        out.push_back(
            fmt::format("{} {}: {}", text.language, text.key, dlt::text_of(text.segments, true)));
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace

TEST_CASE("messages of a catalogue become templates, their places tags by what stands there") {
    Words const given(message("note.ask", "Haatline: {name} asks. YES {ref} or NO") +
                          message("note.share", "Haatline: {name} gave {number} to you") +
                          message("sms.stopped", "Haatline: stopped") +
                          message("sms.more", "Reply MORE") + message("reg.pin", "PIN?"),
                      message("note.ask", "Haatline: {name} asks. YES {ref} or NO",
                              "हाटलाइन: {name} पूछ रहे हैं। YES {ref} या NO"));
    CHECK(told(given.texts()) ==
          std::vector<std::string>{
              "en note.ask: Haatline: {#alphanumeric#} asks. YES {#numeric#} or NO",
              "en note.share: Haatline: {#alphanumeric#} gave {#cbn#} to you",
              "en sms.stopped: Haatline: stopped",
              "hi note.ask: हाटलाइन: {#alphanumeric#} पूछ रहे हैं। YES {#numeric#} या NO"});
}

TEST_CASE("every case of a plural or select is a template of its own") {
    Words const given(
        message("note.new",
                "Haatline: {n, plural, one {# offer} other {# offers}} for {name, select, "
                "none {you} other {{name}}} now"),
        "");
    CHECK(told(given.texts()) ==
          std::vector<std::string>{
              "en note.new: Haatline: {#numeric#} offer for you now",
              "en note.new: Haatline: {#numeric#} offer for {#alphanumeric#} now",
              "en note.new: Haatline: {#numeric#} offers for you now",
              "en note.new: Haatline: {#numeric#} offers for {#alphanumeric#} now"});
}

TEST_CASE("the check tells what has no template, what would break and what it costs, with place "
          "and remedy") {
    Words const given(message("note.ask", "Haatline: {name} asks. YES {ref} or NO") +
                          message("note.day", "Haatline: come on {day} to us") +
                          message("note.own", "Haatline: {own} is yours"),
                      "");
    dlt::Register all;
    auto& ask = all.templates.emplace_back();
    ask.id = "1107161234567890123";
    ask.segments =
        dlt::parse_text("Haatline: {#alphanumeric#} asks. YES {#numeric#} or NO").value();
    dlt::Registry const registry(std::move(all));
    auto const report = check_texts(given.texts(), registry, rules(), today(), 18);
    REQUIRE(report.findings.size() == 3);
    auto const& good = report.findings[0];
    CHECK(good.level == DltFinding::Level::good);
    CHECK(good.template_id == "1107161234567890123");
    CHECK(good.text.widest == "Haatline: WWWWWWWWWWWWW asks. YES 999999 or NO");
    CHECK(good.segments == 1);
    CHECK(good.rupees == Approx(0.18));
    auto const& day = report.findings[1];
    CHECK(day.level == DltFinding::Level::error);
    CHECK(day.what.front().starts_with("template: no registered template has these words"));
    CHECK(day.what.back() ==
          "{day} holds signs (as in its example) that no tag but {#var#} takes: give it "
          "letters and digits alone");
    CHECK(report.findings[2].what.back() == "{own} may have 44 characters, {#alphanumeric#} takes "
                                            "40: lower its cap in menus/flows/vars.yaml");
    CHECK(report.errors == 2);
    auto const page = report_text(report, true);
    CHECK(page.starts_with(fmt::format("locales/en/messages.po:{}: good: note.ask (en): template "
                                       "1107161234567890123; 46 septets, 1 "
                                       "segment, Rs 0.18\n",
                                       good.text.line)));
    CHECK(page.ends_with("3 texts: 2 errors, 0 warnings\n"));
    CHECK(report_json(report).starts_with(
        "{\"errors\":2,\"warnings\":0,\"texts\":[\n{\"level\":\"good\""));
}

TEST_CASE("what is proposed to a portal comes back as the same templates") {
    Words const given(message("note.ask", "Haatline: {name} asks. YES {ref} or NO"),
                      message("note.ask", "Haatline: {name} asks. YES {ref} or NO",
                              "हाटलाइन: {name} पूछ रहे हैं। YES {ref} या NO"));
    for (auto const& operator_ : known_operators()) {
        CAPTURE(operator_);
        auto csv = proposed(given.texts(), operator_, "HAATLN");
        CHECK((csv.find("{#var#}") != std::string::npos) == (operator_ == "tata"));
        // The portal adds its numbers.
        csv.insert(0, "Template ID,");
        for (auto at = csv.find('\n'); at + 1 < csv.size(); at = csv.find('\n', at + 1))
            csv.insert(at + 1, "1107161234567890123,");
        auto const back = dlt::read_export(csv, {{}, operator_});
        REQUIRE(back);
        CHECK(back->bad.empty());
        REQUIRE(back->rows.templates.size() == 2);
        CHECK(back->rows.templates[0].segments == given.texts()[0].segments);
        CHECK(back->rows.templates[1].segments == given.texts()[1].segments);
        CHECK(back->rows.templates[1].language == "hi");
        CHECK(back->rows.templates[1].name == "note.ask.hi");
    }
}

namespace {

/// The register of the demo over the shipped catalogues, read as a portal's files are.
dlt::Register demo_of(std::vector<SmsText> const& texts) {
    dlt::Register all;
    for (auto const& file : demo_register(texts)) {
        auto read = dlt::read_export(file.csv, {file.kind, "demo"});
        REQUIRE(read);
        CHECK(read->bad.empty());
        if (file.kind == dlt::FileKind::entities) all.entities = read->rows.entities;
        if (file.kind == dlt::FileKind::templates) all.templates = read->rows.templates;
    }
    return all;
}

} // namespace

TEST_CASE(
    "the shipped catalogues stand in the demo's register without a fault, brand and all, each "
    "one segment") {
    auto const loaded = load_program("", "", standard_budgets());
    REQUIRE(loaded);
    REQUIRE(loaded->draft);
    auto const texts = sms_texts(loaded->draft->menu, loaded->draft->words, rules());
    REQUIRE(texts.size() > 200);
    dlt::Registry const registry(demo_of(texts));
    CHECK(registry.brand() == "Haatline");
    auto const report = check_texts(texts, registry, rules(), today(), 18);
    CHECK(report.errors == 0);
    for (auto const& finding : report.findings) {
        CAPTURE(finding.text.key, finding.text.language, finding.text.widest);
        CHECK(finding.segments == 1);
        // Who asks, about what, and the number to answer with: the reason that is recorded with the operator
        // (docs/dlt.md). No other text has three.
        auto const allowed =
            finding.text.key == "note.ask"
                ? std::vector<std::string>{"3 variables: more than 2 need a reason that is "
                                           "recorded with the operator"}
                : std::vector<std::string>();
        CHECK(finding.what == allowed);
    }
}

TEST_CASE("an approved text that the rules of today would not take again is a warning") {
    Words const given(message("note.ask", "{name} asks. YES {ref} or NO"), "");
    auto all = demo_of(given.texts());
    dlt::Registry const registry(std::move(all));
    auto const report = check_texts(given.texts(), registry, rules(), today(), 18);
    REQUIRE(report.findings.size() == 1);
    CHECK(report.findings[0].level == DltFinding::Level::warning);
    CHECK(report.findings[0].what ==
          std::vector<std::string>{"the brand is not in the fixed words: put it there"});
}
