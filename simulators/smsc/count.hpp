#pragma once

#include "simulators/load/latencies.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace haatline::simulators::smsc {

/// What a run came to. The names that reports use stand in count.cpp.
struct Count {
    double seconds = 0;
    // Links.
    std::uint64_t links = 0, binds = 0, binds_refused = 0, bound_most = 0, enquire_links = 0;
    // Submissions: each destination is one.
    std::uint64_t submitted = 0, accepted = 0, throttled = 0, full = 0, refused = 0,
                  refused_dlt = 0, dropped = 0, silent = 0, unanswered_most = 0;
    std::uint64_t destinations = 0; ///< different ones, of accepted submissions
    std::uint64_t distinct = 0;     ///< different texts per destination
    std::uint64_t repeated = 0;     ///< the same text to the same destination again
    std::uint64_t reference_twins =
        0; ///< submitted again under the same reference, answered and dropped
    std::uint64_t out_of_order = 0; ///< the number behind '#' fell, per destination
    std::uint64_t whole_texts = 0;  ///< read on handsets, parts put together
    std::uint64_t payloads = 0, ussd_screens = 0;
    std::map<std::uint32_t, std::uint64_t> by_status; ///< answers to submissions
    std::uint64_t queries = 0, cancels = 0, replaces = 0;
    // Deliveries.
    std::uint64_t receipts = 0, receipts_answered = 0, mo = 0, mo_answered = 0, mo_replied = 0,
                  ussd = 0, ussd_answered = 0, delivered_again = 0, deliveries_refused = 0,
                  deliveries_put_off = 0, deliveries_lost = 0;
    std::uint64_t ussd_calls = 0, ussd_ended = 0, ussd_wrong = 0;
    // What nobody should send.
    std::uint64_t malformed = 0, unknown_commands = 0, unexpected_responses = 0, odd = 0,
                  wrong_state = 0;
    Latencies answers; ///< deliver_sm to its answer
    Latencies replies; ///< a phone's message or answer to the next text for it
};

/// By the name it has in the JSON; nothing for a name there is not.
std::optional<std::uint64_t> counted(Count const& count, std::string_view name);

std::string as_text(Count const& count);
std::string as_json(Count const& count); ///< one line

} // namespace haatline::simulators::smsc
