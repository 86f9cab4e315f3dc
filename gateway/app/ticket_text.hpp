#pragma once

#include "storage/queue.hpp"

#include <string>
#include <vector>

/// Tickets as people at the desk read them. Times are India's.
namespace haatline::gateway {

enum class Reveal : bool { no, yes };

/// A line a ticket: number, kind, age, due, when wanted, language, masked number, who has it.
std::string ticket_table(std::vector<storage::Ticket> const& tickets, TimePoint now);
/// Everything known of one ticket, a line a fact.
std::string ticket_page(storage::Ticket const& ticket, TimePoint now, Reveal reveal);
/// The same as one JSON object; times are ISO 8601 in UTC.
std::string ticket_json(storage::Ticket const& ticket, TimePoint now, Reveal reveal);

/// "90 min", "3 h", "2 d": how long, in the largest unit of which there are two.
std::string rough(Millis time);

} // namespace haatline::gateway
