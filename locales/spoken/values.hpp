#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace haatline::spoken {

/// 99,999 crore 99,99,999: a lakh crore and more is no sum of a village, and its crores would be
/// counted in lakhs.
constexpr std::uint64_t largest = 999'999'999'999;

/// A number to say. The fraction is kept as it was written, since it is said digit by digit.
struct Amount {
    bool minus = false;
    std::uint64_t whole = 0;
    std::string fraction; ///< "50" of 12,500.50; empty when there is none

    bool operator==(Amount const&) const = default;
};

/// "45", "-12,345.50", "1,23,456": ASCII digits, commas between digits before the point, at most
/// six digits after it.
/// @fails Errc::invalid_data, without the value in the detail.
Result<Amount> read_amount(std::string_view written);

struct Date {
    int year = 0; ///< 0: not said
    unsigned month = 1, day = 1;

    bool operator==(Date const&) const = default;
};

/// "2026-08-15", or "08-15" without the year. A day that the calendar does not have is refused, and
/// so is a year that is not between 1100 and 2999.
Result<Date> read_date(std::string_view written);

struct Quantity {
    Amount amount;
    std::string unit; ///< one of `units` (number_table.hpp)

    bool operator==(Quantity const&) const = default;
};

/// "50 kg", "2.5 qtl".
Result<Quantity> read_quantity(std::string_view written);

} // namespace haatline::spoken
