#pragma once

#include "base/result.hpp"
#include "gateway/net/loop.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// `haatline.sock` in the data folder: how a command of the same user reaches the running gateway
/// and hears on its own terminal what came of it. One line in ("reload"), a status line and a text
/// out, closed. The file has mode 0600 and the other side must be our own user or root.
///
/// Not a signal with a status file: a signal has no answer, the file may be an earlier one's, and a
/// process id may be another program's by now.
class ControlSocket {
  public:
    struct Answer {
        bool done = false;
        std::string text; ///< for a person, whole lines
    };
    using Reply = std::function<void(Answer)>;
    /// On the loop's thread; must call `reply` once, now or later.
    using Handler = std::function<void(std::string_view command, Reply reply)>;

    /// @fails Errc::unavailable when the folder takes no socket; the gateway can do without.
    static Result<std::unique_ptr<ControlSocket>> listen(Loop& loop, std::string const& data_dir,
                                                         Handler handler);
    virtual ~ControlSocket() = default;
};

/// Puts one command to the gateway that serves `data_dir` and waits for its answer.
/// @fails Errc::not_found when none runs there, Errc::unauthenticated for another user's,
///        Errc::timeout.
Result<ControlSocket::Answer> ask_running(std::string const& data_dir, std::string_view command,
                                          std::chrono::seconds patience);

} // namespace haatline::gateway
