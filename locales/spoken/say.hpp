#pragma once

#include "base/result.hpp"
#include "locales/spoken/clip.hpp"
#include "locales/spoken/number_table.hpp"
#include "locales/spoken/values.hpp"

#include <string_view>

/// A value → the clips that say it. Pure: one engine for every language, the tables decide. Bounded:
/// no value needs more than `most_clips` clips.
namespace haatline::spoken {

constexpr std::size_t most_clips = 48;
/// A phone number has 15 digits (E.164), a reference of ours fewer.
constexpr std::size_t most_digits = 24;

/// "twelve thousand three hundred forty-five point five zero".
/// @fails Errc::invalid_data for an amount beyond `largest`.
Result<Clips> say_number(NumberTable const& table, Amount const& amount);

/// "twelve thousand five hundred rupees and fifty paise".
/// @fails Errc::invalid_data when the fraction is not of paise: at most two digits.
Result<Clips> say_money(NumberTable const& table, Amount const& amount);

/// "fifty kilos". @fails also for a unit that no table has.
Result<Clips> say_quantity(NumberTable const& table, Quantity const& quantity);

/// "fifteen August nineteen hundred forty-seven", in the language's order; a pause where two
/// numbers would meet.
Result<Clips> say_date(NumberTable const& table, Date const& date);

/// Digit by digit: phone numbers, PIN codes, references. With `group` a pause after every so many;
/// blanks and hyphens between digits are passed over.
Result<Clips> say_digits(NumberTable const& table, std::string_view digits, std::size_t group = 0);

} // namespace haatline::spoken
