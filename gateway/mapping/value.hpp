#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

/// A text, or that there is none (a field that was not sent, JSON null).
using Value = std::optional<std::string>;

/// What a request may say, in our words: the members of a normalised event.
enum class Field : std::uint8_t {
    session,
    phone, ///< E.164 with its plus
    to,
    service_code,
    text,
    provider_message_id,
    our_message_id,
    part,
    status, ///< queued sent delivered failed rejected expired unknown
    reason, ///< docs/failure-reasons.md
    raw_code,
    operator_name,
    circle,
    at, ///< UTC, "2026-01-01T12:00:00Z"
    ended_at,
    recording, ///< https address of what the caller said
    seconds,   ///< duration of a call
};
constexpr std::size_t field_count = 17;

/// As mappings write them; in the order of `Field`.
constexpr std::array<std::string_view, field_count> field_names{
    "session",        "phone", "to",       "service_code", "text",     "provider_message_id",
    "our_message_id", "part",  "status",   "reason",       "raw_code", "operator",
    "circle",         "at",    "ended_at", "recording",    "seconds"};

constexpr std::optional<Field> field_named(std::string_view name) {
    for (std::size_t i = 0; i < field_count; ++i)
        if (field_names[i] == name) return static_cast<Field>(i);
    return std::nullopt;
}

/// What was read out of one request.
struct Sheet {
    std::array<Value, field_count> fields;
    std::vector<Value> keep; ///< in the order of the section's `keep:`

    Value& at(Field field) { return fields[static_cast<std::size_t>(field)]; }
    Value const& at(Field field) const { return fields[static_cast<std::size_t>(field)]; }
};

} // namespace haatline::gateway::mapping
