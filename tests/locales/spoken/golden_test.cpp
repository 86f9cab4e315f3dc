#include "tests/locales/spoken/house_voices.hpp"
#include "tests/support/catch.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace haatline;
using namespace haatline::spoken;
using namespace haatline::tests;

namespace {

/// One value of a golden table and the sentence that a speaker expects.
struct Golden {
    std::string as, value, sentence;
};

std::vector<std::string> parted(std::string const& text, std::string const& by) {
    std::vector<std::string> out;
    for (std::size_t at = 0;;) {
        auto const end = text.find(by, at);
        out.push_back(text.substr(at, end - at));
        if (end == text.npos) return out;
        at = end + by.size();
    }
}

/// "number: 1 2 = one / two"; quantities hold blanks, so ` / ` stands between them as well.
std::vector<Golden> read_golden(std::filesystem::path const& path) {
    std::vector<Golden> out;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        auto const colon = line.find(": "), equals = line.find(" = ");
        REQUIRE(equals != line.npos);
        std::string const as = line.substr(0, colon);
        auto const values =
            parted(line.substr(colon + 2, equals - colon - 2), as == "quantity" ? " / " : " ");
        auto const sentences = parted(line.substr(equals + 3), " / ");
        REQUIRE(values.size() == sentences.size());
        for (std::size_t i = 0; i < values.size(); ++i)
            out.push_back({as, values[i], sentences[i]});
    }
    return out;
}

std::string said(NumberTable const& table, Golden const& golden) {
    if (golden.as == "number") return heard_number(table, golden.value);
    if (golden.as == "date") return heard(say_date(table, read_date(golden.value).value()));
    if (golden.as == "money") return heard(say_money(table, read_amount(golden.value).value()));
    REQUIRE(golden.as == "quantity");
    return heard(say_quantity(table, read_quantity(golden.value).value()));
}

} // namespace

TEST_CASE("numbers, sums, dates and quantities are said as speakers of the language say them") {
    std::size_t languages = 0;
    for (auto const& entry :
         std::filesystem::directory_iterator(HAATLINE_SOURCE_DIR "/tests/locales/spoken/golden")) {
        auto const language = entry.path().stem().string();
        auto const* table = house_voices().of(language);
        INFO(language);
        REQUIRE(table);
        auto const golden = read_golden(entry.path());
        CHECK(golden.size() >= 40);
        for (auto const& each : golden) {
            INFO(each.as << ' ' << each.value);
            CHECK(said(*table, each) == each.sentence);
        }
        ++languages;
    }
    CHECK(languages == house_voices().tables()); // every voice has been listened to
}

TEST_CASE("Hindi in Latin letters is heard as Hindi") {
    CHECK(house_voices().of("hi-Latn") == house_voices().of("hi"));
    CHECK(house_voices().of("xx") == nullptr);
}

TEST_CASE("digits are said one by one, in groups with a pause") {
    auto const& hindi = *house_voices().of("hi");
    CHECK(heard(say_digits(hindi, "110001")) == "एक एक शून्य शून्य शून्य एक");
    CHECK(heard(say_digits(hindi, "110001", 2)) == "एक एक, शून्य शून्य, शून्य एक");
    CHECK(heard(say_digits(hindi, "11-00 01", 3)) == "एक एक शून्य, शून्य शून्य एक");
    CHECK(say_digits(hindi, "01", 1).value() == Clips{{"n0", "शून्य"}, {"pause", ""}, {"n1", "एक"}});
    for (auto const* bad : {"", "12a", "-1", "1 ", "१२", "1234567890123456789012345"})
        CHECK(heard(say_digits(hindi, bad)).find("refused: not one to 24 digits") == 0);
}
