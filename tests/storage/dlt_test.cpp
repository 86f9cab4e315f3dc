#include "cluster/dlt/day.hpp"
#include "storage/dlt.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;

namespace {

DltImport import(House& house, std::string const& content, std::string operator_ = "airtel") {
    auto report =
        import_dlt(house.dir(), content, {{}, std::move(operator_)}, {"asha", house.caller().now});
    if (!report) FAIL(report.error().detail);
    return *report;
}

dlt::Register all(House& house) {
    auto read = read_register(house.dir());
    if (!read) FAIL(read.error().detail);
    return std::move(*read);
}

std::string templates(std::string const& rows) {
    return "Template ID,Template Name,Header,Category,Template Content,Status,Approved On\n" + rows;
}
std::string const kTicket = "1107161234567890123,Ticket,HAATLN,Service Implicit,"
                            "\"Haatline: ticket {#numeric#}\nis open\",Active,2026-01-15\n";
std::string const kHindi = "1107161234567890124,Ticket,HAATLN,Service Implicit,"
                           "हाटलाइन: शिकायत {#numeric#} दर्ज,Active,2026-01-15\n";

} // namespace

TEST_CASE("templates of an operator come back as they were approved, and importing twice changes "
          "nothing") {
    House house;
    auto const first = import(house, templates(kTicket + kHindi));
    CHECK(first.kept == 2);
    auto const held = all(house);
    REQUIRE(held.templates.size() == 2);
    dlt::Template wanted;
    wanted.id = "1107161234567890123";
    wanted.name = "Ticket";
    wanted.headers = {"HAATLN"};
    wanted.operator_ = "airtel";
    wanted.approved_on = dlt::day_read("2026-01-15");
    wanted.segments = dlt::parse_text("Haatline: ticket {#numeric#}\nis open").value();
    CHECK(held.templates[0] == wanted);
    auto const again = import(house, templates(kTicket + kHindi));
    CHECK(again.kept == 0);
    CHECK(again.unchanged == 2);
    CHECK(house.number("SELECT count(*) FROM audit WHERE act = 'dlt.import'") == 1);
}

TEST_CASE("other words under a known id are a new version; another state is not") {
    House house;
    import(house, templates(kTicket));
    auto suspended = kTicket;
    suspended.replace(suspended.find("Active"), 6, "Suspended");
    CHECK(import(house, templates(suspended)).kept == 1);
    CHECK(all(house).templates[0].version == 1);
    CHECK_FALSE(all(house).templates[0].active);
    auto changed = kTicket;
    changed.replace(changed.find("is open"), 7, "is shut");
    CHECK(import(house, templates(changed)).kept == 1);
    auto const held = all(house);
    REQUIRE(held.templates.size() == 1);
    CHECK(held.templates[0].version == 2);
    CHECK(dlt::text_of(held.templates[0].segments, true) ==
          "Haatline: ticket {#numeric#}\nis shut");
    CHECK(house.number("SELECT count(*) FROM dlt_template") == 2);
}

TEST_CASE("a file that does not tell a name or language leaves what another told") {
    House house;
    import(house,
           "Template ID,Name,Category,Language,Content\n1107161234567890123,Ticket,SI,hi,Haatline "
           "x\n");
    CHECK(import(house, "Template ID,Category,Content\n1107161234567890123,SI,Haatline x\n", "")
              .unchanged == 1);
    CHECK(all(house).templates[0].language == "hi");
    CHECK(all(house).templates[0].name == "Ticket");
}

TEST_CASE("bad rows are told with their lines, good ones are kept") {
    House house;
    auto const report = import(house, templates("12,x,HAATLN,SI,x,Active,\n" + kTicket));
    CHECK(report.kept == 1);
    CHECK(report.rejected_rows == 1);
    REQUIRE(report.rejected.size() == 1);
    CHECK(report.rejected[0].line == 2);
    CHECK(report.rejected[0].reason == "template id: 12 to 20 digits are needed");
}

TEST_CASE("a header's last use moves on, never back, whoever tells it") {
    House house;
    import(house,
           "Header,Category,Registered On,Last Used\nHAATLN,Service,2026-01-01,2026-09-10\n");
    auto const used = [&] { return all(house).headers[0].last_used_on; };
    CHECK(used() == dlt::day_read("2026-09-10"));
    std::vector<std::string> const headers{"HAATLN", "NOSUCH"};
    REQUIRE(note_header_use(house.dir(), headers, *dlt::day_read("2026-09-21")));
    CHECK(used() == dlt::day_read("2026-09-21"));
    REQUIRE(note_header_use(house.dir(), headers, *dlt::day_read("2026-09-20")));
    CHECK(used() == dlt::day_read("2026-09-21"));
    CHECK(import(house,
                 "Header,Category,Registered On,Last Used\nHAATLN,Service,2026-01-01,2026-09-10\n")
              .unchanged == 1);
    CHECK(import(house, "Header,Category\nHAATLN,Service\n").unchanged == 1);
    CHECK(used() == dlt::day_read("2026-09-21"));
    CHECK(all(house).headers[0].registered_on == dlt::day_read("2026-01-01"));
}

TEST_CASE("entities, chains, targets and preferences come back, and go where the file says so") {
    House house;
    CHECK(import(house, "Entity ID,Entity Name,Brand\n1301157000000000001,Gram Udyog,Haatline\n")
              .kept == 1);
    CHECK(import(house, "Entity ID,Entity Name\n1301157000000000001,Gram Udyog\n").unchanged == 1);
    CHECK(import(house, "Entity ID,Chain\n1301157000000000001,1302157000000000001\n").kept == 1);
    CHECK(
        import(house, "URL,Status\nhttps://haatline.example/s,Active\n1800111555,Active\n").kept ==
        2);
    CHECK(import(house, "URL,Status\nhaatline.example/s/,Inactive\n").kept == 1);
    CHECK(import(house, "Phone,Preference\n9876500001,all\n9876500002,1;3\n").kept == 2);
    CHECK(import(house, "Phone,Preference\n9876500002,none\n").kept == 1);
    auto const held = all(house);
    CHECK(held.entities ==
          std::vector<dlt::Entity>{{"1301157000000000001", "Gram Udyog", "Haatline", true}});
    CHECK(held.chains == std::vector<dlt::Chain>{{"1301157000000000001", {"1302157000000000001"}}});
    CHECK(held.targets ==
          std::vector<dlt::AllowedTarget>{{dlt::AllowedTarget::Kind::cbn, "1800111555"}});
    CHECK(held.preferences == std::vector<dlt::Preference>{{919876500001, dlt::Preference::all}});
}

TEST_CASE("a file that would make the register too large is refused") {
    House house;
    std::string csv = "Header,Category\n";
    for (std::size_t i = 0; i <= dlt::headers_most; ++i) csv += fmt::format("H{:05},Service\n", i);
    auto const report = import_dlt(house.dir(), csv, {}, {"asha", house.caller().now});
    REQUIRE_FALSE(report);
    CHECK(report.error().code == Errc::limit);
    CHECK(all(house).headers.size() <= dlt::headers_most);
}

TEST_CASE("a folder without a database has no register") {
    haatline::tests::TempDir empty;
    CHECK_FALSE(read_register(empty.path()));
}
