#pragma once

#include "base/result.hpp"
#include "cluster/alert/item.hpp"

#include <boost/json.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// What is wrong with a body, by JSON pointer (RFC 6901).
struct JsonFault {
    std::string pointer;
    std::string what;
};
using JsonFaults = std::vector<JsonFault>;

/// Bounded: at most eight levels, duplicate keys taken once, numbers exact.
/// @fails Errc::bad_request naming the place in the text.
Result<boost::json::value> parse_json(std::string_view text, boost::json::storage_ptr memory = {});

/// One object being read. Each call takes one key: when it is there it must have the type, else the
/// default stays. `done` notes every key that nobody asked for.
class JsonFields {
  public:
    /// `value` is no object: a fault, and every field is missing.
    JsonFields(boost::json::value const& value, std::string pointer, JsonFaults& faults);

    bool has(std::string_view key) const;
    void text(std::string_view key, std::string& into);
    void texts(std::string_view key, std::vector<std::string>& into);
    template <class Number>
    void number(std::string_view key, Number& into, std::int64_t least, std::int64_t most) {
        auto value = static_cast<std::int64_t>(into);
        integer(key, value, least, most);
        into = static_cast<Number>(value);
    }
    void numbers(std::string_view key, std::vector<std::int64_t>& into);
    /// A time as cluster/alert/when.hpp reads it.
    void when(std::string_view key, TimePoint& into);
    void object(std::string_view key, std::function<void(JsonFields)> const& read);
    /// At most `most` objects.
    void objects(std::string_view key, std::size_t most,
                 std::function<void(JsonFields)> const& read);
    /// Names and texts.
    void pairs(std::string_view key, std::vector<std::pair<std::string, std::string>>& into);

    void fault(std::string_view key, std::string what);
    void done();
    std::string const& pointer() const { return pointer_; }

  private:
    boost::json::value const* take(std::string_view key);
    void integer(std::string_view key, std::int64_t& into, std::int64_t least, std::int64_t most);

    boost::json::object const* object_;
    std::string pointer_;
    JsonFaults& faults_;
    std::vector<std::string_view> asked_;
};

} // namespace haatline::gateway
