#pragma once

#include "base/result.hpp"
#include "base/values.hpp"
#include "base/world.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline::menus {

/// A screen and a number that belongs to it: rows already shown of a list that `0` goes back to, or
/// the length of the way back on the first screen of a shared piece.
struct Mark {
    std::string screen;
    int n = 0;

    bool operator==(Mark const&) const = default;
};

/// Everything a dialogue remembers between two answers. A plain value: copied, compared, written as
/// JSON, read back.
struct Session {
    std::string screen;   ///< id of the screen the caller looks at; empty before the first
    std::string language; ///< chosen, or empty
    std::string
        person;  ///< who of those behind this number is calling (variable `me`); empty until known
    Values vars; ///< what was chosen, typed and answered
    std::vector<Mark> back;    ///< screens `0` goes back to, newest last (limits::back_depth)
    std::vector<Mark> returns; ///< where shared pieces (type.word) lead on, newest last
    std::vector<Values> rows; ///< rows of the list page on the screen: a digit means what was shown
    std::string resume_person; ///< whose dialogue `resume` is; empty: somebody who has not joined
    Mark resume;               ///< screen a dropped dialogue continues at; empty when none
    TimePoint resume_last{};   ///< when it was left
    Values resume_vars;        ///< answers that belong to `resume`
    std::vector<Mark> resume_back;    ///< the way back from `resume`
    std::vector<Mark> resume_returns; ///< where the shared pieces on that way lead on
    int offset = 0;                   ///< rows of the list before this page
    int shown = 0;                    ///< rows printed on this page
    bool more = false;                ///< rows follow after this page
    int page = 0;                     ///< page of a split screen, from 0
    int wrong = 0;                    ///< inputs not understood in a row
    std::string channel;              ///< "sms" when the screen was sent as a message; empty: ussd
    std::vector<Values> listed; ///< rows of the last list sent as a message: "TALK 2" means them
    int lost = 0;               ///< messages not understood in a row; past a few nothing is sent
    bool ended = false;         ///< over, and nothing of it can be continued
    TimePoint started{};
    TimePoint last{};

    bool operator==(Session const&) const = default;
};

std::string to_json(Session const& session);
/// @fails Errc::invalid_data for anything that to_json does not write. Unknown members are ignored
/// (newer writers).
Result<Session> session_from_json(std::string_view json);

} // namespace haatline::menus
