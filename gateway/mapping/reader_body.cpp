#include "base/json_text.hpp"
#include "gateway/mapping/reader.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::gateway::mapping {
namespace json = boost::json;
namespace {

constexpr int depth_max = 16;

} // namespace

std::optional<std::string> plain_json(YAML::Node const& node) {
    if (node.IsNull()) return "null";
    if (!node.IsScalar() || node.Tag() == "!") return std::nullopt; // "!": it was quoted
    auto const& text = node.Scalar();
    if (text == "true" || text == "false" || text == "null") return text;
    if (text.empty() || (text.front() != '-' && (text.front() < '0' || text.front() > '9')))
        return std::nullopt;
    json::error_code ec;
    auto const parsed = json::parse(text, ec);
    if (ec || !parsed.is_number()) return std::nullopt;
    return text;
}

json::value to_json(YAML::Node const& node) {
    if (auto const plain = plain_json(node)) return json::parse(*plain);
    if (node.IsMap()) {
        json::object out;
        for (auto const& item : node) out[item.first.Scalar()] = to_json(item.second);
        return out;
    }
    if (node.IsSequence()) {
        json::array out;
        for (auto const& item : node) out.push_back(to_json(item));
        return out;
    }
    return json::value(node.Scalar());
}

TextTemplate MappingReader::text_template(YAML::Node const& node, TextTemplate::Kind kind,
                                          std::string const& owner, int line) {
    auto out = TextTemplate::parse(scalar(node, owner, line), kind);
    if (out) return std::move(*out);
    complain(menus::line_of(node, line), owner + ": " + out.error().detail);
    return {};
}

std::vector<std::pair<std::string, TextTemplate>>
MappingReader::pairs(YAML::Node const& node, std::string const& owner, int line) {
    std::vector<std::pair<std::string, TextTemplate>> out;
    Table table(source_, node, owner, line);
    for (auto const& [name, value, at, known] : table.words())
        out.emplace_back(name, text_template(value, TextTemplate::Kind::plain,
                                             fmt::format("{}: `{}`", owner, name), at));
    return out;
}

JsonTemplate MappingReader::json_template(YAML::Node const& node, std::string const& owner,
                                          int line) {
    JsonTemplate out;
    int const at = menus::line_of(node, line);
    if (std::count(owner.begin(), owner.end(), '.') > depth_max) {
        complain(at, owner + ": more than 16 levels deep");
        return out;
    }
    if (auto plain = plain_json(node)) {
        out.literal = std::move(*plain);
        return out;
    }
    if (node.IsSequence()) {
        out.kind = JsonTemplate::Kind::array;
        for (auto const& item : node) out.members.push_back(json_template(item, owner + ".0", at));
        return out;
    }
    if (!node.IsMap()) {
        out.kind = JsonTemplate::Kind::text;
        out.text = text_template(node, TextTemplate::Kind::plain, owner, at);
        return out;
    }
    Table table(source_, node, owner, at);
    if (auto const* each = table.take("$each")) {
        out.kind = JsonTemplate::Kind::each;
        out.literal = scalar(each->value, owner, each->line);
        if (auto const* item = table.take("item"))
            out.members.push_back(json_template(item->value, owner + ".item", item->line));
        else
            table.complain(at, "`$each: LIST` needs `item:`");
        table.close();
        return out;
    }
    out.kind = JsonTemplate::Kind::object;
    for (auto const& [name, value, member_line, known] : table.words()) {
        bool const spread = name == "$spread";
        out.names.push_back(spread ? std::string() : name);
        if (!spread) {
            out.members.push_back(json_template(value, owner + '.' + name, member_line));
            continue;
        }
        JsonTemplate member;
        member.kind = JsonTemplate::Kind::spread;
        member.literal = scalar(value, owner, member_line);
        out.members.push_back(std::move(member));
    }
    return out;
}

Body MappingReader::body_of_type(YAML::Node const& node, std::string_view type,
                                 std::string const& owner, int line) {
    Body out;
    auto const is = [&](std::string_view word) {
        return type.find(word) != std::string_view::npos;
    };
    if (is("json") && !node.IsScalar()) {
        out.kind = Body::Kind::json;
        out.json = json_template(node, owner, line);
    } else if (is("x-www-form-urlencoded") && node.IsMap()) {
        out.kind = Body::Kind::form;
        out.pairs = pairs(node, owner, line);
    } else {
        out.kind = is("xml") ? Body::Kind::xml : Body::Kind::text;
        out.text = text_template(
            node, is("xml") ? TextTemplate::Kind::xml : TextTemplate::Kind::plain, owner, line);
    }
    return out;
}

/// `form:`, `json:`, `xml:` or `text:` of a request.
bool MappingReader::take_body(Table& table, Body& body, std::string& content_type) {
    struct Shape {
        std::string_view word, type;
    };
    constexpr std::array shapes{
        Shape{"form", "application/x-www-form-urlencoded"},
        Shape{"json", "application/json"},
        Shape{"xml", "text/xml"},
        Shape{"text", "text/plain"},
    };
    bool found = false;
    for (auto const& shape : shapes) {
        auto const* word = table.take(shape.word);
        if (!word) continue;
        if (found) table.complain(word->line, "one body is enough");
        found = true;
        content_type = shape.type;
        body = body_of_type(word->value, shape.type,
                            fmt::format("{}: `{}`", table.owner(), shape.word), word->line);
    }
    if (auto const* word = table.take("content_type"))
        content_type = scalar(word->value, table.owner(), word->line);
    return found;
}

} // namespace haatline::gateway::mapping
