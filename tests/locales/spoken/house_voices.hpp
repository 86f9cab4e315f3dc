#pragma once

#include "locales/spoken/say.hpp"
#include "locales/spoken/voices.hpp"

#include <string>

namespace haatline::tests {

/// The voices that travel inside the binary.
spoken::Voices const& house_voices();

/// As a sentence; for a value that cannot be said, "refused: " and the detail.
std::string heard(Result<spoken::Clips> const& said);
std::string heard_number(spoken::NumberTable const& table, std::string const& value);

} // namespace haatline::tests
