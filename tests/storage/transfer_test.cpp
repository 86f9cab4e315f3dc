#include "cluster/reference.hpp"
#include "storage/demo.hpp"
#include "storage/transfer.hpp"
#include "tests/storage/house.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::FreshFolder;
using haatline::tests::House;
using haatline::tests::ManualWorld;

namespace {

constexpr std::string_view kEnterprises = "code,name,role,product,pin,district,listed,phone\n"
                                          "A1,Asha Foods,maker,pickle,844101,,yes,9000000001\n"
                                          "A2,\"Mills, Sons\",maker,mc_flour,,537,yes,\n"
                                          "A3,Hidden,buyer,papad,844101,537,no,\n";

Staff const kAsha{"asha", TimePoint(Millis(1'790'000'000'000))};

ImportReport import(std::string const& dir, std::string_view kind, std::string_view content) {
    auto report = import_file(dir, kind, content, kAsha);
    if (!report) FAIL(report.error().detail);
    return *report;
}

} // namespace

TEST_CASE("what an export writes, an import takes back unchanged") {
    House house;
    REQUIRE(import(house.dir(), "enterprises", kEnterprises).kept == 3);
    house.join(tests::kCaller, {{"name", "O'Brien, \"Pickle\""}});
    house.caller().person = house.number("SELECT max(id) FROM person");
    REQUIRE(house.act({{"product.add", {{"product", "papad"}}}})); // one code, two lines
    for (auto const* kind :
         {"states", "districts", "places", "labels", "words", "products", "enterprises"}) {
        for (auto const* format : {"csv", "json"}) {
            INFO(kind << " " << format);
            auto const out = export_kind(house.dir(), kind, format);
            REQUIRE(out);
            auto const report = import(house.dir(), kind, *out);
            for (auto const& row : report.rejected) UNSCOPED_INFO(row.line << ": " << row.reason);
            CHECK(report.rejected.empty());
            CHECK(report.kept == 0);
            CHECK(report.unchanged > 0);
            CHECK(*export_kind(house.dir(), kind, format) == *out);
        }
    }
}

TEST_CASE("a word of a product is known from the moment it is imported; who it is for must be "
          "known before") {
    House house;
    CHECK(house.ask("product.by_word", {{"word", "தொக்கு"}}).outcome != "sure");
    auto const report = import(house.dir(), "words",
                               "product,lang,word\npickle,ta,தொக்கு\nno_such,ta,தொக்கு\npickle,,x\n");
    CHECK(report.kept == 1);
    REQUIRE(report.rejected.size() == 2);
    CHECK(report.rejected[0].reason == "product no_such is not known");
    CHECK(report.rejected[1].reason == "lang and word must not be empty");
    auto const found = house.ask("product.by_word", {{"word", "தொக்கு"}});
    CHECK(std::pair(found.outcome, found.values.get("product")) ==
          std::pair(std::string("sure"), std::string_view("pickle")));
}

TEST_CASE("a file that changed something is a row of the audit, one that did not is none") {
    House house;
    import(house.dir(), "enterprises", kEnterprises);
    import(house.dir(), "enterprises", kEnterprises);
    CHECK(house.text("SELECT group_concat(who || ' ' || act || ' ' || object || ': ' || reason) "
                     "FROM audit") == "asha import enterprises: 3 kept, 0 unchanged, 0 rejected");
    auto const nameless = import_file(house.dir(), "enterprises",
                                      "code,name,role,product,district,listed\n"
                                      "A9,Nobody,buyer,papad,537,no\n",
                                      {"", kAsha.now});
    REQUIRE_FALSE(nameless);
    CHECK(house.number("SELECT count(*) FROM enterprise WHERE code = 'A9'") == 0);
}

TEST_CASE("a file does not show again who hid herself, or wishes to be erased") {
    House house;
    REQUIRE(import(house.dir(), "enterprises", kEnterprises).kept == 3);
    house.caller().person = house.number("SELECT person FROM person_phone");
    REQUIRE(house.act({{"consent.withdraw", {{"purpose", "list"}}}}));
    CHECK(import(house.dir(), "enterprises", kEnterprises).unchanged == 3);
    CHECK(house.number("SELECT listed FROM enterprise WHERE code = 'A1'") == 0);
    REQUIRE(house.act({{"consent.give", {{"purpose", "list"}, {"notice", "ussd-list-1"}}},
                       {"erase.ask", {{"ref", reference_text(0)}}}}));
    CHECK(import(house.dir(), "enterprises", kEnterprises).unchanged == 3);
    CHECK(house.number("SELECT listed FROM enterprise WHERE code = 'A1'") == 0);
    REQUIRE(house.act({{"erase.undo", {}}}));
    CHECK(import(house.dir(), "enterprises", kEnterprises).unchanged == 3);
    CHECK(house.number("SELECT listed FROM enterprise WHERE code = 'A1'") == 1);
}

TEST_CASE("enterprises come in once, are found, and change when the file does") {
    House house;
    auto report = import(house.dir(), "enterprises", kEnterprises);
    CHECK(report.kept == 3);
    report = import(house.dir(), "enterprises", kEnterprises);
    CHECK(report.kept == 0);
    CHECK(report.unchanged == 3);
    Values const near{
        {"product", "pickle"}, {"want", "maker"}, {"ring", "near"}, {"pin", "844101"}};
    CHECK(house.ask("peers.near", near).rows.front().get("name") == "Asha Foods");

    report = import(house.dir(), "enterprises",
                    "code,name,role,product,pin,listed\nA1,Asha Udyog,maker,papad,800001,yes\n");
    CHECK(report.kept == 1);
    CHECK(house.ask("peers.near", near).outcome == "none");
    Values const moved{
        {"product", "papad"}, {"want", "maker"}, {"ring", "near"}, {"pin", "800001"}};
    CHECK(house.ask("peers.near", moved).rows.front().get("name") == "Asha Udyog");
    CHECK(house.number("SELECT count(*) FROM peer WHERE product = 1") == 0);
    CHECK(house.number("SELECT count(*) FROM enterprise") == 3);
}

TEST_CASE("a bad row is named with its line and reason, and the good ones are kept") {
    FreshFolder folder;
    auto const report = import(folder.path(), "enterprises",
                               "code,name,role,product,pin,district,listed,phone\n"
                               "B1,Good,maker,pickle,844101,,yes,\n"
                               ",No code,maker,pickle,844101,,yes,\n"
                               "B2,Bad role,king,pickle,844101,,yes,\n"
                               "B3,Bad product,maker,gold,844101,,yes,\n"
                               "B4,\"Two\nlines\",maker,pickle,999999,,yes,\n"
                               "B5,Bad listed,maker,pickle,844101,,perhaps,\n"
                               "B6,Bad phone,maker,pickle,844101,,yes,12345\n"
                               "B7,Short row,maker\n"
                               "B8,No place,maker,pickle,,,yes,\n"
                               "B9,Good too,maker,pickle,844101,,no,\n"
                               "B10,\"Torn,maker,pickle,844101,,no,\n");
    CHECK(report.kept == 2);
    std::vector<int> lines;
    for (auto const& row : report.rejected) {
        lines.push_back(row.line);
        CHECK_FALSE(row.reason.empty());
        CHECK(row.reason.find("12345") == std::string::npos);
    }
    CHECK(lines == std::vector<int>{3, 4, 5, 6, 8, 9, 10, 11, 13});
}

TEST_CASE("a short label that would not fit the screen is refused with its length") {
    FreshFolder folder;
    auto const report = import(folder.path(), "products",
                               "code,kind,short_en,short_hi,name_en\n"
                               "chutney,food,Chutney,चटनी,Chutney\n"
                               "long,food,A label far too long,चटनी,Long\n"
                               "pickle,food,Pickle,बहुत लम्बा नाम,Pickle\n"
                               "odd,food,Pickle €,चटनी,Odd\n"
                               "Bad Code,food,Bad,चटनी,Bad\n"
                               "kind,gold,Bad,चटनी,Bad\n");
    CHECK(report.kept == 1);
    REQUIRE(report.rejected.size() == 5);
    CHECK(report.rejected[0].reason.find("20 units, at most 14") != std::string::npos);
    CHECK(report.rejected[1].line == 4);
}

TEST_CASE("a refused product leaves nothing behind") {
    House house;
    auto const before = house.number("SELECT count(*) FROM product_word");
    CHECK(import(house.dir(), "products",
                 "code,kind,short_en,name_en,words\nlong,food,A label far too long,Long,longword\n")
              .rejected.size() == 1);
    CHECK(house.number("SELECT count(*) FROM product") == 41);
    CHECK(house.number("SELECT count(*) FROM product_word") == before);
}

TEST_CASE("a running reader sees imported words at its next question") {
    House house;
    CHECK(house.ask("product.by_word", {{"word", "gulkand"}}).outcome == "none");
    CHECK(import(house.dir(), "products",
                 "code,kind,short_en,name_en,words\ngulkand,food,Gulkand,Gulkand,gulkand\n")
              .kept == 1);
    CHECK(house.ask("product.by_word", {{"word", "gulkand"}}).values.get("product") == "gulkand");
}

TEST_CASE("places outside India, unknown districts and wrong numbers are refused") {
    FreshFolder folder;
    auto const report = import(folder.path(), "places",
                               "pin,districts,lat_e4,lon_e4,place\n"
                               "844199,537,258172,852628,New\n"
                               "844101,537;505,258172,852628,Hajipur\n"
                               "844198,99999,258172,852628,Nowhere\n"
                               "844197,537,852628,258172,Swapped\n"
                               "8441,537,258172,852628,Short\n"
                               "844196,,258172,852628,No district\n"
                               "844195,537,25.8,85.2,Degrees\n");
    CHECK(report.kept == 2);
    CHECK(report.rejected.size() == 5);
}

TEST_CASE("JSON comes as a list or one object a line") {
    House house;
    CHECK(import(house.dir(), "enterprises",
                 "[\n {\"code\": \"J1\", \"name\": \"Asha {x}\", \"role\": \"maker\", \"product\": "
                 "\"pickle\", \"pin\": 844101, "
                 "\"listed\": true},\n {\"code\": \"J2\", \"role\": \"maker\"}\n]\n")
              .rejected.size() == 1);
    auto const lines = import(house.dir(), "enterprises",
                              "{\"code\":\"J1\",\"name\":\"Asha "
                              "{x}\",\"role\":\"maker\",\"product\":\"pickle\",\"pin\":\"844101\","
                              "\"listed\":\"yes\"}\n{\"code\": broken}\n{\"open\": 1");
    CHECK(lines.unchanged == 1);
    REQUIRE(lines.rejected.size() == 2);
    CHECK(lines.rejected[0].line == 2);
    CHECK(lines.rejected[1].line == 3);
}

TEST_CASE("a file without the needed columns, and an unknown kind, change nothing") {
    FreshFolder folder;
    auto const columns = import_file(folder.path(), "places", "pin,lat\n1,2\n", kAsha);
    REQUIRE_FALSE(columns);
    CHECK(columns.error().code == Errc::bad_request);
    CHECK(columns.error().detail.find("districts") != std::string::npos);
    CHECK(import_file(folder.path(), "places", "", kAsha).error().code == Errc::bad_request);
    CHECK(import_file(folder.path(), "gold", "a\n", kAsha).error().code == Errc::bad_request);
    CHECK(export_kind(folder.path(), "gold", "csv").error().code == Errc::bad_request);
    CHECK(export_kind(folder.path(), "places", "xml").error().code == Errc::bad_request);
}

TEST_CASE("an export never holds a phone number, nor anybody invented") {
    House house;
    REQUIRE(fill_demo(house.dir(), 50, house.world().world));
    REQUIRE(import(house.dir(), "enterprises", kEnterprises).kept == 3);
    auto const out = export_kind(house.dir(), "enterprises", "csv");
    REQUIRE(out);
    CHECK(out->find("9000000001") == std::string::npos);
    CHECK(std::count(out->begin(), out->end(), '\n') == 4);
}
