#pragma once

#include "base/result.hpp"
#include "base/world.hpp"
#include "cluster/dlt/category.hpp"
#include "cluster/dlt/variable.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::dlt {

/// When something may be sent, in minutes of a local day. Over midnight where `to` is not behind
/// `from`.
struct Hours {
    int from_minute = 0, to_minute = 24 * 60;
    bool always() const { return from_minute == 0 && to_minute == 24 * 60; }
    bool operator==(Hours const&) const = default;
};

/// Reads "10:00-21:00".
std::optional<Hours> hours_read(std::string_view text);

/// The rules as they stand on one day. Nothing of it is known by heart: data/dlt_rules.csv has every
/// value with its days, its mark (seen, uncertain, ours) and where it comes from.
struct Rules {
    int header_idle_days = 0, header_alarm_days = 0;
    std::array<unsigned, var_types> max_chars{}; ///< of a value, by type
    bool alphanumeric_latin = false, alphanumeric_indian = false, alphanumeric_any = false;
    std::string alphanumeric_also, numeric_also;  ///< characters besides letters and digits
    unsigned max_vars = 0, max_vars_recorded = 0; ///< 0: not counted
    bool typed_vars = false;                      ///< a plain variable is an old one
    std::optional<std::chrono::sys_days> plain_vars_end;
    bool adjacent_vars = false, last_var = false; ///< may there be one
    std::string forbidden;                        ///< characters of no template and no value
    bool brand = false, urls_listed = false, numbers_listed = false, chain = false;
    bool explicit_is_promotional = false;
    bool answers_need_templates = false; ///< an answer to her own message, too
    std::chrono::minutes zone{};
    std::array<Hours, categories> hours{};
    unsigned bsnl_max_ratio = 0;
    bool operator==(Rules const&) const = default;
};

struct RuleRow {
    std::string key, value;
    std::optional<std::chrono::sys_days> from,
        until; ///< until: the first day on which it no longer holds
    std::string mark, source;
};

class RuleTable {
  public:
    /// @fails Errc::invalid_data naming the line: an unknown key, a value of another type, a day that
    /// is none.
    static Result<RuleTable> read(std::string_view csv, std::string_view file);

    /// Rows of `more` go over those that are here.
    void add(RuleTable more);
    Rules on(std::chrono::sys_days day) const;
    /// A day begins where its zone says.
    Rules at(TimePoint now) const {
        auto const zone = on(std::chrono::floor<std::chrono::days>(now)).zone;
        return on(std::chrono::floor<std::chrono::days>(now + zone));
    }
    std::vector<RuleRow> const& rows() const { return rows_; }

  private:
    std::vector<RuleRow> rows_;
};

/// Those inside this binary.
RuleTable const& shipped_rules();

} // namespace haatline::dlt
