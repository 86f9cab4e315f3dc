#pragma once

#include "base/result.hpp"
#include "base/values.hpp"
#include "base/world.hpp"
#include "cluster/msisdn.hpp"
#include "gateway/channels/ussd/heard.hpp"
#include "gateway/net/client_message.hpp"
#include "gateway/net/http.hpp"
#include "gateway/wire/cidr.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

struct SmsHeard;

/// How a provider's second sending of the same answer is told from the caller's next answer
/// (decisions.md, "Retry identity").
enum class RetryRule : std::uint8_t {
    exact,           ///< the same identity always means the same answer (africastalking, imimobile)
    within_a_minute, ///< the same text again within 60 s is the same message (SMS without an id)
    while_unanswered, ///< only while its twin is unanswered or its reply could not be written
                      ///< (comviva)
};

/// What a reply needs of the request it answers, in the provider's own keeping.
struct Echo {
    std::uint16_t section = 0;
    bool known = false;                  ///< the dialogue's earlier requests are remembered
    std::shared_ptr<void const> request; ///< mostly nothing
};

/// One callback, read and validated, before anybody knows whether its dialogue is alive.
struct Callback {
    enum class Kind : std::uint8_t {
        turn,
        hangup,
        notice,   ///< of a dialogue that goes on; acknowledged and no more
        messages, ///< from phones, or reports on ours: acknowledged once they are kept
    };
    Kind kind = Kind::turn;
    Msisdn phone;         ///< nobody's (number 0) where only the dialogue's first request names it
    std::string session;  ///< dialogue key, e.g. "ATUid_1" or "+91…|789"; unique within the route
    std::string identity; ///< what a retry repeats
    RetryRule retry = RetryRule::exact;
    std::string text;   ///< as sent, decoded: cumulative, plain, the dialled code, …
    std::string reason; ///< hangup: the provider's word
    Echo echo;
    std::uint32_t rules =
        0; ///< what of the request bears on its meaning, in the provider's own keeping
    bool without_id = false;             ///< `session` was made of the number: it also ends by time
    Values stores;                       ///< to be remembered for the dialogue's later requests
    std::uint32_t unknown_fields = 0;    ///< ignored, but counted
    std::shared_ptr<SmsHeard const> sms; ///< of Kind::messages
    std::optional<Error> fault;          ///< of Kind::messages: nothing of them could be read
    std::string once; ///< of a signature: seen before, and no retry, it is somebody's recording
};

/// What is known before a callback is read.
struct Listening {
    /// What the dialogue's earlier requests said (`Callback::stores`); nullptr when nobody remembers.
    std::function<Values const*(std::string_view session)> recall;
    TimePoint now{};
    std::span<Cidr const> trusted_proxies;
    bool at_dlr = false; ///< it came to /dlr/…, where reports on messages are taken alone
};

/// What the dispatcher knows of the dialogue a callback belongs to.
struct LiveDialogue {
    std::string_view session; ///< key of the phone's current dialogue; empty when there is none
    Heard text;               ///< `Callback::text` of the last turn taken in it
    bool ended = false;
    std::chrono::milliseconds idle{}; ///< since that turn
    bool overtaken = false; ///< the callback's session was this phone's, before a newer call
};

/// What a callback means, given the dialogue.
struct Meaning {
    enum class Kind : std::uint8_t {
        dial,   ///< a new dialogue begins; `input` is what was dialled behind the code ("22",
                ///< "110001", "")
        answer, ///< `input` is what the caller typed
        again, ///< no session id, and the caller was away longer than a dialogue waits: continue or
               ///< start again?
        late,  ///< belongs to a dialogue that is over or overtaken: say so and close
    };
    Kind kind = Kind::dial;
    std::string input;
};

struct UssdReply {
    std::string text;
    bool ended = false;
};

/// One USSD provider: its callback format, its reply format, its traps. Pure; one file each.
class UssdProvider {
  public:
    virtual ~UssdProvider() = default;
    virtual std::string_view name() const = 0;
    /// `rest`: path segments after the token. @fails Errc::bad_request naming the field,
    /// Errc::not_found for an unknown suffix, Errc::unauthenticated for wrong credentials in the
    /// query.
    virtual Result<Callback> read(RawRequest const& request, std::span<std::string const> rest,
                                  Listening const& listening) const = 0;
    /// Whether `text` holds all answers so far, so that the next one is what comes behind the last.
    virtual bool cumulative() const { return false; }
    virtual Meaning meaning(Callback const& callback, LiveDialogue const& live) const = 0;
    virtual RawReply reply(UssdReply const& screen, Echo const& echo) const = 0;
    /// Answer to a hang-up notice; `known`: the dialogue was alive.
    virtual RawReply hung_up(bool known, Echo const& echo) const = 0;
    /// Answer to a request that `read` refused.
    virtual RawReply refuse(Error const& error) const = 0;
    /// Answer to messages that could not be read: not all are refused as dialogues are.
    virtual RawReply refuse_messages(Error const& error, Echo const&) const {
        return refuse(error);
    }
    /// Whether the screen goes out by a request of ours, after the callback was acknowledged.
    virtual bool answers_later(Echo const&) const { return false; }
    virtual RawReply acknowledge(Echo const&) const { return {}; }
    /// The request that carries the screen; its path is a whole address.
    virtual Result<ClientRequest> later(UssdReply const&, Echo const&, TimePoint) const {
        return fail(Errc::unsupported, "this provider takes the screen in the reply");
    }
};

/// What an operator may set per route, as far as the provider's format needs it.
struct ProviderOptions {
    std::string service_code =
        "*789#"; ///< comviva: recognises a dial; imimobile: the path suffix without * and #
    std::chrono::milliseconds session_ttl{600'000};
    std::chrono::milliseconds answer_gap{
        60'000};      ///< imimobile: longer silence asks "continue or start again"
    std::string user; ///< comviva: credentials in the query, when set
    std::string password;
    bool accept_get = false; ///< africastalking: simulators send GET; real callbacks are POST
    std::string url;         ///< our public address for the route, as the provider was told it
    Values settings, secrets, next_secrets; ///< by the mapping's names
};

} // namespace haatline::gateway
