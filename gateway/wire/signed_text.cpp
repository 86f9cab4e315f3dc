#include "gateway/wire/signed_text.hpp"

#include "gateway/net/headers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using Kind = SignedPart::Kind;
using From = SignedPart::From;
using Style = SignedPart::Style;

std::span<NamedValue const> posted_fields(Recipe const& recipe, SignedRequest const& request) {
    if (body_hash(recipe, request)) return {};
    return request.posted_fields;
}

bool reads_query(From from, bool get) {
    return from == From::query || from == From::both || (from == From::sent && get);
}
bool reads_posted(From from, bool get) {
    return from == From::posted || from == From::both || (from == From::sent && !get);
}

bool applies(SignedPart::When const& when, Recipe const& recipe, SignedRequest const& request) {
    auto const agrees = [](std::optional<bool> wanted, bool is) {
        return !wanted || *wanted == is;
    };
    return agrees(when.get, request.method == "GET") &&
           agrees(when.query, !request.query_fields.empty()) &&
           agrees(when.posted, !posted_fields(recipe, request).empty());
}

std::vector<NamedValue> chosen(SignedPart const& part, Recipe const& recipe,
                               SignedRequest const& request) {
    bool const get = request.method == "GET";
    std::vector<NamedValue> out;
    auto const take = [&](std::span<NamedValue const> fields) {
        for (auto const& field : fields)
            if (recipe.signature.in != SignedPlace::In::field ||
                field.first != recipe.signature.name)
                out.push_back(field);
    };
    if (reads_query(part.from, get)) take(request.query_fields);
    if (reads_posted(part.from, get)) take(posted_fields(recipe, request));
    std::ranges::sort(out);
    if (part.style == Style::joined_unique) {
        // Not std::ranges::unique: clang 14, which fuzzes us, cannot read what it gives.
        out.erase(std::unique(out.begin(), out.end()), out.end());
    }
    return out;
}

/// Whether what is written can be read in one way only where the style has marks between names and
/// values: a name with a mark in it could swallow its neighbours.
bool unmistakable(Style style, std::vector<NamedValue> const& fields) {
    if (style != Style::query_string && style != Style::underscored) return true;
    if (std::ranges::any_of(fields, [](NamedValue const& field) {
            return field.first.find_first_of("&=") != std::string_view::npos;
        }))
        return false;
    return style == Style::query_string ||
           std::ranges::adjacent_find(fields, {}, &NamedValue::first) == fields.end();
}

void write(std::string& out, Style style, std::vector<NamedValue> const& fields) {
    bool first = true;
    for (auto const& [name, value] : fields) {
        if (style == Style::underscored || (style == Style::query_string && !first)) out += '&';
        first = false;
        out += name;
        if (style == Style::query_string || style == Style::underscored) out += '=';
        if (style == Style::underscored)
            for (char const c : value) out += c == '&' || c == '=' ? '_' : c;
        else
            out += value;
    }
}

} // namespace

std::span<NamedValue const> sent_fields(SignedRequest const& request) {
    return request.method == "GET" ? request.query_fields : request.posted_fields;
}

std::optional<std::string_view> body_hash(Recipe const& recipe, SignedRequest const& request) {
    if (recipe.body_hash_field.empty()) return std::nullopt;
    auto const found =
        std::ranges::find(request.query_fields, recipe.body_hash_field, &NamedValue::first);
    if (found == request.query_fields.end()) return std::nullopt;
    return found->second;
}

bool covers_query(Recipe const& recipe, SignedRequest const& request) {
    bool const get = request.method == "GET";
    return std::ranges::any_of(recipe.parts, [&](SignedPart const& part) {
        return applies(part.when, recipe, request) &&
               (part.kind == Kind::address_and_query ||
                (part.kind == Kind::fields && reads_query(part.from, get)));
    });
}

bool covers_body(Recipe const& recipe, SignedRequest const& request) {
    if (body_hash(recipe, request)) return true;
    bool const get = request.method == "GET";
    return std::ranges::any_of(recipe.parts, [&](SignedPart const& part) {
        return applies(part.when, recipe, request) &&
               (part.kind == Kind::body ||
                (part.kind == Kind::fields && reads_posted(part.from, get) &&
                 !request.posted_fields.empty()));
    });
}

Result<std::string_view> only_value(SignedPlace const& place, SignedRequest const& request) {
    std::optional<std::string_view> out;
    if (place.in == SignedPlace::In::header) {
        out = request.headers.get(place.name);
    } else {
        std::size_t met = 0;
        for (auto const& [name, value] : sent_fields(request))
            if (name == place.name && ++met == 1) out = value;
        if (met != 1) out.reset();
    }
    if (!out || out->empty())
        return fail(Errc::unauthenticated,
                    fmt::format("{} {} is missing or given twice",
                                place.in == SignedPlace::In::header ? "header" : "field",
                                place.name));
    return *out;
}

std::vector<std::string> addresses_of(Recipe const& recipe, std::string_view base) {
    std::vector<std::string> out{std::string(base)};
    if (!recipe.either_port) return out;
    bool const https = base.starts_with("https://");
    std::string_view const port = https ? ":443" : ":80";
    auto const host = base.find("://") == std::string_view::npos ? 0 : base.find("://") + 3;
    auto const end = std::min(base.find('/', host), base.size());
    auto const bracket = base.substr(0, end).rfind(']');
    auto const colon = base.substr(0, end).rfind(':');
    bool const spelled = colon != std::string_view::npos && colon >= host &&
                         (bracket == std::string_view::npos || colon > bracket);
    if (!spelled)
        out.push_back(std::string(base.substr(0, end)).append(port).append(base.substr(end)));
    else if (base.substr(colon, end - colon) == port)
        out.push_back(std::string(base.substr(0, colon)).append(base.substr(end)));
    return out;
}

Result<std::string> signed_text(Recipe const& recipe, SignedRequest const& request,
                                std::string_view base) {
    std::string out;
    for (auto const& part : recipe.parts) {
        if (!applies(part.when, recipe, request)) continue;
        switch (part.kind) {
        case Kind::address:
        case Kind::address_and_query:
            out.append(base).append(request.path);
            if (part.kind == Kind::address_and_query && !request.query.empty())
                out.append("?").append(request.query);
            break;
        case Kind::text:
            out += part.text;
            break;
        case Kind::header: {
            auto const value = only_value({SignedPlace::In::header, part.text}, request);
            if (!value) return fail(value.error());
            out += *value;
            break;
        }
        case Kind::fields: {
            auto const fields = chosen(part, recipe, request);
            if (!unmistakable(part.style, fields))
                return fail(Errc::unauthenticated,
                            "a signed field is given twice, or its name holds & or =");
            write(out, part.style, fields);
            break;
        }
        case Kind::body:
            out += request.body;
            break;
        }
    }
    return out;
}

} // namespace haatline::gateway
