#pragma once

#include "gateway/app/ticket_text.hpp"
#include "storage/trace.hpp"

#include <string>

/// Messages as whoever answers a complaint reads them.
namespace haatline::gateway {

/// A block a message: whose, template, consent, then its life a line an act, in India's time and UTC.
std::string trace_page(storage::Traced const& traced, TimePoint now, Reveal reveal);
/// One JSON object a message, one a line; times in UTC and India's.
std::string trace_json(storage::Traced const& traced, TimePoint now, Reveal reveal);

} // namespace haatline::gateway
