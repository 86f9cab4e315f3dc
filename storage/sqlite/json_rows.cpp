#include "storage/sqlite/importer.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace haatline::storage {

bool next_json_row(std::string_view& rest, int& line, std::vector<std::string>& columns,
                   std::vector<std::string>& fields, std::string& fault);

namespace {

namespace json = boost::json;

/// Lists become what a CSV field holds: parts separated by ';'.
std::string as_field(json::value const& value) {
    if (value.is_null()) return {};
    if (auto const* text = value.if_string()) return std::string(*text);
    if (auto const* truth = value.if_bool()) return *truth ? "yes" : "no";
    if (auto const* list = value.if_array()) {
        std::string out;
        for (auto const& part : *list) {
            if (!out.empty()) out.push_back(';');
            out += as_field(part);
        }
        return out;
    }
    return json::serialize(value);
}

/// Where the object that begins `text` ends, or npos: braces outside strings, counted.
std::size_t object_end(std::string_view text) {
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = text[i];
        if (quoted) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            return i + 1;
        }
    }
    return std::string_view::npos;
}

} // namespace

bool next_json_row(std::string_view& rest, int& line, std::vector<std::string>& columns,
                   std::vector<std::string>& fields, std::string& fault) {
    fault.clear();
    columns.clear();
    fields.clear();
    auto const begin = rest.find(
        '{'); // whatever stands between objects is a list's brackets, commas and line ends
    if (begin == std::string_view::npos) return false;
    line += static_cast<int>(
        std::count(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    rest.remove_prefix(begin);

    auto const end = object_end(rest);
    auto const text = rest.substr(0, end);
    rest.remove_prefix(std::min(end, rest.size()));
    boost::system::error_code error;
    auto const value = json::parse(json::string_view(text.data(), text.size()), error);
    if (error || !value.is_object()) {
        fault = "not a JSON object: " + error.message();
        return true;
    }
    for (auto const& [key, field] : value.get_object()) {
        columns.emplace_back(key);
        fields.push_back(as_field(field));
    }
    return true;
}

} // namespace haatline::storage
