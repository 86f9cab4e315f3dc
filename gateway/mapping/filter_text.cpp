#include "gateway/mapping/filter_table.hpp"
#include "gateway/mapping/scope.hpp"
#include "locales/coding/measure.hpp"
#include "locales/text/utf8.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::gateway::mapping {
namespace {

constexpr std::string_view blanks = " \t\r\n";

Result<void> trim_start(Value& value, Filter const&, Scope const&) {
    auto const begin = value->find_first_not_of(blanks);
    value->erase(0, std::min(begin, value->size()));
    return {};
}

Result<void> trim(Value& value, Filter const& filter, Scope const& scope) {
    auto const last = value->find_last_not_of(blanks);
    value->resize(last == std::string::npos ? 0 : last + 1);
    return trim_start(value, filter, scope);
}

Result<void> unquote(Value& value, Filter const&, Scope const&) {
    if (value->size() >= 2 && value->front() == '"' && value->back() == '"')
        value = value->substr(1, value->size() - 2);
    return {};
}

template <char From, char To, int Step>
Result<void> change_case(Value& value, Filter const&, Scope const&) {
    for (char& c : *value)
        if (c >= From && c <= To) c = static_cast<char>(c + Step);
    return {};
}

Result<void> prefix(Value& value, Filter const& filter, Scope const&) {
    value->insert(0, filter.arguments().front());
    return {};
}

Result<void> suffix(Value& value, Filter const& filter, Scope const&) {
    *value += filter.arguments().front();
    return {};
}

Result<void> strip_prefix(Value& value, Filter const& filter, Scope const&) {
    auto const& what = filter.arguments().front();
    if (value->starts_with(what)) value->erase(0, what.size());
    return {};
}

Result<void> strip_suffix(Value& value, Filter const& filter, Scope const&) {
    auto const& what = filter.arguments().front();
    if (value->ends_with(what)) value->resize(value->size() - what.size());
    return {};
}

Result<void> capture(Value& value, Filter const& filter, Scope const&) {
    std::array<re2::StringPiece, 2> groups;
    int const count = filter.pattern().NumberOfCapturingGroups() > 0 ? 2 : 1;
    bool const found =
        filter.pattern().Match(*value, 0, value->size(), RE2::UNANCHORED, groups.data(), count);
    auto const& group = groups[static_cast<std::size_t>(count - 1)];
    if (!found || !group.data())
        value.reset();
    else
        value = std::string(group.data(), group.size());
    return {};
}

Result<std::size_t> whole(std::string const& text) {
    std::size_t out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (ec == std::errc{} && end == text.data() + text.size()) return out;
    return fail(Errc::invalid_config, "`" + text + "` must be a whole number");
}

Result<void> check_part(std::vector<std::string> const& arguments) {
    for (auto const& each : arguments)
        if (auto number = whole(each); !number) return fail(number.error());
    return {};
}

/// `part(from, count)`: characters, the first is 0.
Result<void> part(Value& value, Filter const& filter, Scope const&) {
    auto const from = *whole(filter.arguments()[0]), count = *whole(filter.arguments()[1]);
    std::string out;
    std::size_t index = 0;
    for (std::size_t at = 0; at < value->size(); ++index) {
        auto const begin = at;
        text::next_code_point(*value, at);
        if (index >= from && index - from < count) out.append(*value, begin, at - begin);
    }
    value = std::move(out);
    return {};
}

Result<void> fallback(Value& value, Filter const& filter, Scope const&) {
    if (!value || value->empty()) value = filter.arguments().front();
    return {};
}

Result<void> absent_if(Value& value, Filter const& filter, Scope const&) {
    auto const& all = filter.arguments();
    if (std::find(all.begin(), all.end(), *value) != all.end()) value.reset();
    return {};
}

/// Its arguments may be settings, since operators differ in the numbers they give alphabets.
Result<void> by_alphabet(Value& value, Filter const& filter, Scope const& scope) {
    constexpr std::string_view setting = "setting:";
    bool const gsm = coding::measure(*value).alphabet == coding::Alphabet::gsm7;
    std::string_view const chosen = filter.arguments()[gsm ? 0 : 1];
    if (!chosen.starts_with(setting)) {
        value = chosen;
        return {};
    }
    auto const found = scope.find({Place::setting, std::string(chosen.substr(setting.size()))});
    if (!found.text) return is_not("given an alphabet by the route's settings");
    value = *found.text;
    return {};
}

/// A list comes as lines.
Result<void> join(Value& value, Filter const& filter, Scope const&) {
    std::string out;
    for (char const c : *value) {
        if (c == '\n')
            out += filter.arguments().front();
        else
            out += c;
    }
    value = std::move(out);
    return {};
}

/// Templates look for these two by name and do what they say.
Result<void> as_it_is(Value&, Filter const&, Scope const&) { return {}; }

constexpr std::array rows{
    FilterRow{"trim", trim},
    FilterRow{"trim_start", trim_start},
    FilterRow{"unquote", unquote},
    FilterRow{"lower", change_case<'A', 'Z', 'a' - 'A'>},
    FilterRow{"upper", change_case<'a', 'z', 'A' - 'a'>},
    FilterRow{"prefix", prefix, 1, 1},
    FilterRow{"suffix", suffix, 1, 1},
    FilterRow{"strip_prefix", strip_prefix, 1, 1},
    FilterRow{"strip_suffix", strip_suffix, 1, 1},
    FilterRow{"capture", capture, 1, 1, true},
    FilterRow{"part", part, 2, 2, false, false, check_part},
    FilterRow{"default", fallback, 1, 1, false, true},
    FilterRow{"absent_if", absent_if, 1, 16},
    FilterRow{"by_alphabet", by_alphabet, 2, 2},
    FilterRow{"join", join, 1, 1},
    FilterRow{"lines", as_it_is, 1, 1},
    FilterRow{"number", as_it_is},
};

} // namespace

std::span<FilterRow const> text_filters() { return rows; }

} // namespace haatline::gateway::mapping
