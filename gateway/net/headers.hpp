#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway {

/// Two header names are one whatever their case (RFC 9110 §5.1); ASCII only, as names are.
bool same_header(std::string_view a, std::string_view b);

/// The header lines of a request in the order they came, in one buffer: every callback is read
/// here. Bounded by the parser (limits::request_header_bytes). Nothing is decoded or joined.
class Headers {
  public:
    /// Both at most 65535 octets, which the parser's limit sees to; what is longer is cut.
    void add(std::string_view name, std::string_view value);

    /// The value under `name` when exactly one line bears it. Two cookies or two signatures are two
    /// opinions: nothing is chosen silently, `count` tells absent from doubled and `all` gives both.
    std::optional<std::string_view> get(std::string_view name) const;
    std::size_t count(std::string_view name) const;
    /// Every value under `name`, in order; views that live as long as this.
    std::vector<std::string_view> all(std::string_view name) const;
    /// Every line as it came.
    std::vector<std::pair<std::string_view, std::string_view>> all() const;
    bool empty() const { return lines_.empty(); }
    bool operator==(Headers const&) const = default;

  private:
    template <class See>
    void each(See see) const;

    std::string lines_; ///< per line: size of the name, of the value (two octets each), name, value
};

} // namespace haatline::gateway
