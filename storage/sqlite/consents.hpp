#pragma once

#include "storage/sqlite/effects.hpp"

#include <string_view>

namespace haatline::storage {

/// Writes that the person agrees to a purpose, with the notice she was shown, her language, the
/// channel, the dialogue as evidence, and the lawful basis of the purpose. Agreeing again to what
/// stands adds nothing. @fails Errc::bad_request for a purpose that rests on a law instead.
Result<void> give_consent(Act& act, std::int64_t person, std::string_view purpose,
                          std::string_view notice);

/// Writes the withdrawal beside the giving, with its own language, channel and evidence. Nothing
/// stands: nothing happens.
Result<void> withdraw_consent(Act& act, std::int64_t person, std::string_view purpose);

} // namespace haatline::storage
