#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway {

/// Decoded name=value pairs of a query or a form, in order. Bounded: 64 fields,
/// limits::request_body_bytes in all.
class Fields {
  public:
    /// application/x-www-form-urlencoded: '+' is a blank, %XX an octet. Empty names are skipped.
    /// @fails Errc::bad_request naming the field for a broken escape or ill-formed UTF-8;
    /// Errc::limit for too many fields.
    ///
    /// @param octets  names whose values may be any octets: a text in another charset, which
    ///                `charsets.hpp` reads. Their values must not be shown or kept as they are.
    static Result<Fields> parse(std::string_view encoded, std::span<std::string const> octets = {});

    bool has(std::string_view name) const;
    struct Found {
        std::optional<std::string_view> value; ///< the first one
        bool twice = false;
    };
    Found find(std::string_view name) const;
    /// The first value under `name`, or an empty view.
    std::string_view get(std::string_view name) const;
    /// @fails Errc::bad_request "field NAME is missing" or "… is given twice".
    Result<std::string> need(std::string_view name) const;
    /// Calls `see(name, value)` for each, in order.
    template <class See>
    void each(See see) const {
        for (Place const& place : places_) see(name_of(place), value_of(place));
    }
    /// Names and values in order; views that live as long as this.
    std::vector<std::pair<std::string_view, std::string_view>> all() const;

  private:
    /// Where a name and its value stand in `text_`: one buffer for all, since every callback of every
    /// provider is read here.
    struct Place {
        std::uint32_t name, name_size, value, value_size;
    };
    std::string_view name_of(Place const& place) const {
        return std::string_view(text_).substr(place.name, place.name_size);
    }
    std::string_view value_of(Place const& place) const {
        return std::string_view(text_).substr(place.value, place.value_size);
    }

    std::string text_;
    std::vector<Place> places_;
};

/// "a/b%20c" (a slash before it does not count) → a, "b c". @fails Errc::bad_request for a broken escape or more
/// than four pieces, which no provider has behind a token.
Result<std::vector<std::string>> path_segments(std::string_view path);

/// Decodes %XX; nothing when an escape is broken.
Result<std::string> percent_decode(std::string_view text, bool plus_is_blank);

} // namespace haatline::gateway
