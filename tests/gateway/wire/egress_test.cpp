#include "gateway/wire/egress.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

EgressList of(std::vector<std::string> const& entries) {
    return EgressList::parse(entries).value();
}

IpAddress at(std::string_view text) { return IpAddress::parse(text).value(); }

std::string fault(std::string const& entry) {
    std::vector<std::string> const one{entry};
    auto const out = EgressList::parse(one);
    return out ? "none" : out.error().detail;
}

} // namespace

TEST_CASE("a host is reached by its listed name and port, and nothing else is") {
    auto const list = of({"api.example.in", "sdp.example.in:8443", "192.0.2.7", "10.20.0.0/16",
                          "[2001:db8::1]:8080", "127.0.0.1:8080", "2001:db8:5::/48"});
    CHECK(list.names("api.example.in", 443));
    CHECK(list.names("api.example.in", 80));
    CHECK_FALSE(list.names("api.example.in", 8443));
    CHECK_FALSE(list.names("evil.api.example.in", 443));
    CHECK_FALSE(list.names("api.example.in.", 443));
    CHECK_FALSE(list.names("api.example.ine", 443));
    CHECK_FALSE(list.names("", 443));
    CHECK(list.names("sdp.example.in", 8443));
    CHECK_FALSE(list.names("sdp.example.in", 443));
    CHECK(list.names("192.0.2.7", 80));
    CHECK_FALSE(list.names("192.0.2.8", 80));
    CHECK(list.names("10.20.255.255", 443));
    CHECK_FALSE(list.names("10.21.0.0", 443));
    CHECK(list.names("2001:db8::1", 8080));
    CHECK(list.names("2001:DB8:0::0:1", 8080));
    CHECK_FALSE(list.names("2001:db8::1", 80));
    CHECK(list.names("127.0.0.1", 8080));
    CHECK_FALSE(list.names("127.0.0.1", 80));
    CHECK(list.names("2001:db8:5::9", 443));
    CHECK_FALSE(of({}).names("api.example.in", 443));
}

TEST_CASE("a name that leads to a private address leads nowhere, unless that address is listed") {
    auto const names = of({"api.example.in"});
    for (std::string_view const text : {"127.0.0.1",
                                        "127.8.8.8",
                                        "10.0.0.1",
                                        "172.16.0.1",
                                        "172.31.255.255",
                                        "192.168.1.1",
                                        "169.254.169.254",
                                        "100.64.0.1",
                                        "0.0.0.0",
                                        "224.0.0.1",
                                        "255.255.255.255",
                                        "198.18.0.1",
                                        "192.0.2.1",
                                        "::",
                                        "::1",
                                        "fe80::1",
                                        "fd00::1",
                                        "ff02::1",
                                        "2001:db8::1",
                                        "::ffff:10.0.0.1",
                                        "64:ff9b::127.0.0.1",
                                        "64:ff9b::a00:1",
                                        "2002:7f00:1::",
                                        "2002:a9fe:a9fe::1",
                                        "::10.0.0.1",
                                        "2001::1",
                                        "fec0::1"}) {
        INFO(text);
        CHECK_FALSE(is_public(at(text)));
        CHECK_FALSE(names.leads_to(at(text)));
    }
    for (std::string_view const text :
         {"8.8.8.8", "1.1.1.1", "172.32.0.1", "192.167.0.1", "11.0.0.1", "2606:4700::1111",
          "64:ff9b::8.8.8.8", "2002:808:808::1"}) {
        INFO(text);
        CHECK(is_public(at(text)));
        CHECK(names.leads_to(at(text)));
    }
    auto const inside = of({"sdp.example.in:8080", "10.20.0.0/16", "127.0.0.1:9"});
    CHECK(inside.leads_to(at("10.20.3.4")));
    CHECK(inside.leads_to(at("127.0.0.1")));
    CHECK_FALSE(inside.leads_to(at("10.21.3.4")));
    CHECK_FALSE(inside.leads_to(at("127.0.0.2")));
}

TEST_CASE("an entry that is no host is named") {
    std::string const examples = "; write e.g. api.example.in, api.example.in:8443, 192.0.2.7, "
                                 "[2001:db8::1]:8080 or 10.20.0.0/16";
    CHECK(fault("Api.example.in") == "'Api.example.in' is not a host in lower case" + examples);
    CHECK(fault("a.example:0") ==
          "'a.example:0' has no port from 1 to 65535 behind its colon" + examples);
    for (std::string const entry :
         {"", ".", "a..", "*.example.in", "https://a.example", "a.example/x", "a b", "a:65536",
          "a:", ":80", "a@b", "10.0.0.0/33", "[::1", "[a]:80 ", "10.1.2.3/8"}) {
        INFO(entry);
        CHECK(fault(entry) != "none");
    }
}
