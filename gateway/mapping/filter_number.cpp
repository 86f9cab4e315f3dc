#include "cluster/msisdn.hpp"
#include "gateway/channels/ussd/reading.hpp"
#include "gateway/mapping/filter_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace haatline::gateway::mapping {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Result<void> id(Value& value, Filter const&, Scope const&) {
    if (!is_ident(*value)) return is_not(ident_shape);
    return {};
}

Result<void> msisdn(Value& value, Filter const&, Scope const&) {
    auto const parsed = Msisdn::parse(*value);
    if (!parsed) return is_not("an Indian mobile number");
    value = parsed->full();
    return {};
}

/// Mobile numbers and landlines (ten digits behind 0 or 91) as E.164; short codes and headers as they stand.
Result<void> address(Value& value, Filter const&, Scope const&) {
    if (auto const mobile = Msisdn::parse(*value)) {
        value = mobile->full();
        return {};
    }
    std::string_view text = *value;
    bool const international = text.starts_with('+') || text.starts_with(' ');
    if (international) text.remove_prefix(1);
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit)) return {};
    constexpr std::size_t national = 10;
    if (text.size() == national + 2 && text.starts_with("91"))
        value = fmt::format("+{}", text);
    else if (text.size() == national + 1 && text.starts_with('0'))
        value = fmt::format("+91{}", text.substr(1));
    else if (international)
        value = fmt::format("+{}", text);
    return {};
}

Result<void> digits(Value& value, Filter const&, Scope const&) {
    if (value->starts_with('+')) value->erase(0, 1);
    return {};
}

Result<void> national(Value& value, Filter const&, Scope const&) {
    if (value->starts_with("+91")) value->erase(0, 3);
    return {};
}

Result<void> code(Value& value, Filter const&, Scope const&) {
    if (value->empty()) return {};
    if (!value->starts_with('*')) value->insert(0, 1, '*');
    if (!value->ends_with('#')) *value += '#';
    return {};
}

Result<void> bare(Value& value, Filter const&, Scope const&) {
    value = bare_code(*value);
    return {};
}

Result<void> whole_number(Value& value, Filter const&, Scope const&) {
    std::string_view digits_only = *value;
    if (digits_only.starts_with('-')) digits_only.remove_prefix(1);
    constexpr std::size_t digits_max = 18; // what 64 bits surely hold
    if (digits_only.empty() || digits_only.size() > digits_max ||
        !std::all_of(digits_only.begin(), digits_only.end(), is_digit))
        return is_not("a whole number");
    return {};
}

Result<void> yes_or_no(Value& value, Filter const&, Scope const&) {
    constexpr std::array<std::string_view, 4> yes{"true", "1", "yes", "True"};
    constexpr std::array<std::string_view, 4> no{"false", "0", "no", "False"};
    auto const is_one_of = [&](auto const& words) {
        return std::find(words.begin(), words.end(), *value) != words.end();
    };
    if (is_one_of(yes))
        value = "true";
    else if (is_one_of(no))
        value = "false";
    else
        return is_not("true or false");
    return {};
}

constexpr std::array rows{
    FilterRow{"id", id},         FilterRow{"msisdn", msisdn},     FilterRow{"address", address},
    FilterRow{"digits", digits}, FilterRow{"national", national}, FilterRow{"code", code},
    FilterRow{"bare", bare},     FilterRow{"int", whole_number},  FilterRow{"bool", yes_or_no},
};

} // namespace

std::span<FilterRow const> number_filters() { return rows; }

} // namespace haatline::gateway::mapping
