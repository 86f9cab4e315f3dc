#include "gateway/mapping/xml_path.hpp"
#include "tests/support/catch.hpp"

#include <pugixml.hpp>

using namespace haatline::gateway::mapping;

namespace {

std::string at(std::string const& xml, std::string const& path) {
    auto const document = parse_xml(xml);
    if (!document) return document.error().detail;
    return text_at(**document, path).value_or("nothing");
}

} // namespace

TEST_CASE("a path walks from the root element by local names") {
    std::string const xml = "<e:a xmlns:e='x' kind='k'><b n='1'>one</b><c><b>two</b></c><d/></e:a>";
    CHECK(at(xml, "b") == "one");
    CHECK(at(xml, "c/b") == "two");
    CHECK(at(xml, "//c") == "two");
    CHECK(at(xml, "*@n") == "1");
    CHECK(at(xml, "@kind") == "k");
    CHECK(at(xml, "#name") == "a");
    CHECK(at(xml, "d") == "");
    CHECK(at(xml, "e") == "nothing");
    CHECK(at(xml, "b@m") == "nothing");
}

TEST_CASE("an element's text is all that stands inside, a <br/> a line feed") {
    CHECK(at("<p><t>1 Hindi<br/>2 &lt;English&gt;<b>!</b><![CDATA[ & more]]></t></p>", "t") ==
          "1 Hindi\n2 <English>! & more");
}

TEST_CASE("document types, entities and depth are refused") {
    CHECK(at("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "#name") ==
          "the XML has a document type or entities of its own");
    std::string deep;
    for (int i = 0; i < 40; ++i) deep += "<a>";
    for (int i = 0; i < 40; ++i) deep += "</a>";
    CHECK(at(deep, "a") == "the XML is more than 32 levels deep");
    CHECK(at("<a>", "a") == "the body is not XML");
}
