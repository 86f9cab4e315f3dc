#pragma once

#include <chrono>

namespace haatline::gateway {

/// Waits until something was typed at standard input or it ended, at most `time`. @returns whether it was.
bool keyboard_waits(std::chrono::milliseconds time);
/// Waits, whatever is typed.
void pause(std::chrono::milliseconds time);

} // namespace haatline::gateway
