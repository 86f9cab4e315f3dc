#pragma once

#include "base/result.hpp"
#include "locales/coding/measure.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline::coding {

/// What every page but the last ends with, and what it costs there ("99>" on choices).
struct PageMarks {
    std::string_view next;
};

/// Cuts a prompt and its options into pages that each fit one USSD screen.
///
/// @param head   the question; stands on the first page (cut at words, then graphemes, when longer
/// than a page).
/// @param rows   options, each `digit space text`; a row is never split.
/// @param marks  `next` is appended as a line of its own to every page but the last.
/// @returns 1..9 pages; a page never ends inside a grapheme cluster (क्ष stays whole) or between a
/// number and its option.
///          Each page is measured by itself: a page without a native letter travels as GSM 7-bit.
/// @fails   Errc::limit when a single row does not fit a page or more than 9 pages would be needed.
/// Source: 3GPP TS 23.038 §5; UAX #29; decisions.md (paging keys).
Result<std::vector<std::string>> cut_pages(std::string_view head,
                                           std::vector<std::string> const& rows, PageMarks marks,
                                           PageBudget budget);

} // namespace haatline::coding
