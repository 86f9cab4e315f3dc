#pragma once

#include "simulators/handset/command_phone.hpp"
#include "simulators/handset/script.hpp"
#include "simulators/handset/texts.hpp"

#include <vector>

namespace haatline::simulators {

/// `haatline phone --sms` at the keyboard: a line is a message; what comes is printed as it comes.
/// @returns the process's exit status.
int text_at_keyboard(TextPhone& phone, PhoneOptions const& options);

/// The same out of a script: each line is written, and what comes because of it printed plainly. What
/// came before the script is left out.
int play_texts(TextPhone& phone, std::vector<Press> const& presses);

} // namespace haatline::simulators
