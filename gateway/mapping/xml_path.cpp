#include "gateway/mapping/xml_path.hpp"

#include <pugixml.hpp>

namespace haatline::gateway::mapping {
namespace {

constexpr int depth_max = 32;

std::string_view local(std::string_view name) {
    auto const colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_element(pugi::xml_node node) { return node.type() == pugi::node_element; }

bool named(pugi::xml_node node, std::string_view step) {
    return is_element(node) && (step == "*" || local(node.name()) == step);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view step) {
    for (auto const node : parent.children())
        if (named(node, step)) return node;
    return {};
}

pugi::xml_node anywhere(pugi::xml_node root, std::string_view name) {
    return root.find_node([&](pugi::xml_node node) { return named(node, name); });
}

/// Walks `document` in its own order without recursion.
bool too_deep(pugi::xml_document const& document) {
    int depth = 0;
    for (pugi::xml_node at = document.first_child(); at;) {
        if (depth > depth_max) return true;
        if (auto const down = at.first_child()) {
            at = down;
            ++depth;
            continue;
        }
        while (at && !at.next_sibling()) {
            at = at.parent();
            --depth;
        }
        if (at) at = at.next_sibling();
    }
    return false;
}

std::string_view next_step(std::string_view& path) {
    auto const end = path.find('/');
    auto const step = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    return step;
}

/// "a/b@c" → "a/b" and '@', "c".
char split_end(std::string_view& path, std::string_view& name) {
    auto const mark = path.find_first_of("@#");
    if (mark == std::string_view::npos) return 0;
    char const kind = path[mark];
    name = path.substr(mark + 1);
    path = path.substr(0, mark);
    if (path.ends_with('/')) path.remove_suffix(1);
    return kind;
}

/// All text inside, as it is read: `<br/>` is a line feed.
std::string inner_text(pugi::xml_node node) {
    struct Walker : pugi::xml_tree_walker {
        std::string out;
        bool for_each(pugi::xml_node& at) override {
            if (at.type() == pugi::node_pcdata || at.type() == pugi::node_cdata) out += at.value();
            if (named(at, "br")) out += '\n';
            return true;
        }
    };
    Walker walker;
    node.traverse(walker);
    return std::move(walker.out);
}

std::optional<std::string> attribute(pugi::xml_node node, std::string_view name) {
    for (auto const each : node.attributes())
        if (local(each.name()) == name) return std::string(each.value());
    return std::nullopt;
}

} // namespace

Result<std::unique_ptr<pugi::xml_document>> parse_xml(std::string_view text) {
    // Entities are defined by a document type alone; pugixml knows neither, and we take no chances.
    if (text.find("<!DOCTYPE") != std::string_view::npos ||
        text.find("<!ENTITY") != std::string_view::npos)
        return fail(Errc::bad_request, "the XML has a document type or entities of its own");
    auto out = std::make_unique<pugi::xml_document>();
    auto const parsed =
        out->load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!parsed || !out->document_element()) return fail(Errc::bad_request, "the body is not XML");
    if (too_deep(*out)) return fail(Errc::bad_request, "the XML is more than 32 levels deep");
    return out;
}

std::optional<std::string> text_at(pugi::xml_document const& document, std::string_view path) {
    std::string_view name;
    char const end = split_end(path, name);
    pugi::xml_node at = document.document_element();
    if (path.starts_with("//")) {
        path.remove_prefix(2);
        at = anywhere(document, next_step(path));
    }
    while (at && !path.empty()) at = child(at, next_step(path));
    if (!at) return std::nullopt;
    if (end == '@') return attribute(at, name);
    if (end == '#') return std::string(local(at.name()));
    return inner_text(at);
}

} // namespace haatline::gateway::mapping
