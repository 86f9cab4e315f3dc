#pragma once

#include "gateway/mapping/mapping.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace haatline::gateway::mapping {

/// What the provider's side shows of our reply.
struct Shown {
    std::string text;
    bool ended = false;
};

/// One dialogue as the provider's network speaks it, from `plays:` and `hears:` of the mapping. Pure.
class Player {
  public:
    struct Caller {
        std::string phone;   ///< E.164 with +
        std::string session; ///< a new id for each dialogue
    };

    /// @fails Errc::unsupported when the mapping says nothing of how this channel is played.
    static Result<Player> make(Mapping const& mapping, RouteFacts const& route, Caller caller);

    /// `dialled`: the whole code ("*789*22#"); `transaction`: an id nobody used before.
    Result<ClientRequest> begin(std::string_view dialled, std::string_view transaction,
                                TimePoint now);
    Result<ClientRequest> answer(std::string_view text, std::string_view transaction,
                                 TimePoint now);
    /// Nothing where the provider has no such notice.
    std::optional<Result<ClientRequest>> abort(std::string_view transaction, TimePoint now);
    /// @fails Errc::invalid_data when the reply is not what the provider would understand.
    Result<Shown> hear(ClientReply const& reply) const;
    bool asynchronous() const { return later_ != nullptr; }
    /// The screen of an asynchronous provider, out of the request by which it was sent.
    std::string const& session() const { return caller_.session; }

  private:
    Player(Mapping const& mapping, RouteFacts const& route, Caller caller)
        : mapping_(&mapping), route_(&route), caller_(std::move(caller)) {}
    Result<ClientRequest> play(std::string_view name, std::string_view text,
                               std::string_view transaction, TimePoint now);

    Mapping const* mapping_;
    RouteFacts const* route_;
    Caller caller_;
    Section const* last_ = nullptr; ///< which section the last request was for
    Call const* later_ = nullptr;
    std::string dialled_, arguments_, answers_;
    bool first_ = true;
};

/// One request of `plays:`. `given`: what it says of names and values.
Result<ClientRequest> play_request(Play const& play, RouteFacts const& route, Values const& given,
                                   TimePoint now);
/// Our reply as the provider reads it.
Result<Shown> hear_reply(Hears const& hears, RouteFacts const& route, ClientReply const& reply);

} // namespace haatline::gateway::mapping
