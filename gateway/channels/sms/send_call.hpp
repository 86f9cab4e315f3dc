#pragma once

#include "gateway/channels/sms/carrier.hpp"
#include "gateway/mapping/mapping.hpp"
#include "locales/coding/sms_route.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// The calls of a mapping's `out:` by which messages travel.
struct SendCalls {
    mapping::Call const* one = nullptr; ///< `sms_send`, or the one that the route names
    mapping::Call const* many =
        nullptr; ///< one text to several: the same with `batch:`, or `sms_bulk`
    mapping::Call const* poll = nullptr; ///< asks what became of a message
    bool parts_are_told = false;         ///< reports come for each part
    bool by_our_id = false;              ///< reports name our id, not theirs

    /// @fails Errc::invalid_config when there is no call of that name.
    static Result<SendCalls> of(mapping::Mapping const& mapping, std::string_view name);
    std::size_t batch() const { return many ? many->batch : 1; }
};

/// Whether two messages may go out in one request: all but the numbers is the same.
bool goes_with(Outgoing const& first, Outgoing const& other);

/// What the slots of a call see of these messages, which go together. `sender`: where they name none.
mapping::CallInputs inputs_of(std::span<Outgoing const> messages, std::string_view sender);

/// Our id of a message, as providers give it back.
std::string our_id(Outgoing const& message);
/// Id of part `part` (from 1) where a provider tells of parts, but names them all by one id.
std::string part_id(std::string const& id, std::size_t part);

/// Why a request cannot be made for want of an input, by its name: "template", "header", …
std::string_view reason_without(std::string_view input);

/// What is known of one batch beside the provider's answer.
struct SentBatch {
    std::span<Outgoing const> messages;
    mapping::Call const& call;
    SendCalls const& calls;
    std::uint32_t segments = 1;
};

/// What an answer means for each message, in their order.
std::vector<Submitted> read_submitted(SentBatch const& batch, mapping::RouteFacts const& route,
                                      ClientReply const& reply, TimePoint now);
/// The same result for all.
std::vector<Submitted> all_of(std::span<Outgoing const> messages, Submitted const& result);

/// `Retry-After` in seconds, at most an hour; 0 where it says nothing readable.
Millis retry_after(ClientReply const& reply);

/// A provider's code as it may be kept and shown: at most 64 printable characters.
std::string shown_code(std::string_view code);

} // namespace haatline::gateway
