#pragma once

#include "gateway/mapping/mapping.hpp"
#include "gateway/mapping/request_view.hpp"
#include "gateway/wire/cidr.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

/// What the first request of a dialogue said, by the dialogue's key; nullptr when nobody remembers.
using Recall = std::function<Values const*(std::string_view key)>;

/// Who asks, and when.
struct Ear {
    RouteFacts const& route;
    Recall const& recall;
    TimePoint now{};
    bool tests_allowed = false;              ///< `method_for_tests`
    std::span<Cidr const> trusted_proxies{}; ///< who may name a client certificate
};

/// One event of a request.
struct Heard {
    Section const* section = nullptr;
    Sheet sheet;
    std::string key; ///< of the dialogue; empty for other channels
    std::string identity;
    std::uint32_t rules =
        0; ///< bit i: the terms of event rule i hold; what they ask of the session is open
    std::size_t unknown_fields = 0;

    /// The event when a dialogue stands so; nothing when no rule fits.
    std::optional<EventKind> event(SessionState state) const;
    /// What would be the event whatever the dialogue, where that is so.
    std::optional<EventKind> event_in_any_state() const;
};

/// The section that reads `request`, and the captures of its path in `view`.
/// @fails Errc::unsupported for a method no section has, Errc::not_found for another service code in the path,
/// Errc::bad_request for a path, body or condition that fits none.
Result<Section const*> choose_section(Mapping const& mapping, RequestView& view,
                                      std::span<std::string const> rest, Ear const& ear);

/// Reads one event: the request itself, or the list item that `view` looks at.
/// @fails Errc::bad_request naming every field that is missing or wrong.
Result<void> hear_one(Section const& section, RequestView const& view, Ear const& ear, Heard& out);

/// All events: one, or as many as the list of `each:` has.
Result<std::vector<Heard>> hear(Section const& section, RequestView const& view, Ear const& ear);

} // namespace haatline::gateway::mapping
