#include "cluster/dlt/day.hpp"
#include "cluster/dlt/export_file.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

using namespace haatline;
using namespace haatline::dlt;

namespace {

ExportFile read(std::string_view csv, std::string operator_ = "airtel") {
    return read_export(csv, {{}, std::move(operator_)}).value();
}
std::string refused(std::string_view csv) {
    auto const file = read_export(csv, {});
    return file ? "" : file.error().detail;
}
std::string bad(std::string_view csv) {
    std::string out;
    for (auto const& row : read(csv).bad) out += fmt::format("{}: {}\n", row.line, row.reason);
    return out;
}

constexpr std::string_view kId = "1107161234567890123";

} // namespace

TEST_CASE("templates are read from the columns of each operator") {
    for (std::string_view const header :
         {"Template ID,Template Name,Header,Content Type,Template Content,Status,Approved On",
          "TEMPLATE_ID,TEMPLATE_NAME,SENDER_ID,TEMPLATE_TYPE,TEMPLATE_CONTENT,STATUS,CREATED_DATE",
          "Content Template Id,Title,Headers,Category,Template Message,Approval Status,Approval "
          "Date",
          "DLT-ID,name,header,communication-type,content,status,approved-at",
          "Template Registration Id,Template Name,CLI,Type of Communication,Template,Active Status,"
          "Registered On"}) {
        CAPTURE(header);
        auto const file =
            read(std::string(header) + "\n" + std::string(kId) +
                 ",Ticket,\"HAATLN,HATLIN\",Service Implicit,"
                 "Haatline: ticket {#numeric#} is open,REGISTERED VIA AIRTEL,15-01-2026\n");
        CHECK(file.bad == std::vector<BadRow>{});
        REQUIRE(file.rows.templates.size() == 1);
        Template wanted;
        wanted.id = kId;
        wanted.name = "Ticket";
        wanted.headers = {"HAATLN", "HATLIN"};
        wanted.operator_ = "airtel";
        wanted.approved_on = day_read("2026-01-15");
        wanted.segments = parse_text("Haatline: ticket {#numeric#} is open").value();
        CHECK(file.rows.templates[0] == wanted);
        CHECK(file.lines == std::vector<int>{2});
    }
}

TEST_CASE("a type that says text is not the category; the other column is") {
    auto const file = read("Template ID,Template Type,Content Type,Template Content\n" +
                           std::string(kId) + ",UNICODE,Service-Explicit,Haatline: hello\n");
    REQUIRE(file.rows.templates.size() == 1);
    CHECK(file.rows.templates[0].category == Category::service_explicit);
}

TEST_CASE("Tata's types stand in a column of their own") {
    auto const file =
        read("Template ID,Category,Template Message,Variable Types\n" + std::string(kId) +
                 ",SI,Haatline: {#var#} for {#var#} kg,\"Alphanumeric, Numeric\"\n",
             "tata");
    REQUIRE(file.rows.templates.size() == 1);
    CHECK(text_of(file.rows.templates[0].segments, true) ==
          "Haatline: {#alphanumeric#} for {#numeric#} kg");
}

TEST_CASE("a bad row is told with its line and remedy, and the good ones stay") {
    std::string const head = "Template ID,Category,Template Content,Status\n";
    std::string const good = std::string(kId) + ",SI,Haatline: hello,Active\n";
    auto const file = read(head + good + "12,SI,Haatline: hello,Active\n" + good);
    CHECK(file.rows.templates.size() == 2);
    CHECK(file.lines == std::vector<int>{2, 4});
    CHECK(bad(head + "12,SI,x,\n") == "2: template id: 12 to 20 digits are needed\n");
    CHECK(bad(head + "1.10716E+18,SI,x,\n") == "2: template id: a spreadsheet has rounded it "
                                               "(1.1E+18): export it again and open it with that "
                                               "column as text\n");
    CHECK(bad(head + "'" + std::string(kId) + ",SI,x,\n").empty());
    CHECK(bad(head + std::string(kId) + ",Gossip,x,\n") ==
          "2: category: promotional, service implicit, service explicit, transactional or "
          "government\n");
    CHECK(bad(head + std::string(kId) + ",SI,,\n") == "2: the text of the template is empty\n");
    CHECK(bad(head + std::string(kId) + ",SI,x,Perhaps\n") ==
          "2: status: not known; write active or inactive\n");
    CHECK(bad(head + std::string(kId) + ",SI\n") ==
          "2: 2 fields where the first row has 4: a comma inside a field needs quotes\n");
    CHECK(bad(head + std::string(kId) + ",SI,\"x,Active\n") ==
          "2: a quote is opened and never closed\n");
    CHECK(bad(head + std::string(kId) + ",SI,\xC3\x28,\n") ==
          "2: it is not UTF-8: save the file as CSV UTF-8\n");
}

TEST_CASE("not active is longer than active") {
    std::string const head = "Template ID,Category,Template Content,Status\n";
    for (auto const* status :
         {"Inactive", "NOT ACTIVE", "Not Approved", "Rejected", "Pending approval"}) {
        CAPTURE(status);
        auto const file = read(head + std::string(kId) + ",SI,Haatline: hello," + status + "\n");
        REQUIRE(file.rows.templates.size() == 1);
        CHECK_FALSE(file.rows.templates[0].active);
    }
}

TEST_CASE("headers, entities, chains, targets and preferences are files of their own") {
    auto const headers = read("Header Name,Header Type,Status,Registration Date,Last Used\n"
                              "HAATLN,Service,Active,01/02/2026,20/11/2026\n600123,,Suspended,,\n");
    CHECK(headers.kind == FileKind::headers);
    CHECK(headers.rows.headers ==
          std::vector<Header>{{"HAATLN", Category::service_implicit, true, false,
                               day_read("2026-02-01"), day_read("2026-11-20")},
                              {"600123", Category::promotional, false, false, {}, {}}});
    auto const entities =
        read("PE_ID,Entity Name,Brand\n1301157000000000001,Gram Udyog,Haatline\n");
    CHECK(entities.rows.entities ==
          std::vector<Entity>{{"1301157000000000001", "Gram Udyog", "Haatline", true}});
    auto const chains = read("Entity ID,Telemarketers\n1301157000000000001,"
                             "1302157000000000001 > 1302157000000000002\n");
    CHECK(chains.rows.chains ==
          std::vector<Chain>{
              {"1301157000000000001", {"1302157000000000001", "1302157000000000002"}}});
    auto const targets =
        read("CTA,CTA Type\nhttps://Haatline.example/s/,URL\n1800-111-555,Number\n");
    CHECK(targets.rows.targets ==
          std::vector<AllowedTarget>{{AllowedTarget::Kind::url, "haatline.example/s"},
                                     {AllowedTarget::Kind::cbn, "1800111555"}});
    auto const preferences =
        read("MSISDN,Preference\n9876500001,all\n9876500002,1;3\n9876500003,none\n");
    CHECK(preferences.rows.preferences ==
          std::vector<Preference>{{919876500001, Preference::all},
                                  {919876500002, (1U << 1) | (1U << 3)},
                                  {919876500003, 0}});
}

TEST_CASE("a file that is none of ours is refused as a whole, with what to do") {
    CHECK(refused("") == "the file is empty");
    CHECK(refused("\xFF\xFEx") == "the file is UTF-16: save it as CSV UTF-8");
    CHECK(refused("PK\x03\x04") == "the file is a workbook: save its sheet as CSV UTF-8");
    CHECK(refused("Template ID;Template Content\n") ==
          "the columns are parted by semicolons or tabs: save the file as CSV with commas");
    CHECK(refused("a,b\n1,2\n")
              .starts_with("the columns are none that we know; needed are, for templates: "
                           "templateid and templatecontent"));
    auto const wrong = read_export("Header Name\nHAATLN\n", {FileKind::templates, {}});
    CHECK_FALSE(wrong);
}

TEST_CASE("a file that is wrong throughout names a thousand rows and counts the rest") {
    std::string csv = "Header Name\n";
    for (int i = 0; i < 3'000; ++i) csv += "x\n";
    auto const file = read(csv);
    CHECK(file.bad_rows == 3'000);
    CHECK(file.bad.size() == 1'000);
    CHECK(file.bad.back().reason.ends_with("(more rows are wrong; the rest is not named)"));
}
