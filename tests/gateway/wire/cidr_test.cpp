#include "gateway/wire/cidr.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

bool holds(std::string_view block, std::string_view address) {
    return Cidr::parse(block).value().holds(IpAddress::parse(address).value());
}

std::optional<IpAddress> ip(std::string_view text) { return IpAddress::parse(text); }

} // namespace

TEST_CASE("a block holds the addresses behind its prefix and no other") {
    CHECK(holds("203.0.113.0/24", "203.0.113.255"));
    CHECK(!holds("203.0.113.0/24", "203.0.114.0"));
    CHECK(holds("203.0.113.4/30", "203.0.113.7"));
    CHECK(!holds("203.0.113.4/30", "203.0.113.8"));
    CHECK(holds("203.0.113.9", "203.0.113.9"));
    CHECK(!holds("203.0.113.9", "203.0.113.8"));
    CHECK(holds("0.0.0.0/0", "255.1.2.3"));
    CHECK(!holds("0.0.0.0/0", "2001:db8::1"));
    CHECK(holds("2001:db8::/33", "2001:db8:7fff::1"));
    CHECK(!holds("2001:db8::/33", "2001:db8:8000::1"));
    CHECK(holds("::/0", "203.0.113.1"));
    CHECK(holds("203.0.113.0/24", "::ffff:203.0.113.1"));
}

TEST_CASE("what is not an address block is refused and says how to write one") {
    for (std::string_view text :
         {"", "x", "203.0.113.0/33", "203.0.113.0/", "203.0.113.0/-1", "203.0.113.0/2 4",
          "203.0.113", "2001:db8::/129", "203.0.113.1/24", "2001:db8::1/32", "1.2.3.4.5"}) {
        auto const parsed = Cidr::parse(text);
        REQUIRE(!parsed);
        CHECK(parsed.error().code == Errc::invalid_config);
    }
    CHECK(Cidr::parse("203.0.113.1/24").error().detail ==
          "'203.0.113.1/24' has bits set behind its prefix; write e.g. 203.0.113.0/24 or "
          "2001:db8::/32");
}

TEST_CASE(
    "X-Forwarded-For is believed from trusted proxies only, and only up to the first stranger") {
    std::vector<Cidr> const proxies{Cidr::parse("10.0.0.0/8").value()};
    CHECK(caller_address("203.0.113.1", "198.51.100.7", proxies) == ip("203.0.113.1"));
    CHECK(caller_address("10.0.0.1", "198.51.100.7", proxies) == ip("198.51.100.7"));
    CHECK(caller_address("10.0.0.1", "192.0.2.66, 198.51.100.7, 10.0.0.2", proxies) ==
          ip("198.51.100.7"));
    CHECK(caller_address("10.0.0.1", "", proxies) == ip("10.0.0.1"));
    CHECK(caller_address("10.0.0.1", "10.0.0.9", proxies) == ip("10.0.0.9"));
    CHECK(caller_address("10.0.0.1", "198.51.100.7:4711", proxies) == ip("198.51.100.7"));
    CHECK(caller_address("10.0.0.1", "[2001:db8::1]:4711", proxies) == ip("2001:db8::1"));
    CHECK(caller_address("10.0.0.1", "unknown", proxies) == std::nullopt);
    CHECK(caller_address("10.0.0.1", "198.51.100.7,", proxies) == std::nullopt);
    CHECK(caller_address("10.0.0.1", "198.51.100.7", {}) == ip("10.0.0.1"));
}
