#pragma once

#include "tests/support/line.hpp"

#include <string>
#include <vector>

namespace haatline::tests {

/// A recorded conversation. Lines at the margin are what happens, indented lines what the phone
/// shows:
///
///     phone 9876543210          the phone in hand from here on; a call on another one stays open
///     via imimobile             the provider whose callbacks are used (africastalking, imimobile,
///     comviva) dial *789#
///         | Bhasha/Language     a line of the screen
///         -- GSM-7 97/160       what it costs; "(end)" when the dialogue closes
///     > 1                       what the caller types
///     sms 9876543210: KHOJ achar   a message from a phone, and what is sent because of it: "to" another
///         -- GSM-7 140/160 1 part  phone's number where it is not the one that wrote
///     hangup · wait 25h · restart · kill
///     desk take 100009 · desk done 100009 helped
///
/// `# …` and empty lines are kept as they are.
struct Talk {
    std::string path;
    std::string text;
};

/// Every `*.talk` below tests/conversations, by name.
std::vector<Talk> recorded_talks();

enum class Between : unsigned char { nothing, restart_each_step };

/// Plays the margin lines on a gateway of its own and writes the conversation as it went.
/// @throws std::runtime_error naming file and line for a line it does not know.
std::string replayed(Talk const& talk, Between between);

/// HAATLINE_RECORD=1: write what was heard into the file instead of comparing; a person reads the
/// diff.
bool recording();
void record(Talk const& talk, std::string const& heard);

} // namespace haatline::tests
