#include "cluster/dlt/rules.hpp"

#include "base/csv.hpp"
#include "base/embedded.hpp"
#include "cluster/dlt/day.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace haatline::dlt {
std::span<Embedded const> embedded_files(); // made by haatline_embed (cluster/room.cmake)

namespace {

template <class Number>
bool read_number(std::string_view text, Number& into) {
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
    return error == std::errc() && end == text.data() + text.size();
}

std::optional<int> minute_read(std::string_view text) {
    int hour = 0, minute = 0;
    if (text.size() != 5 || text[2] != ':' || !read_number(text.substr(0, 2), hour) ||
        !read_number(text.substr(3), minute) || hour < 0 || minute < 0 || minute > 59 ||
        hour * 60 + minute > 24 * 60)
        return {};
    return hour * 60 + minute;
}

template <bool Rules::*member>
bool flag(Rules& rules, std::string_view value) {
    rules.*member = value == "yes";
    return value == "yes" || value == "no";
}
template <std::string Rules::*member>
bool text(Rules& rules, std::string_view value) {
    rules.*member = value;
    return value.size() <= 64;
}
template <int Rules::*member>
bool days(Rules& rules, std::string_view value) {
    return read_number(value, rules.*member) && rules.*member > 0 && rules.*member <= 3'650;
}
/// Empty: not counted.
template <unsigned Rules::*member>
bool count(Rules& rules, std::string_view value) {
    rules.*member = 0;
    return value.empty() || (read_number(value, rules.*member) && rules.*member <= 1'000);
}
template <VarType type>
bool chars(Rules& rules, std::string_view value) {
    auto& into = rules.max_chars[static_cast<std::size_t>(type)];
    return read_number(value, into) && into >= 1 && into <= 1'000;
}
template <Category category>
bool hours(Rules& rules, std::string_view value) {
    auto const read = hours_read(value);
    if (read) rules.hours[static_cast<std::size_t>(category)] = *read;
    return read.has_value();
}
bool zone(Rules& rules, std::string_view value) {
    auto const minutes = value.size() == 6 ? minute_read(value.substr(1)) : std::nullopt;
    if (!minutes || (value[0] != '+' && value[0] != '-') || *minutes > 14 * 60) return false;
    rules.zone = std::chrono::minutes(value[0] == '-' ? -*minutes : *minutes);
    return true;
}
bool scripts(Rules& rules, std::string_view value) {
    rules.alphanumeric_latin = value.find("latin") != std::string_view::npos;
    rules.alphanumeric_indian = value.find("indian") != std::string_view::npos;
    rules.alphanumeric_any = value == "any";
    return value == "any" || value == "latin" || value == "indian" || value == "latin indian";
}
bool plain_end(Rules& rules, std::string_view value) {
    rules.plain_vars_end = day_read(value);
    return value.empty() || rules.plain_vars_end.has_value();
}

struct Key {
    std::string_view name;
    bool (*put)(Rules& rules, std::string_view value); ///< false: no value of this key
    std::string_view is;
};
constexpr std::string_view kFlag = "yes or no", kHours = "like 10:00-21:00",
                           kChars = "a whole number from 1 to 1000";
constexpr std::array kKeys{
    Key{"header_idle_days", &days<&Rules::header_idle_days>, "days"},
    Key{"header_alarm_days", &days<&Rules::header_alarm_days>, "days"},
    Key{"max_chars.plain", &chars<VarType::plain>, kChars},
    Key{"max_chars.numeric", &chars<VarType::numeric>, kChars},
    Key{"max_chars.alphanumeric", &chars<VarType::alphanumeric>, kChars},
    Key{"max_chars.url", &chars<VarType::url>, kChars},
    Key{"max_chars.urlott", &chars<VarType::urlott>, kChars},
    Key{"max_chars.cbn", &chars<VarType::cbn>, kChars},
    Key{"max_chars.email", &chars<VarType::email>, kChars},
    Key{"alphanumeric_scripts", &scripts, "latin, indian, latin indian, or any"},
    Key{"alphanumeric_also", &text<&Rules::alphanumeric_also>, "characters"},
    Key{"numeric_also", &text<&Rules::numeric_also>, "characters"},
    Key{"max_vars", &count<&Rules::max_vars>, "a whole number, or empty"},
    Key{"max_vars_recorded", &count<&Rules::max_vars_recorded>, "a whole number, or empty"},
    Key{"typed_vars", &flag<&Rules::typed_vars>, kFlag},
    Key{"plain_vars_end", &plain_end, "a day like 2026-03-16, or empty"},
    Key{"adjacent_vars", &flag<&Rules::adjacent_vars>, kFlag},
    Key{"last_var", &flag<&Rules::last_var>, kFlag},
    Key{"forbidden", &text<&Rules::forbidden>, "characters"},
    Key{"brand", &flag<&Rules::brand>, kFlag},
    Key{"urls_listed", &flag<&Rules::urls_listed>, kFlag},
    Key{"numbers_listed", &flag<&Rules::numbers_listed>, kFlag},
    Key{"chain", &flag<&Rules::chain>, kFlag},
    Key{"answers_need_templates", &flag<&Rules::answers_need_templates>, kFlag},
    Key{"explicit_is_promotional", &flag<&Rules::explicit_is_promotional>, kFlag},
    Key{"zone", &zone, "like +05:30"},
    Key{"hours.promotional", &hours<Category::promotional>, kHours},
    Key{"hours.service_implicit", &hours<Category::service_implicit>, kHours},
    Key{"hours.service_explicit", &hours<Category::service_explicit>, kHours},
    Key{"hours.transactional", &hours<Category::transactional>, kHours},
    Key{"hours.government", &hours<Category::government>, kHours},
    Key{"bsnl_max_ratio", &count<&Rules::bsnl_max_ratio>, "a whole number, or empty"},
};

Key const* key_named(std::string_view name) {
    auto const it =
        std::find_if(kKeys.begin(), kKeys.end(), [&](Key const& key) { return key.name == name; });
    return it == kKeys.end() ? nullptr : &*it;
}

/// What is wrong with a row; empty when nothing is.
std::string fault_of(std::vector<std::string> const& fields) {
    auto const* key = key_named(fields[0]);
    if (!key) return fmt::format("{} is no rule", fields[0]);
    Rules tried;
    if (!key->put(tried, fields[1])) return fmt::format("{} must be {}", fields[0], key->is);
    for (auto const at : {2U, 3U})
        if (!fields[at].empty() && !day_read(fields[at]))
            return "a day is written 2026-01-15, or left empty";
    return {};
}

} // namespace

std::optional<Hours> hours_read(std::string_view text) {
    if (text.size() != 11 || text[5] != '-') return {};
    auto const from = minute_read(text.substr(0, 5)), to = minute_read(text.substr(6));
    if (!from || !to || *from == *to || *from == 24 * 60) return {};
    return Hours{*from, *to};
}

Result<RuleTable> RuleTable::read(std::string_view csv, std::string_view file) {
    constexpr std::size_t columns = 6, rows_most = 1'000;
    RuleTable out;
    CsvReader reader(csv);
    std::vector<std::string> fields;
    reader.next(fields);
    if (fields != std::vector<std::string>{"key", "value", "from", "until", "mark", "source"})
        return fail(
            Errc::invalid_data,
            fmt::format("{}:1: the header row must be key,value,from,until,mark,source", file));
    while (reader.next(fields)) {
        auto const fault = reader.torn()                   ? "a quote is opened and never closed"
                           : fields.size() != columns      ? "six columns are needed"
                           : out.rows_.size() == rows_most ? "a thousand rules are enough"
                                                           : fault_of(fields);
        if (!fault.empty())
            return fail(Errc::invalid_data, fmt::format("{}:{}: {}", file, reader.line(), fault));
        out.rows_.push_back(
            {fields[0], fields[1], day_read(fields[2]), day_read(fields[3]), fields[4], fields[5]});
    }
    return out;
}

void RuleTable::add(RuleTable more) {
    std::move(more.rows_.begin(), more.rows_.end(), std::back_inserter(rows_));
}

Rules RuleTable::on(std::chrono::sys_days day) const {
    Rules out;
    for (auto const& row : rows_)
        if ((!row.from || *row.from <= day) && (!row.until || day < *row.until))
            (void)key_named(row.key)->put(out, row.value);
    return out;
}

RuleTable const& shipped_rules() {
    static RuleTable const table = [] {
        for (auto const& file : embedded_files())
            if (file.path.ends_with("dlt_rules.csv"))
                if (auto read = RuleTable::read(file.content, file.path)) return *read;
        return RuleTable(); // `rules_test` reads the same file and says what is wrong with it
    }();
    return table;
}

} // namespace haatline::dlt
