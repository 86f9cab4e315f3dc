#pragma once

#include "gateway/wire/signature.hpp"

#include <optional>
#include <string_view>

namespace haatline::gateway::mapping {

/// Adds what a word of `sign:` stands for: `url`, `address`, `body`, `sorted_params`, `plivo_v3`, `plivo_v2`,
/// `vonage_params`, `header:NAME`, or a mark between parts (`.`). False when there is no such word.
bool add_word(Recipe& recipe, std::string_view word);

/// `header:NAME` or `field:NAME`.
std::optional<SignedPlace> place_of(std::string_view text);

/// `sha256`, `sha256hmac`, `md5hash` (the digest of text and secret). False for another word.
bool set_method(Recipe& recipe, std::string_view method);

} // namespace haatline::gateway::mapping
