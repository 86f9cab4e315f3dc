#pragma once

#include "gateway/mapping/hear.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace haatline::gateway::mapping {

/// What is known of the dialogue an event belongs to.
struct DialogueFacts {
    SessionState state = session_unseen;
    std::string_view previous_text; ///< where answers are cumulative
};

/// A normalised event as tests and tools show it (shared names: event, channel, session, session_key, msisdn, to,
/// service_code, input, text, …). An event that no rule fits is `ignore`.
boost::json::object normalised(Heard const& heard, RouteFacts const& route,
                               DialogueFacts const& facts);

/// What a repeated message or event repeats; nothing where `dedupe:` says nothing.
Value dedupe_key(Heard const& heard, RouteFacts const& route);

} // namespace haatline::gateway::mapping
