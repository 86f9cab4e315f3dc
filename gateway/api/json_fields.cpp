#include "gateway/api/json_fields.hpp"

#include "cluster/alert/when.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

namespace json = boost::json;
constexpr std::size_t kDepth = 8;

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

/// "/audience/pins", with ~ and / in keys written as RFC 6901 wants them.
std::string below(std::string const& pointer, std::string_view key) {
    std::string out = pointer + '/';
    for (char const c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

} // namespace

Result<json::value> parse_json(std::string_view text, json::storage_ptr memory) {
    json::parse_options options;
    options.max_depth = kDepth;
    boost::system::error_code ec;
    json::parser parser(std::move(memory), options);
    auto const read = parser.write(view(text), ec);
    if (ec)
        return fail(
            Errc::bad_request,
            fmt::format("the body is no JSON of ours from octet {} on: {}", read, ec.message()));
    return parser.release();
}

JsonFields::JsonFields(json::value const& value, std::string pointer, JsonFaults& faults)
    : object_(value.if_object()), pointer_(std::move(pointer)), faults_(faults) {
    if (!object_) faults_.push_back({pointer_, "must be an object"});
}

bool JsonFields::has(std::string_view key) const { return object_ && object_->contains(view(key)); }

json::value const* JsonFields::take(std::string_view key) {
    asked_.push_back(key);
    auto const* value = object_ ? object_->if_contains(view(key)) : nullptr;
    return value && !value->is_null() ? value : nullptr;
}

void JsonFields::fault(std::string_view key, std::string what) {
    faults_.push_back({below(pointer_, key), std::move(what)});
}

void JsonFields::text(std::string_view key, std::string& into) {
    auto const* value = take(key);
    if (!value) return;
    if (auto const* string = value->if_string())
        into.assign(string->data(), string->size());
    else
        fault(key, "must be a text");
}

void JsonFields::texts(std::string_view key, std::vector<std::string>& into) {
    auto const* value = take(key);
    if (!value) return;
    auto const* list = value->if_array();
    if (!list) return fault(key, "must be a list of texts");
    for (auto const& each : *list) {
        auto const* string = each.if_string();
        if (!string) return fault(key, "must hold texts only");
        into.emplace_back(string->data(), string->size());
    }
}

void JsonFields::integer(std::string_view key, std::int64_t& into, std::int64_t least,
                         std::int64_t most) {
    auto const* value = take(key);
    if (!value) return;
    auto const* number = value->if_int64();
    if (!number || *number < least || *number > most)
        return fault(key, fmt::format("must be a whole number from {} to {}", least, most));
    into = *number;
}

void JsonFields::numbers(std::string_view key, std::vector<std::int64_t>& into) {
    auto const* value = take(key);
    if (!value) return;
    auto const* list = value->if_array();
    if (!list) return fault(key, "must be a list of whole numbers");
    for (auto const& each : *list) {
        auto const* number = each.if_int64();
        if (!number) return fault(key, "must hold whole numbers only");
        into.push_back(*number);
    }
}

void JsonFields::when(std::string_view key, TimePoint& into) {
    std::string written;
    text(key, written);
    if (written.empty()) return;
    if (auto const at = alerts::when_named(written))
        into = *at;
    else
        fault(key, "must be a time like \"2026-11-30T18:00:00+05:30\", or \"2026-11-30 18:00\" in "
                   "Indian time");
}

void JsonFields::object(std::string_view key, std::function<void(JsonFields)> const& read) {
    if (auto const* value = take(key)) read(JsonFields(*value, below(pointer_, key), faults_));
}

void JsonFields::objects(std::string_view key, std::size_t most,
                         std::function<void(JsonFields)> const& read) {
    auto const* value = take(key);
    if (!value) return;
    auto const* list = value->if_array();
    if (!list) return fault(key, "must be a list of objects");
    if (list->size() > most) return fault(key, fmt::format("holds more than {} entries", most));
    for (std::size_t i = 0; i < list->size(); ++i)
        read(JsonFields((*list)[i], below(below(pointer_, key), std::to_string(i)), faults_));
}

void JsonFields::pairs(std::string_view key,
                       std::vector<std::pair<std::string, std::string>>& into) {
    auto const* value = take(key);
    if (!value) return;
    auto const* inner = value->if_object();
    if (!inner) return fault(key, "must be an object of texts");
    for (auto const& each : *inner) {
        auto const* string = each.value().if_string();
        if (!string) return fault(key, "must hold texts only");
        into.emplace_back(std::string(each.key().data(), each.key().size()),
                          std::string(string->data(), string->size()));
    }
}

void JsonFields::done() {
    if (!object_) return;
    for (auto const& each : *object_) {
        std::string_view const key(each.key().data(), each.key().size());
        if (std::find(asked_.begin(), asked_.end(), key) == asked_.end())
            fault(key, fmt::format("is not known here; known: {}", fmt::join(asked_, ", ")));
    }
}

} // namespace haatline::gateway
