#include "gateway/wire/hash.hpp"
#include "tests/support/catch.hpp"

#include <cctype>
#include <vector>

using namespace haatline;
using namespace haatline::gateway;

namespace {

struct Digests {
    std::string text, md5, sha1, sha256, sha512;
};

// Texts: RFC 1321 A.5 and FIPS 180-4's example of two blocks. Sums: Python's hashlib, equal to the
// RFC's where it prints them.
Digests const digests[] = {
    {"", "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
     "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
     "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d287"
     "7eec2f63b931bd47417a81a538327af927da3e"},
    {"a", "0cc175b9c0f1b6a831c399e269772661", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8",
     "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
     "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74"
     "210546f369fbbbce8c12cfc7957b2652fe9a75"},
    {"abc", "900150983cd24fb0d6963f7d28e17f72", "a9993e364706816aba3e25717850c26c9cd0d89d",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
     "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3"
     "feebbd454d4423643ce80e2a9ac94fa54ca49f"},
    {"message digest", "f96b697d7cb7938d525a2f31aaf161d0",
     "c12252ceda8be8994d5fa0290a47231c1d16aae3",
     "f7846f55cf23e14eebeab5b4e1550cad5b509e3348fbc4efa3a1413d393cb650",
     "107dbf389d9e9f71a3a95f6c055b9251bc5268c2be16d6c13492ea45b0199f3309e16455ab1e96118e8a905d55"
     "97b72038ddb372a89826046de66687bb420e7c"},
    {"abcdefghijklmnopqrstuvwxyz", "c3fcd3d76192e4007dfb496cca67e13b",
     "32d10c7b8cf96570ca04ce37f2a19d84240d3a89",
     "71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73",
     "4dbff86cc2ca1bae1e16468a05cb9881c97f1753bce3619034898faa1aabe429955a1bf8ec483d7421fe3c1646"
     "613a59ed5441fb0f321389f77f48a879c7b1f1"},
    {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
     "d174ab98d277d9f5a5611c2c9f419d9f", "761c457bf73b14d27e9e9265c46f4b4dda11f940",
     "db4bfcbd4da0cd85a60c3c37d3fbd8805c77f15fc6b1fdfe614ee0a7c8fdb4c0",
     "1e07be23c26a86ea37ea810c8ec7809352515a970e9253c26f536cfc7a9996c45c8370583e0a78fa4a90041d71"
     "a4ceab7423f19c71b9d5a3e01249f0bebd5894"},
    {"123456789012345678901234567890123456789012345678901234567890123456789012345678"
     "90",
     "57edf4a22be3c955ac49da2e2107b67a", "50abf5706a150990a08b2c5ea40fa0e585554732",
     "f371bc4a311f2b009eef952dd83ca80e2b60026c8e935592d0f9c308453c813e",
     "72ec1ef1124a45b047e8b7c75a932195135bb61de24ec0d1914042246e0aec3a2354e093d76f3048b456764346"
     "900cb130d2a4fd5dd16abb5e30bcb850dee843"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "8215ef0796a20bcaaae116d3876c664a",
     "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
     "204a8fc6dda82f0a0ced7beb8e08a41657c16ef468b228a8279be331a703c33596fd15c13b1b07f9aa1d3bea57"
     "789ca031ad85c7a71dd70354ec631238ca3445"},
};

struct Keyed {
    HashName hash;
    std::string key, text, sum;
};

std::string counted(int to) {
    std::string out;
    for (int i = 1; i <= to; ++i) out += static_cast<char>(i);
    return out;
}

// Keys and texts: RFC 2202 §2, §3 and RFC 4231 §4 (without its truncated case). Sums: Python's hmac,
// equal to the RFCs'.
Keyed const keyed[] = {
    {HashName::md5, std::string(16, '\x0B'), "Hi There", "9294727a3638bb1c13f48ef8158bfc9d"},
    {HashName::md5, "Jefe", "what do ya want for nothing?", "750c783e6ab0b503eaa86e310a5db738"},
    {HashName::md5, std::string(16, '\xAA'), std::string(50, '\xDD'),
     "56be34521d144c88dbb8c733f0e8b3f6"},
    {HashName::md5, counted(25), std::string(50, '\xCD'), "697eaf0aca3a3aea3a75164746ffaa79"},
    {HashName::md5, std::string(16, '\x0C'), "Test With Truncation",
     "56461ef2342edc00f9bab995690efd4c"},
    {HashName::md5, std::string(80, '\xAA'),
     "Test Using Larger Than Block-Size Key - Hash Key First", "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"},
    {HashName::md5, std::string(80, '\xAA'),
     "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
     "6f630fad67cda0ee1fb1f562db3aa53e"},
    {HashName::sha1, std::string(20, '\x0B'), "Hi There",
     "b617318655057264e28bc0b6fb378c8ef146be00"},
    {HashName::sha1, "Jefe", "what do ya want for nothing?",
     "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
    {HashName::sha1, std::string(20, '\xAA'), std::string(50, '\xDD'),
     "125d7342b9ac11cd91a39af48aa17b4f63f175d3"},
    {HashName::sha1, counted(25), std::string(50, '\xCD'),
     "4c9007f4026250c6bc8414f9bf50c86c2d7235da"},
    {HashName::sha1, std::string(20, '\x0C'), "Test With Truncation",
     "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"},
    {HashName::sha1, std::string(80, '\xAA'),
     "Test Using Larger Than Block-Size Key - Hash Key First",
     "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
    {HashName::sha1, std::string(80, '\xAA'),
     "Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data",
     "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"},
    {HashName::sha256, std::string(20, '\x0B'), "Hi There",
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {HashName::sha256, "Jefe", "what do ya want for nothing?",
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {HashName::sha256, std::string(20, '\xAA'), std::string(50, '\xDD'),
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {HashName::sha256, counted(25), std::string(50, '\xCD'),
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
    {HashName::sha256, std::string(131, '\xAA'),
     "Test Using Larger Than Block-Size Key - Hash Key First",
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {HashName::sha256, std::string(131, '\xAA'),
     "This is a test using a larger than block-size key and a larger than block-size"
     " data. The key needs to be hashed before being used by the HMAC algorithm.",
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
    {HashName::sha512, std::string(20, '\x0B'), "Hi There",
     "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eae"
     "a3f4e4be9d914eeb61f1702e696c203a126854"},
    {HashName::sha512, "Jefe", "what do ya want for nothing?",
     "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8"
     "f0e6fdcaeab1a34d4a6b4b636e070a38bce737"},
    {HashName::sha512, std::string(20, '\xAA'), std::string(50, '\xDD'),
     "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39bf3e848279a722c806b485a47e"
     "67c807b946a337bee8942674278859e13292fb"},
    {HashName::sha512, counted(25), std::string(50, '\xCD'),
     "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3dba91ca5c11aa25eb4d679275cc5"
     "788063a5f19741120c4f2de2adebeb10a298dd"},
    {HashName::sha512, std::string(131, '\xAA'),
     "Test Using Larger Than Block-Size Key - Hash Key First",
     "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d"
     "6a1e5295e64f73f63f0aec8b915a985d786598"},
    {HashName::sha512, std::string(131, '\xAA'),
     "This is a test using a larger than block-size key and a larger than block-size"
     " data. The key needs to be hashed before being used by the HMAC algorithm.",
     "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944b6022cac3c4982b10d5eeb55c3"
     "e4de15134676fb6de0446065c97440fa8c6a58"},
};

} // namespace

TEST_CASE("digests are those of the standards") {
    for (auto const& each : digests) {
        INFO(each.text);
        CHECK(hex_lower(digest(HashName::md5, each.text)) == each.md5);
        CHECK(hex_lower(digest(HashName::sha1, each.text)) == each.sha1);
        CHECK(hex_lower(digest(HashName::sha256, each.text)) == each.sha256);
        CHECK(hex_lower(digest(HashName::sha512, each.text)) == each.sha512);
    }
    // FIPS 180-4's long example crosses many blocks.
    CHECK(hex_lower(digest(HashName::sha256, std::string(1'000'000, 'a'))) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("keyed digests are those of the standards") {
    for (auto const& each : keyed) {
        INFO(name_of(each.hash) << ' ' << each.text);
        CHECK(hex_lower(hmac(each.hash, each.key, each.text)) == each.sum);
    }
}

TEST_CASE("an empty key is a key, not the one before") {
    auto const before = hmac(HashName::sha256, "k", "t");
    CHECK(hex_lower(hmac(HashName::sha256, "", "t")) ==
          "ab87a52b90aac117e33ea5805efb50286f8f47822aa62a337568a87bdb23f672");
    CHECK(hex_lower(hmac(HashName::sha256, {}, {})) ==
          "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    CHECK(hmac(HashName::sha256, "k", "t") == before);
    CHECK(before != hmac(HashName::sha256, "", "t"));
}

TEST_CASE("hashes have names and sizes") {
    for (std::string_view const name : {"md5", "sha1", "sha256", "sha512"}) {
        auto const hash = hash_named(name);
        REQUIRE(hash);
        CHECK(name_of(*hash) == name);
        CHECK(is_available(*hash));
        CHECK(digest(*hash, name).size() == octets_of(*hash));
        CHECK(hmac(*hash, name, name).size() == octets_of(*hash));
    }
    CHECK_FALSE(hash_named("SHA256"));
    CHECK_FALSE(hash_named("sha3"));
    CHECK_FALSE(hash_named(""));
}

TEST_CASE("base64 is that of RFC 4648, with padding, and for addresses without") {
    std::pair<std::string, std::string> const rfc[] = {// §10
                                                       {"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
    for (auto const& [octets, text] : rfc) {
        CHECK(base64(octets) == text);
        CHECK(from_base64(text) == octets);
        auto const bare = text.substr(0, text.find('='));
        CHECK(base64url(octets) == bare);
        CHECK(from_base64url(bare) == octets);
    }
    std::string const marks = "\xFB\xEF\xFF";
    CHECK(base64(marks) == "++//");
    CHECK(base64url(marks) == "--__");
    CHECK(from_base64("++//") == marks);
    CHECK(from_base64url("--__") == marks);
    std::string every;
    for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
    CHECK(from_base64(base64(every)) == every);
    CHECK(from_base64url(base64url(every)) == every);
    CHECK(from_hex(hex_lower(every)) == every);
    CHECK(from_hex(hex_upper(every)) == every);
}

TEST_CASE("one value has one spelling: loose base64 is refused") {
    for (std::string const text :
         {"Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Z", "Zm9vYg==\n", "Zm9v Yg==", " Zg==", "Zm-v",
          "Zm9vYg==Zg==", "=", "====", "Zm9v!"}) {
        INFO(text);
        CHECK(from_base64(text).error().code == Errc::bad_request);
    }
    for (std::string const text : {"Zg==", "Zh", "Zm9", "Z", "Zm+v", "Zm/v", "Zg\n", "Z.g"}) {
        INFO(text);
        CHECK(from_base64url(text).error().code == Errc::bad_request);
    }
    // Found by fuzzing: libsodium takes some octets above 127 for letters.
    for (int i = 0; i < 256; ++i) {
        std::string const octet(1, static_cast<char>(i));
        bool const shared = i < 128 && std::isalnum(i);
        INFO(i);
        CHECK(from_base64("A" + octet + "AA").has_value() ==
              (shared || octet == "+" || octet == "/"));
        CHECK(from_base64url("A" + octet + "AA").has_value() ==
              (shared || octet == "-" || octet == "_"));
        CHECK(from_hex("0" + octet).has_value() == (i < 128 && std::isxdigit(i)));
    }
    CHECK(from_base64(std::string("Zg\0=", 4)).error().code == Errc::bad_request);
}

TEST_CASE("hexadecimal is read in either case and refused when it is none") {
    CHECK(hex_lower("\x0F\xA0") == "0fa0");
    CHECK(hex_upper("\x0F\xA0") == "0FA0");
    CHECK(from_hex("0Fa0") == "\x0F\xA0");
    CHECK(from_hex("") == "");
    for (std::string const text : {"0", "0fa", "0g", "0x0f", " 0f", "0f ", "0:ff", "\xC3\xA9"}) {
        INFO(text);
        CHECK(from_hex(text).error().code == Errc::bad_request);
    }
}
