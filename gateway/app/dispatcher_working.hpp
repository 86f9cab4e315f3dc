#pragma once

#include "gateway/app/dispatcher.hpp"

namespace haatline::gateway {

/// One turn between its callback and the disk.
struct Dispatcher::Working {
    Phone* phone; ///< stays put: a busy phone is never forgotten
    std::shared_ptr<Program const> program;
    Route const* route;
    std::shared_ptr<UssdProvider const> provider; ///< who read the callback
    Callback callback;
    std::string dialogue;
    Marks marks;
    TextMark text; ///< of callback.text, where the next callback will repeat it
    std::string typed;
    bool hushed = false; ///< what was typed may be written down nowhere
    TimePoint now;
    std::string kind;
    menus::Session session;
    UssdReply reply;
    bool hangup = false;
    std::shared_ptr<MessageTurn> message; ///< null: a screen's
};

} // namespace haatline::gateway
