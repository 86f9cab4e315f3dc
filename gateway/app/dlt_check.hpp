#pragma once

#include "gateway/app/dlt_texts.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace haatline::gateway {

/// What one text of the catalogue is in the register, and what it costs.
struct DltFinding {
    enum class Level : std::uint8_t { good, warning, error };
    Level level = Level::good;
    SmsText text;
    std::string template_id;       ///< of good ones
    std::vector<std::string> what; ///< each with its remedy
    std::size_t units = 0, segments = 0;
    bool ucs2 = false;
    double rupees = 0;
};

struct DltReport {
    std::vector<DltFinding> findings; ///< one a text
    std::size_t errors = 0, warnings = 0;
};

/// @param paise  of one segment, before tax.
DltReport check_texts(std::vector<SmsText> texts, dlt::Registry const& registry,
                      dlt::Rules const& rules, std::chrono::sys_days today, unsigned paise);

/// What is wrong, a line each, and the sum. `all`: good ones too, with what they cost.
std::string report_text(DltReport const& report, bool all);
/// One JSON object: the sums, and every text.
std::string report_json(DltReport const& report);

} // namespace haatline::gateway
