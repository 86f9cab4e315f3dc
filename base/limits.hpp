#pragma once

#include <chrono>
#include <cstddef>

/// Every bound that the outside can push against, in one place. Units stand last in the name.
namespace haatline::limits {

/// The longest answer we read from a phone. USSD carries at most 182 characters (3GPP TS 23.038),
/// an SMS 160; longer input is a gateway's mistake or an attack and is cut here before anything
/// looks at it.
constexpr std::size_t input_bytes = 1024;

/// Callbacks are small forms; the largest sample in the provider files is under 1 KiB.
constexpr std::size_t request_body_bytes = 16 * 1024;
/// A thousand messages of the JSON API, or an alert in every language.
constexpr std::size_t api_body_bytes = 512 * 1024;
constexpr std::size_t request_header_bytes = 8 * 1024;

/// Networks wait for a USSD screen about as long as a caller does; decisions: resume within 24 h.
constexpr auto resume_window = std::chrono::hours(24);

/// A network gives a USSD answer up after about 30 s (reference: telecom notes §4): an identical
/// callback that comes later than this after a restart is the caller's next answer, not a retry of
/// one whose delivery nobody can vouch for.
constexpr auto provider_retry_window = std::chrono::seconds(30);

/// The same text from the same number within this time is one message, where its provider gives it no
/// id (reference/menus.md §3, rule 9).
constexpr auto same_text_window = std::chrono::seconds(60);

constexpr std::size_t back_depth = 16; ///< screens a session can go back through
constexpr std::size_t list_rows = 9;   ///< rows a list page may ask the database for
constexpr std::size_t count_shown =
    100; ///< counts stop here and print "99+" (decisions: ranking of peers)
constexpr std::size_t engine_steps =
    32; ///< screens and gates one input may pass before we call it a loop
constexpr std::size_t turns_waiting = 8; ///< callbacks of one number that may wait their turn

} // namespace haatline::limits
