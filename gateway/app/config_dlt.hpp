#pragma once

#include "base/result.hpp"
#include "cluster/dlt/rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace haatline::gateway {

class TomlTable;

/// What the rules of commercial messages do here.
enum class DltEnforce : std::uint8_t {
    off,    ///< nothing is asked: routes outside India
    warn,   ///< everything leaves; what an operator would refuse is counted and said in the log
    refuse, ///< it does not leave
};

struct DltConfig {
    DltEnforce enforce = DltEnforce::off; ///< `refuse` as soon as there is a [dlt] section
    std::string entity;                   ///< of the register, digits
    std::string brand;                    ///< empty: as imported with the entity
    std::string header;                   ///< for what no route names another for
    std::string promotional_header;       ///< digits; empty: `header`
    std::vector<std::string> chain;       ///< telemarketers in order; empty: as imported
    unsigned content_category = 0;        ///< of the preference register, 1 to 15; 0: not told
    std::string promotional_hours;        ///< "10:00-21:00"; empty: as the rules say
    std::string alphanumeric_scripts;     ///< empty: as the rules say
    std::string answers;                  ///< "templates", "free"; empty: as the rules say
    std::string rules_file;               ///< rows over those inside the binary

    /// The shipped rules, the file's over them, then these keys.
    /// @fails Errc::invalid_config, Errc::invalid_data naming the line of the file.
    Result<dlt::RuleTable> rules() const;
};

void read_dlt(TomlTable table, std::string const& folder, DltConfig& out);

} // namespace haatline::gateway
