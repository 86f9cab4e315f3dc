#pragma once

#include "base/result.hpp"
#include "cluster/msisdn.hpp"
#include "gateway/channels/ussd/heard.hpp"
#include "gateway/net/http.hpp"
#include "gateway/wire/fields.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// How a provider's second sending of the same answer is told from the caller's next answer
/// (decisions.md, "Retry identity").
enum class RetryRule : std::uint8_t {
    exact, ///< the same identity always means the same answer (africastalking, imimobile)
    while_unanswered, ///< only while its twin is unanswered or its reply could not be written
                      ///< (comviva)
};

/// One callback, read and validated, before anybody knows whether its dialogue is alive.
struct Callback {
    enum class Kind : std::uint8_t { turn, hangup };
    Kind kind = Kind::turn;
    Msisdn phone;
    std::string session;  ///< dialogue key, e.g. "ATUid_1" or "+91…|789"; unique within the route
    std::string identity; ///< what a retry repeats
    RetryRule retry = RetryRule::exact;
    std::string text;   ///< as sent, decoded: cumulative, plain, the dialled code, …
    std::string code;   ///< service code when the request names it ("*384*1#"), or "suffix:789"
    std::string reason; ///< hangup: the provider's word
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
    virtual Result<Callback> read(RawRequest const& request, Fields const& fields,
                                  std::span<std::string const> rest) const = 0;
    /// Whether `text` holds all answers so far, so that the next one is what comes behind the last.
    virtual bool cumulative() const { return false; }
    virtual Meaning meaning(Callback const& callback, LiveDialogue const& live) const = 0;
    virtual RawReply reply(UssdReply const& screen) const = 0;
    /// Answer to a hang-up notice; `known`: the dialogue was alive.
    virtual RawReply hung_up(bool known) const = 0;
    /// Answer to a request that `read` refused.
    virtual RawReply refuse(Error const& error) const = 0;
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
};

/// "africastalking", "imimobile", "comviva"; nothing for another name.
std::unique_ptr<UssdProvider> make_provider(std::string_view name, ProviderOptions const& options);
std::vector<std::string_view> provider_names();

} // namespace haatline::gateway
