#pragma once

#include "gateway/wire/signature.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// The addresses a recipe takes for ours: the configured one, and with `either_port` the one with
/// or without its scheme's usual port.
std::vector<std::string> addresses_of(Recipe const& recipe, std::string_view base);

/// The parts of a recipe behind one another. @fails Errc::unauthenticated.
Result<std::string> signed_text(Recipe const& recipe, SignedRequest const& request,
                                std::string_view base);

/// The only value in a place. @fails Errc::unauthenticated when it is missing or given twice.
Result<std::string_view> only_value(SignedPlace const& place, SignedRequest const& request);

/// GET's query, else what was posted.
std::span<NamedValue const> sent_fields(SignedRequest const& request);

/// The body's hash, if the recipe knows of one and the query names it.
std::optional<std::string_view> body_hash(Recipe const& recipe, SignedRequest const& request);

/// Whether the parts say anything about the query, and about the body.
bool covers_query(Recipe const& recipe, SignedRequest const& request);
bool covers_body(Recipe const& recipe, SignedRequest const& request);

} // namespace haatline::gateway
