#include "gateway/mapping/json_path.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace haatline::gateway::mapping {
namespace json = boost::json;
namespace {

constexpr std::size_t items_max = 100;

std::string_view next_step(std::string_view& path) {
    auto const end = path.find('.');
    auto const step = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    return step;
}

json::value const* child(json::value const& parent, std::string_view step) {
    if (auto const* object = parent.if_object()) {
        auto const found = object->find({step.data(), step.size()});
        return found == object->end() ? nullptr : &found->value();
    }
    auto const* array = parent.if_array();
    if (!array) return nullptr;
    std::size_t index = 0;
    auto const [end, ec] = std::from_chars(step.data(), step.data() + step.size(), index);
    if (ec != std::errc{} || end != step.data() + step.size() || index >= array->size())
        return nullptr;
    return &(*array)[index];
}

std::optional<std::string> scalar(json::value const& value) {
    switch (value.kind()) {
    case json::kind::string:
        return std::string(value.get_string());
    case json::kind::bool_:
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
        return json::serialize(value);
    default: // null counts as not there; what is in an object or list has a path of its own
        return std::nullopt;
    }
}

/// Names of members as they stand in the text, which is JSON.
std::size_t names_in(std::string_view text) {
    std::size_t out = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '"') continue;
        for (++at; text[at] != '"'; ++at)
            if (text[at] == '\\') ++at;
        auto const next = text.find_first_not_of(" \t\r\n", at + 1);
        out += next != std::string_view::npos && text[next] == ':';
    }
    return out;
}

std::size_t names_in(json::value const& value) {
    std::size_t out = 0;
    if (auto const* object = value.if_object())
        for (auto const& member : *object) out += 1 + names_in(member.value());
    else if (auto const* array = value.if_array())
        for (auto const& item : *array) out += names_in(item);
    return out;
}

} // namespace

Result<json::value> parse_json(std::string_view text) {
    json::error_code ec;
    json::parse_options options; // strict UTF-8 and no comments are the library's defaults
    options.max_depth = 32;
    auto out = json::parse({text.data(), text.size()}, ec, {}, options);
    if (ec) return fail(Errc::bad_request, "the body is not JSON (at most 32 levels deep)");
    // The library keeps the last of two; a proxy before us may have looked at the first.
    if (names_in(text) != names_in(out))
        return fail(Errc::bad_request, "a member of the JSON is given twice");
    return out;
}

json::value const* value_at(json::value const& root, std::string_view path) {
    auto const* at = &root;
    while (at && !path.empty()) at = child(*at, next_step(path));
    return at;
}

std::optional<std::string> text_at(json::value const& root, std::string_view path) {
    auto const star = path.find('*');
    if (star == std::string_view::npos) {
        auto const* found = value_at(root, path);
        return found ? scalar(*found) : std::nullopt;
    }
    auto const before = star == 0 ? std::string_view() : path.substr(0, star - 1);
    auto const behind = path.size() > star + 1 ? path.substr(star + 2) : std::string_view();
    auto const* list = value_at(root, before);
    auto const* array = list ? list->if_array() : nullptr;
    if (!array) return std::nullopt;
    std::optional<std::string> out;
    std::size_t count = 0;
    for (auto const& item : *array) {
        if (++count > items_max) break;
        auto text = text_at(item, behind);
        if (!text) continue;
        if (out)
            *out += '\n' + *text;
        else
            out = std::move(text);
    }
    return out;
}

} // namespace haatline::gateway::mapping
