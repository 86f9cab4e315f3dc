#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::alerts {

/// Which text readers get who have none in their own language: of the same language in other
/// letters ("hi-Latn" for "hi", and the other way round). Readers with a text of their own are in it
/// too; all others get the fallback, or nothing.
/// @returns reader's language → text's language, by reader.
std::vector<std::pair<std::string, std::string>>
readers_of(std::span<std::string const> text_languages);

} // namespace haatline::alerts
