#include "locales/coding/ussd.hpp"
#include "tests/locales/coding/sms_vectors.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::coding;

namespace {

constexpr UssdRoute kWide{kUssdCeiling};

std::string hex_of(std::string_view text, UssdRoute const& route = kWide) {
    auto const page = coded_ussd(text, route);
    REQUIRE(page);
    return tests::hex({reinterpret_cast<char const*>(page->octets.data()), page->octets.size()});
}

std::string back(std::string_view text) {
    auto const page = coded_ussd(text, kWide);
    REQUIRE(page);
    return decode_ussd({page->octets.data(), page->octets.size()}, page->dcs);
}

} // namespace

TEST_CASE("septets of a USSD page are packed, spare bits hold a CR") {
    CHECK(hex_of("hello") == "e8329bfd06");
    CHECK(hex_of("aaaaaaa") == "e170381c0e871b");
    CHECK(hex_of("aaaaaaa\r") == "e170381c0e871b0d");
    CHECK(hex_of("aaaaaaaa") == "e170381c0e87c3");
    CHECK(coded_ussd(std::string(182, 'a'), kWide)->octets.size() == 160);
    CHECK(hex_of("") == "");
    CHECK(hex_of("क") == "0915");
    CHECK(coded_ussd("क", kWide)->dcs == 0x48);
    CHECK(coded_ussd("k", kWide)->dcs == 0x0F);
}

TEST_CASE("a USSD page of any length is read back") {
    for (std::size_t letters = 0; letters <= 182; ++letters) {
        std::string text(letters, 'a');
        CHECK(back(text) == text);
        if (letters == 0) continue;
        text.back() = '\r';
        CHECK(back(text) == text);
        text.back() = '@'; // septet 0, as empty bits
        CHECK(back(text) == text);
    }
    CHECK(back("अचार ₹10 🌾") == "अचार ₹10 🌾");
    CHECK(back("[€]") == "[€]");
}

TEST_CASE("a page is refused where the route carries less") {
    CHECK(coded_ussd(std::string(160, 'a'), {}));
    CHECK_FALSE(coded_ussd(std::string(161, 'a'), {}));
    UssdRoute const wider{{400, 400}};
    CHECK(coded_ussd(std::string(182, 'a'), wider));
    CHECK_FALSE(coded_ussd(std::string(183, 'a'), wider));
    std::string text;
    for (int i = 0; i < 60; ++i) text += "क";
    CHECK(coded_ussd(text, {}));
    auto const page = coded_ussd(text + "क", {});
    REQUIRE_FALSE(page);
    CHECK(page.error().code == Errc::limit);
    CHECK(page.error().detail ==
          "the page costs 61 units and the route carries 60: cut it into pages");
}

TEST_CASE("any octets of a USSD string are read") {
    std::vector<std::uint8_t> octets;
    for (int i = 0; i < 400; ++i) octets.push_back(static_cast<std::uint8_t>(i * 37));
    for (unsigned dcs = 0; dcs < 256; ++dcs)
        for (std::size_t size : {0U, 1U, 2U, 7U, 8U, 160U, 400U})
            CHECK(
                decode_ussd(OctetSpan(octets).first(size), static_cast<std::uint8_t>(dcs)).size() <=
                3 * 182);
    // Behind the two octets of a language.
    std::vector<std::uint8_t> const prefixed{0x65, 0x37, 0x09, 0x15};
    CHECK(decode_ussd(prefixed, 0x11) == "क");
}

TEST_CASE("a budget is two numbers that a page can have") {
    for (auto const* sound : {"160/60", "20/10"}) CHECK(read_budget(sound).has_value());
    CHECK(read_budget("182/80") == kUssdCeiling);
    for (auto const* bad :
         {"", "/", "160", "160/", "/60", "160/60/60", "160 /60", "-160/60", "+160/60", "0x20/60",
          "183/80", "182/81", "19/60", "160/9", "99999999999999999999/60"}) {
        INFO(bad);
        auto const read = read_budget(bad);
        REQUIRE_FALSE(read);
        CHECK(read.error().code == Errc::bad_request);
        CHECK(read.error().detail ==
              std::string(bad) + ": septets and UCS-2 units of a page, as in 160/60, at least "
                                 "20/10, at most 182/80");
    }
}
