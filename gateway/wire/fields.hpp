#pragma once

#include "base/result.hpp"

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
    static Result<Fields> parse(std::string_view encoded);

    bool has(std::string_view name) const;
    /// The first value under `name`, or an empty view.
    std::string_view get(std::string_view name) const;
    /// @fails Errc::bad_request "field NAME is missing" or "… is given twice".
    Result<std::string> need(std::string_view name) const;
    std::vector<std::pair<std::string, std::string>> const& all() const { return pairs_; }

  private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

/// Decodes %XX; nothing when an escape is broken.
Result<std::string> percent_decode(std::string_view text, bool plus_is_blank);

} // namespace haatline::gateway
