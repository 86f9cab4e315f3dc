#include "gateway/mapping/compare.hpp"

#include "gateway/mapping/json_path.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <pugixml.hpp>

#include <map>

namespace haatline::gateway::mapping {
namespace json = boost::json;
namespace {

std::string scalar_text(json::value const& value) {
    if (value.is_string()) return std::string(value.get_string());
    return json::serialize(value);
}

bool same(json::value const& a, json::value const& b) {
    if (a == b) return true;
    bool const scalars = !a.is_structured() && !b.is_structured() && !a.is_null() && !b.is_null();
    return scalars && scalar_text(a) == scalar_text(b);
}

/// Elements with their attributes in order of name and texts; blanks between elements do not count.
void write_canonical(pugi::xml_node node, std::string& out) {
    for (auto const each : node.children()) {
        if (each.type() == pugi::node_pcdata || each.type() == pugi::node_cdata) {
            out += fmt::format("[{}]", each.value());
            continue;
        }
        if (each.type() != pugi::node_element) continue;
        std::map<std::string, std::string> attributes;
        for (auto const attribute : each.attributes())
            attributes[attribute.name()] = attribute.value();
        out += fmt::format("<{}", each.name());
        for (auto const& [name, value] : attributes) out += fmt::format(" {}={}", name, value);
        out += '>';
        write_canonical(each, out);
        out += "</>";
    }
}

std::string canonical_xml(std::string_view text) {
    pugi::xml_document document;
    if (!document.load_buffer(text.data(), text.size())) return fmt::format("not XML: {}", text);
    std::string out;
    write_canonical(document, out);
    return out;
}

} // namespace

std::string body_difference(std::string_view expected, std::string_view got, std::string_view how) {
    bool equal = expected == got;
    if (how == "json") {
        auto const a = parse_json(expected), b = parse_json(got);
        equal = a && b && *a == *b;
    } else if (how == "xml") {
        equal = canonical_xml(expected) == canonical_xml(got);
    }
    if (equal) return {};
    return fmt::format("body\n      expected {}\n      got      {}", expected, got);
}

std::string member_difference(json::object const& expected, json::object const& got) {
    std::string out;
    for (auto const& member : expected) {
        auto const found = got.find(member.key());
        json::value const none(nullptr);
        auto const& value = found == got.end() ? none : found->value();
        if (same(member.value(), value)) continue;
        if (!out.empty()) out += "; ";
        out += fmt::format("{} expected {} got {}", std::string_view(member.key()),
                           json::serialize(member.value()), json::serialize(value));
    }
    return out;
}

} // namespace haatline::gateway::mapping
