#pragma once

#include "gateway/app/program.hpp"
#include "storage/outbox.hpp"

#include <string>
#include <string_view>

namespace haatline::gateway {

/// A parcel's text in `language`: as it stands, or its words filled, each value cut to its cap. Empty where
/// the catalogue has no such words (any more).
std::string sms_text(Program const& program, storage::outbox::NewParcel const& parcel,
                     std::string_view language);

} // namespace haatline::gateway
