#pragma once

#include "gateway/mapping/section.hpp"
#include "gateway/net/client_message.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace haatline::gateway::mapping {

/// How the answer to one of our requests is read.
struct CallAnswer {
    Reads reads = Reads::text;
    std::optional<std::string> each;   ///< of a batch: the list with one item for each number
    std::optional<Condition> accepted; ///< absent: any 2xx
    std::vector<ReadRule> rules;
    std::vector<std::string> keep_names;
    std::optional<Condition> retry_when;
    WordMap reasons;                ///< raw_code → reason
    std::vector<std::string> retry; ///< raw codes worth another try
    std::optional<EventKind> event; ///< of a status poll
};

/// One section of `out:`.
struct Call {
    enum class Auth : std::uint8_t { none, basic, bearer, token, sigv4 };
    std::string name;
    int line = 0;
    std::string method = "POST";
    TextTemplate url;
    std::vector<std::string> hosts;
    std::vector<std::pair<std::string, TextTemplate>> headers, query;
    std::string content_type;
    Body body;
    /// Members instead of the body's when the text is not GSM 7-bit; without a template: left out.
    std::vector<std::pair<std::string, std::optional<TextTemplate>>> unicode;
    std::vector<std::pair<std::string, JsonTemplate>> unicode_json;
    std::vector<std::pair<std::string, Choice>> let; ///< values for the slots, made in order
    std::vector<std::string> needs;
    std::size_t batch = 1;
    bool idempotent =
        false; ///< the same `our_message_id` again is the same message to the provider
    Auth auth = Auth::none;
    std::vector<TextTemplate> auth_parts;
    std::string token_call;          ///< Auth::token
    std::optional<Expression> token; ///< of a call that fetches one
    std::optional<Expression> token_valid_s;
    CallAnswer answer;
};

/// What a call is given.
struct CallInputs {
    Values texts; ///< to, text, template_id, …
    GivenLists lists;
    /// Of an asynchronous screen: the request it answers, and what its dialogue began with.
    Sheet const* sheet = nullptr;
    std::vector<std::string> const* keep_names = nullptr;
    Values const* stored = nullptr;
};

struct SubmitResult {
    bool ok = false;
    std::string reason = "unknown"; ///< docs/failure-reasons.md; empty when ok
    bool retryable = false;
    Sheet sheet;
};

/// Headers of a request of ours or of a played one; a content type goes where the client takes it from.
Result<void> render_headers(std::vector<std::pair<std::string, TextTemplate>> const& headers,
                            Scope const& scope, ClientRequest& out);

/// The request of `call`, to host number `host` of its list. `token`: what its token call gave.
/// @fails Errc::bad_request naming an input that is missing.
Result<ClientRequest> make_request(Call const& call, RouteFacts const& route,
                                   CallInputs const& inputs, TimePoint now,
                                   std::string_view token = {}, std::size_t host = 0);

/// What the answer means. An HTML page, a 5xx, a 429 or nothing readable may be tried again.
SubmitResult read_answer(Call const& call, RouteFacts const& route, ClientReply const& reply,
                         TimePoint now);
/// The same of each item of `answer: each:`; one for the whole where there is no such list, or it is empty.
std::vector<SubmitResult> read_answers(Call const& call, RouteFacts const& route,
                                       ClientReply const& reply, TimePoint now);
/// What a call that fetches a token gave, and for how long it is good; nothing when it was refused.
struct FetchedToken {
    std::string value;
    std::chrono::seconds good_for{};
};
std::optional<FetchedToken> read_token(Call const& call, RouteFacts const& route,
                                       ClientReply const& reply, TimePoint now);

} // namespace haatline::gateway::mapping
