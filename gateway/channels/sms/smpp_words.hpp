#pragma once

#include "gateway/channels/sms/carrier.hpp"
#include "gateway/channels/sms/smpp_options.hpp"

#include <optional>
#include <string>
#include <vector>

/// Between our words and SMPP's.
namespace haatline::gateway {

/// Why a message does not leave: a reason of docs/failure-reasons.md and what an operator reads.
struct SmppRefusal {
    std::string reason, detail;
    bool operator==(SmppRefusal const&) const = default;
};

/// The submit_sm of one message, a part each, without sequence numbers.
/// @fails with what the link requires and nobody gave, or a text that it cannot carry.
tl::expected<std::vector<smpp::Pdu>, SmppRefusal> submissions_of(Outgoing const& message,
                                                                 SmppOptions const& options,
                                                                 std::uint16_t reference,
                                                                 TimePoint now);

/// "0x58 RTHROTTLED".
std::string raw_code_of(std::uint32_t status);
/// Our reason for a refusal, the operator's own table first.
std::string reason_of(std::uint32_t status, SmppOptions const& options);

/// A receipt in our words. Nothing when it has no id and no reference: nobody could ever match it.
std::optional<ReceiptNews> news_of(smpp::Pdu const& pdu, SmppOptions const& options);

/// What a second delivery of the same PDU repeats, as a digest.
std::string identity_of(smpp::Pdu const& pdu);

/// Who wrote, whatever stands before the number. Nothing for what is no number of the plan.
std::optional<Msisdn> writer_of(smpp::Address const& source);

} // namespace haatline::gateway
