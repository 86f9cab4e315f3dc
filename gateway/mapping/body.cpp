#include "gateway/mapping/body.hpp"

#include "base/json_text.hpp"
#include "gateway/mapping/scope.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway::mapping {
namespace {

constexpr std::size_t items_max = 100;

bool is_json_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && text.size() <= 18 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
           (text.size() == 1 || text.front() != '0');
}

Result<bool> append_text(TextTemplate const& text, Scope const& scope, std::string& out) {
    auto const value = text.render(scope);
    if (!value) return fail(value.error());
    if (!*value) return false;
    if (!text.is_one_number())
        append_json_text(out, **value);
    else if (is_json_number(**value) || **value == "true" || **value == "false")
        out += **value;
    else
        return fail(Errc::bad_request, "a value is not a number");
    return true;
}

/// Items of a list, or of a map with `key` and `value`; a single text is a list of one.
Result<void> append_items(JsonTemplate const& json, Scope const& scope, std::string& out) {
    std::size_t count = 0;
    std::vector<Given> room;
    auto const one = [&](std::initializer_list<Given> item) -> Result<void> {
        if (++count > items_max) return fail(Errc::limit, "more than 100 items in a list");
        if (out.back() != '[') out += ',';
        auto done = json.members.front().append(scope.with(room, item), out);
        if (!done) return fail(done.error());
        return {};
    };
    if (auto const* list = scope.list(json.literal)) {
        for (auto const& value : *list)
            if (auto done = one({{"item", value}}); !done) return done;
        return {};
    }
    if (scope.lists)
        if (auto const map = scope.lists->maps.find(json.literal); map != scope.lists->maps.end()) {
            for (auto const& [name, value] : map->second)
                if (auto done = one({{"key", name}, {"value", value}}); !done) return done;
            return {};
        }
    if (auto const found = scope.find({Place::variable, json.literal}); found.text)
        return one({{"item", *found.text}});
    return {};
}

Result<void> append_array(JsonTemplate const& json, Scope const& scope, std::string& out) {
    out += '[';
    for (auto const& member : json.members) {
        if (member.kind == JsonTemplate::Kind::each) {
            if (auto done = append_items(member, scope, out); !done) return done;
            continue;
        }
        auto const before = out.size();
        if (out.back() != '[') out += ',';
        auto const there = member.append(scope, out);
        if (!there) return fail(there.error());
        if (!*there) out.resize(before);
    }
    out += ']';
    return {};
}

void append_spread(std::string const& name, Scope const& scope, std::string& out) {
    if (!scope.lists) return;
    auto const map = scope.lists->maps.find(name);
    if (map == scope.lists->maps.end()) return;
    for (auto const& [key, value] : map->second) {
        if (out.back() != '{') out += ',';
        append_json_text(out, key);
        out += ':';
        append_json_text(out, value);
    }
}

Result<void> append_object(JsonTemplate const& json, Scope const& scope, std::string& out) {
    out += '{';
    for (std::size_t i = 0; i < json.members.size(); ++i) {
        auto const& member = json.members[i];
        if (member.kind == JsonTemplate::Kind::spread) {
            append_spread(member.literal, scope, out);
            continue;
        }
        auto const before = out.size();
        if (out.back() != '{') out += ',';
        append_json_text(out, json.names[i]);
        out += ':';
        auto const there = member.append(scope, out);
        if (!there) return fail(there.error());
        if (!*there) out.resize(before);
    }
    out += '}';
    return {};
}

bool stands_in_form(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '*' ||
           c == '-' || c == '.' || c == '_';
}

} // namespace

Result<bool> JsonTemplate::append(Scope const& scope, std::string& out) const {
    auto const there = [] { return true; };
    switch (kind) {
    case Kind::literal:
        out += literal;
        return true;
    case Kind::text:
        return append_text(text, scope, out);
    case Kind::object:
        return append_object(*this, scope, out).map(there);
    case Kind::array:
        return append_array(*this, scope, out).map(there);
    case Kind::each: {
        out += '[';
        auto done = append_items(*this, scope, out);
        out += ']';
        return done.map(there);
    }
    case Kind::spread:
        return false;
    }
    return false;
}

void JsonTemplate::each_source(std::function<void(Source const&)> const& see) const {
    text.each_source(see);
    for (auto const& member : members) member.each_source(see);
}

void append_form_escaped(std::string& out, std::string_view text) {
    for (char const c : text) {
        if (stands_in_form(c))
            out += c;
        else if (c == ' ')
            out += '+';
        else
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
}

Result<std::string> render_pairs(std::vector<std::pair<std::string, TextTemplate>> const& pairs,
                                 Scope const& scope) {
    std::string out;
    for (auto const& [name, text] : pairs) {
        auto const value = text.render(scope);
        if (!value) return fail(value.error());
        if (!*value) continue;
        if (!out.empty()) out += '&';
        append_form_escaped(out, name);
        out += '=';
        append_form_escaped(out, **value);
    }
    return out;
}

Result<std::string> Body::render(Scope const& scope) const {
    std::string out;
    switch (kind) {
    case Kind::none:
        return out;
    case Kind::text:
    case Kind::xml: {
        out.reserve(256);
        auto const done = text.append(scope, out);
        if (!done) return fail(done.error());
        return out;
    }
    case Kind::json: {
        auto const done = json.append(scope, out);
        if (!done) return fail(done.error());
        return out;
    }
    case Kind::form:
        return render_pairs(pairs, scope);
    }
    return out;
}

void Body::each_source(std::function<void(Source const&)> const& see) const {
    text.each_source(see);
    json.each_source(see);
    for (auto const& pair : pairs) pair.second.each_source(see);
}

} // namespace haatline::gateway::mapping
