#include "gateway/wire/fields.hpp"

#include "base/limits.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

constexpr std::size_t fields_max = 64;
constexpr std::size_t shown_name_max = 32;

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// A field's name as it may stand in an answer and in a log: it came from outside, and a caller's
/// text can be in it.
std::string shown(std::string_view name) {
    bool const plain =
        !name.empty() && name.size() <= shown_name_max &&
        std::all_of(name.begin(), name.end(), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
        });
    return plain ? fmt::format("field {}", name) : "a field";
}

} // namespace

Result<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
    std::string out(text.size(), '\0'); // never longer than what it is read from
    char* to = out.data();
    char const* from = text.data();
    char const* const end = from + text.size();
    while (from != end) {
        char const c = *from++;
        if (c != '%') {
            *to++ = c == '+' && plus_is_blank ? ' ' : c;
            continue;
        }
        int const high = end - from >= 2 ? hex(from[0]) : -1;
        int const low = end - from >= 2 ? hex(from[1]) : -1;
        if (high < 0 || low < 0)
            return fail(Errc::bad_request, "a percent sign without two hex digits behind it");
        *to++ = static_cast<char>(high * 16 + low);
        from += 2;
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return out;
}

Result<Fields> Fields::parse(std::string_view encoded) {
    if (encoded.size() > limits::request_body_bytes)
        return fail(Errc::limit,
                    fmt::format("fields of more than {} bytes", limits::request_body_bytes));
    Fields out;
    out.pairs_.reserve(8); // a USSD callback has four to seven
    while (!encoded.empty()) {
        auto const end = encoded.find('&');
        auto const pair = encoded.substr(0, end);
        encoded = end == std::string_view::npos ? std::string_view{} : encoded.substr(end + 1);
        auto const equals = pair.find('=');
        auto name = percent_decode(pair.substr(0, equals), true);
        if (!name) return fail(Errc::bad_request, "a field's name has a broken percent escape");
        if (name->empty()) continue;
        if (!text::well_formed(*name))
            return fail(Errc::bad_request, "a field's name is not UTF-8");
        auto value = equals == std::string_view::npos
                         ? Result<std::string>(std::string())
                         : percent_decode(pair.substr(equals + 1), true);
        if (!value)
            return fail(Errc::bad_request,
                        fmt::format("{} has a broken percent escape", shown(*name)));
        if (!text::well_formed(*value))
            return fail(Errc::bad_request, fmt::format("{} is not UTF-8", shown(*name)));
        if (out.pairs_.size() == fields_max)
            return fail(Errc::limit, fmt::format("more than {} fields", fields_max));
        out.pairs_.emplace_back(std::move(*name), std::move(*value));
    }
    return out;
}

bool Fields::has(std::string_view name) const {
    return std::any_of(pairs_.begin(), pairs_.end(),
                       [&](auto const& pair) { return pair.first == name; });
}

std::string_view Fields::get(std::string_view name) const {
    for (auto const& [key, value] : pairs_)
        if (key == name) return value;
    return {};
}

Result<std::string> Fields::need(std::string_view name) const {
    std::string const* found = nullptr;
    for (auto const& [key, value] : pairs_) {
        if (key != name) continue;
        if (found) return fail(Errc::bad_request, fmt::format("field {} is given twice", name));
        found = &value;
    }
    if (!found) return fail(Errc::bad_request, fmt::format("field {} is missing", name));
    return *found;
}

} // namespace haatline::gateway
