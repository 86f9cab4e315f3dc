#include "gateway/wire/charsets.hpp"
#include "gateway/wire/fields.hpp"
#include "gateway/wire/hash.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

bool refused(Result<std::string> const& result) {
    return !result && result.error().code == Errc::bad_request;
}

/// The key of C-DAC Mobile Seva: a hash over user, sender, content as it goes out, and the secret.
/// Sums: made with node's crypto by the rule of its integration document 1.8 and again in Python.
std::string cdac_key(std::string const& content) {
    return hex_lower(digest(HashName::sha512,
                            "deptuserVCLUST" + content + "00000000-1111-2222-3333-444444444444"));
}

} // namespace

TEST_CASE("C-DAC's content is a reference for every UTF-16 unit, and its key is over that") {
    auto const hindi = utf16_references("नमस्ते, 3 खरीदार").value();
    CHECK(hindi == "&#2344;&#2350;&#2360;&#2381;&#2340;&#2375;&#44;&#32;&#51;&#32;&#2326;&#2352;"
                   "&#2368;&#2342;&#2366;&#2352;");
    CHECK(cdac_key(hindi) ==
          "1cabc51b5e13393f362859a9a07f703b1c931875c67f4e9ef1c143bf47c9c6c2a3360eb07de44e9e188be86"
          "5e5d977cf83d666a1385be35e9ee508e348aa90c3");
    auto const pair = utf16_references("hi 😀").value();
    CHECK(pair == "&#104;&#105;&#32;&#55357;&#56832;");
    CHECK(cdac_key(pair) ==
          "469943d83e1775808ee711b74e052d43fb005444330fb16ed5707f80378cd2e9ab76c2db68de0279a18813b"
          "4e4546f9b663467c68677877dc052f7c3f739248f");
    CHECK(cdac_key("Dear member, 3 buyers near you. Dial *166*7# -VCLUST") ==
          "6d299407c4eb54d4c2902bae8ef1532ebdb7a617234f15a230e276e315df390036d7fb90828cadfcdca4efd"
          "8d2c976c4239aca3bb2e7b81a9a748cfca38220e8");
    CHECK(cdac_key("123456 is your OTP") ==
          "5a792eb698570fb446ffb9e84ed6c469df252ed3213bb75c81cbf4fc3f997e86023dfb37a4d4bd71a84e87d"
          "f27563ada3d579692705e407cfd7f84c427ce7cd0");
    CHECK(hex_lower(digest(HashName::sha1, "Synthetic#1")) ==
          "7c8eb9b2fe9e7bfc519d3662fe3c9f0fce0c54e2"); // its password
    CHECK(utf16_references("") == "");
}

TEST_CASE("Airtel's bulk text is a reference for every character, and Telesom's key a plain MD5") {
    CHECK(character_references("अ 1") == "&#2309;&#32;&#49;");
    CHECK(character_references("😀") == "&#128512;");
    CHECK(hex_upper(digest(HashName::md5, "u|p|0876543210|Hi|VC|01/01/2026|synthetic")) ==
          "7A32764897EC9AEC66D0E29A166F8B6F");
}

TEST_CASE("NIC's text is UTF-16 in upper-case hexadecimal") {
    CHECK(hex_upper(to_utf16be("नमस्ते").value()) == "0928092E0938094D09240947");
    CHECK(hex_upper(to_utf16be("A😀").value()) == "0041D83DDE00");
}

TEST_CASE("Clickatell's octets come back as text, pairs joined") {
    auto const read = [](std::string_view escaped) {
        return from_utf16be(percent_decode(escaped, false).value());
    };
    CHECK(read("%09%28%09%2E") == "नम");
    CHECK(read("%D8%3D%DE%00") == "😀");
    CHECK(read("%00A%00%20") == "A ");
    CHECK(read("") == "");
    for (std::string_view const octets :
         {"%09", "%D8%3D", "%D8%3D%00A", "%DE%00", "%DE%00%D8%3D", "%D8%3D%D8%3D", "%09%28%09"}) {
        INFO(octets);
        CHECK(refused(read(octets)));
    }
    CHECK(from_latin1("caf\xE9 \xA3\x80") == "café £\xC2\x80");
}

TEST_CASE("every character goes to UTF-16 and back") {
    std::string all;
    for (std::string_view const each :
         {"\x01", "\x7F", "é", "߿", "ࠀ", "\xEF\xBF\xBF", "𐀀", "\xF4\x8F\xBF\xBF"})
        all += each;
    CHECK(from_utf16be(to_utf16be(all).value()) == all);
}

TEST_CASE("GSM 7-bit octets are read, with escapes as a phone shows them") {
    CHECK(from_gsm7("Join") == "Join");
    CHECK(from_gsm7(std::string_view("\x00\x02\x1B\x65 \x1B\x28\x1B\x29", 9)) == "@$€ {}");
    CHECK(from_gsm7("\x1B"
                    "A") == "A"); // nothing there in the extension table
    CHECK(from_gsm7("a\x1B\x1B"
                    "b") == "a b");
    CHECK(refused(from_gsm7("a\x1B")));
    CHECK(refused(from_gsm7("\x80")));
    CHECK(refused(from_gsm7("क")));
    std::string const text = "£5 [à la carte] ~ €\n";
    CHECK(from_gsm7(to_gsm7(text).value()) == text);
    CHECK(to_gsm7("€") == "\x1B\x65");
    CHECK(refused(to_gsm7("क")));
}

TEST_CASE("ill-formed text goes nowhere") {
    for (std::string_view const text : {"\xC3", "a\xFF", "\xED\xA0\x80", "\xF4\x90\x80\x80"}) {
        CHECK(refused(character_references(text)));
        CHECK(refused(utf16_references(text)));
        CHECK(refused(to_utf16be(text)));
        CHECK(refused(to_gsm7(text)));
    }
}

TEST_CASE("a field that carries another charset's octets is let in by its name only") {
    std::string const form = "id=1&content=%09%28%D8%3D%DE%00&coding=8";
    CHECK(Fields::parse(form).error().detail == "field content is not UTF-8");
    std::string const octets[] = {"content"};
    auto const fields = Fields::parse(form, octets).value();
    CHECK(from_utf16be(fields.get("content")) == "न😀");
    CHECK(fields.get("coding") == "8");
    CHECK(Fields::parse("other=%FF", octets).error().detail == "field other is not UTF-8");
    CHECK(Fields::parse("content=%F", octets).error().detail ==
          "field content has a broken percent escape");
}
