#pragma once

#include <string>
#include <string_view>

namespace haatline::text {

/// Every decimal digit of any script as ASCII (१२३ → 123); everything else stays. Ill-formed UTF-8
/// stays as it is.
std::string ascii_digits(std::string_view text);

/// True when `text` is one or more ASCII digits and nothing else.
bool all_digits(std::string_view text);

} // namespace haatline::text
