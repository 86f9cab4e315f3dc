#pragma once

#include "gateway/app/config.hpp"
#include "gateway/channels/ussd/mapped.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

/// What the router hands to the dispatcher, and what the dispatcher hands back.
namespace haatline::gateway {

/// A configured way in, with its provider at work. Lives as long as the router.
struct Route {
    std::size_t id = 0; ///< index into `Router::routes()` and into `Metrics::routes`
    RouteConfig config;
    /// A reload puts another one here; who began with this one holds it.
    std::shared_ptr<UssdProvider const> provider;

    std::string const& name() const { return config.name; }
    /// "africastalking:ATUid_1": unique over all routes, as the store knows a dialogue.
    std::string dialogue_key(std::string_view session) const {
        return config.name + ':' + std::string(session);
    }
};

class ReplyGuard;

/// What of a turn is a message's alone.
struct MessageTurn {
    std::string hand_to; ///< the route that may take the answer at once; empty: whoever is free
    ReplyGuard* guard = nullptr; ///< lives as long as the dispatcher
    bool only_wait = false;      ///< it is told to wait, and nothing else happens
};

struct TurnReply {
    enum class Kind : std::uint8_t { screen, hung_up_known, hung_up_unknown, forbidden };
    Kind kind = Kind::screen;
    UssdReply screen; ///< for Kind::screen
    /// Called once the bytes were handed to the kernel (true) or could not be (false). May be
    /// empty.
    std::function<void(bool written)> sent;
    bool taken = true; ///< false: nothing came of it, it should be brought again
};

/// One callback on its way through the house. `done` must be called exactly once, on the loop's
/// thread, now or later.
struct Turn {
    Route const* route = nullptr;
    Callback callback;
    std::function<void(TurnReply)> done;
    /// Who read the callback, and therefore says what it means, whatever a reload does meanwhile.
    std::shared_ptr<UssdProvider const> provider = route ? route->provider : nullptr;
    std::shared_ptr<MessageTurn> message = nullptr; ///< null: a screen's
};

using TurnTaker = std::function<void(Turn)>;

} // namespace haatline::gateway
