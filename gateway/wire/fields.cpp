#include "gateway/wire/fields.hpp"

#include "base/limits.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace haatline::gateway {
namespace {

constexpr std::size_t fields_max = 64;
constexpr std::size_t segments_max = 4;
constexpr std::size_t shown_name_max = 32;

int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// Decodes a form piece by piece into a buffer as long as the form.
class FormReader {
  public:
    FormReader(std::string_view encoded, char* room)
        : from_(encoded.data()), end_(from_ + encoded.size()), to_(room) {}

    bool at_end() const { return from_ == end_; }
    /// What stands before '&', `stop` or the end, decoded; nothing when an escape is broken.
    std::optional<std::string_view> next(char stop);
    /// Whether the last piece is ASCII alone.
    bool plain() const { return plain_; }
    bool take(char c) {
        bool const there = from_ != end_ && *from_ == c;
        if (there) ++from_;
        return there;
    }
    /// Behind the next '&'.
    void skip() {
        while (from_ != end_ && *from_++ != '&') {
        }
    }

  private:
    char const* from_;
    char const* end_;
    char* to_;
    bool plain_ = true;
};

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

Result<std::vector<std::string>> path_segments(std::string_view path) {
    std::vector<std::string> out;
    if (path.starts_with('/')) path.remove_prefix(1);
    while (!path.empty()) {
        auto const end = path.find('/');
        auto segment = percent_decode(path.substr(0, end), false);
        if (!segment || out.size() == segments_max)
            return fail(Errc::bad_request, "the path cannot be read");
        out.push_back(std::move(*segment));
        path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
    }
    return out;
}

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

std::optional<std::string_view> FormReader::next(char stop) {
    char* const begin = to_;
    unsigned octets = 0; // the bits of all: whether any stands outside ASCII
    bool whole = true;
    while (from_ != end_ && *from_ != '&' && *from_ != stop) {
        char c = *from_++;
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            int const high = end_ - from_ >= 2 ? hex(from_[0]) : -1;
            int const low = end_ - from_ >= 2 ? hex(from_[1]) : -1;
            if (high < 0 || low < 0) {
                whole = false;
                continue;
            }
            c = static_cast<char>(high * 16 + low);
            from_ += 2;
        }
        octets |= static_cast<unsigned char>(c);
        *to_++ = c;
    }
    plain_ = octets < 0x80;
    if (!whole) return std::nullopt;
    return std::string_view(begin, static_cast<std::size_t>(to_ - begin));
}

Result<Fields> Fields::parse(std::string_view encoded, std::span<std::string const> octets) {
    if (encoded.size() > limits::request_body_bytes)
        return fail(Errc::limit,
                    fmt::format("fields of more than {} bytes", limits::request_body_bytes));
    Fields out;
    out.text_.resize(encoded.size()); // never longer than what it is read from
    out.places_.reserve(8);           // a USSD callback has four to seven
    FormReader form(encoded, out.text_.data());
    auto const at = [&](std::string_view text) {
        return static_cast<std::uint32_t>(text.data() - out.text_.data());
    };
    auto const size = [](std::string_view text) { return static_cast<std::uint32_t>(text.size()); };
    while (!form.at_end()) {
        auto const name = form.next('=');
        if (!name) return fail(Errc::bad_request, "a field's name has a broken percent escape");
        if (name->empty()) {
            form.skip();
            continue;
        }
        if (!form.plain() && !text::well_formed(*name))
            return fail(Errc::bad_request, "a field's name is not UTF-8");
        std::optional<std::string_view> value = std::string_view(name->data() + name->size(), 0);
        if (form.take('=')) {
            value = form.next('&');
            if (!value)
                return fail(Errc::bad_request,
                            fmt::format("{} has a broken percent escape", shown(*name)));
            if (!form.plain() && !text::well_formed(*value) &&
                std::ranges::find(octets, *name) == octets.end())
                return fail(Errc::bad_request, fmt::format("{} is not UTF-8", shown(*name)));
        }
        form.take('&');
        if (out.places_.size() == fields_max)
            return fail(Errc::limit, fmt::format("more than {} fields", fields_max));
        out.places_.push_back({at(*name), size(*name), at(*value), size(*value)});
    }
    return out;
}

bool Fields::has(std::string_view name) const {
    return std::any_of(places_.begin(), places_.end(),
                       [&](Place const& place) { return name_of(place) == name; });
}

Fields::Found Fields::find(std::string_view name) const {
    Found out;
    for (Place const& place : places_) {
        if (name_of(place) != name) continue;
        if (out.value) return {out.value, true};
        out.value = value_of(place);
    }
    return out;
}

std::string_view Fields::get(std::string_view name) const {
    for (Place const& place : places_)
        if (name_of(place) == name) return value_of(place);
    return {};
}

Result<std::string> Fields::need(std::string_view name) const {
    auto const found = find(name);
    if (found.twice) return fail(Errc::bad_request, fmt::format("field {} is given twice", name));
    if (!found.value) return fail(Errc::bad_request, fmt::format("field {} is missing", name));
    return std::string(*found.value);
}

std::vector<std::pair<std::string_view, std::string_view>> Fields::all() const {
    std::vector<std::pair<std::string_view, std::string_view>> out;
    out.reserve(places_.size());
    for (Place const& place : places_) out.emplace_back(name_of(place), value_of(place));
    return out;
}

} // namespace haatline::gateway
