#pragma once

#include "base/masked.hpp"
#include "gateway/net/stream_dial.hpp"
#include "gateway/wire/smpp/dialect.hpp"
#include "gateway/wire/smpp/dlt_fields.hpp"
#include "gateway/wire/smpp/link.hpp"
#include "gateway/wire/smpp/long_message.hpp"
#include "gateway/wire/smpp/receipt.hpp"
#include "gateway/wire/smpp/text_in.hpp"
#include "gateway/wire/smpp/window.hpp"
#include "locales/coding/measure.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace haatline::gateway {

/// One account at an SMSC, as `[[smpp]]` describes it: every maker and operator differs, so nearly all is
/// a choice. docs/configuration.md says what for.
struct SmppOptions {
    std::string name; ///< of the route
    StreamTarget target;
    std::string system_id, system_type;
    Secret password;
    bool pair = false;  ///< a transmitter and a receiver, in place of a transceiver
    unsigned binds = 1; ///< so many, or so many pairs

    smpp::LinkTimers timers;
    smpp::Lenience lenience;
    std::size_t owed_most = 500;
    smpp::WindowOptions window;
    smpp::TextOptions text;
    smpp::CharsetOptions charsets;
    smpp::ReceiptOptions receipts;
    smpp::IdForm id_form = smpp::IdForm::same;

    std::string sender; ///< where a message names none: a header or a short code
    std::uint8_t header_ton = 5, header_npi = 0, code_ton = 0, code_npi = 0;
    std::vector<smpp::DltField> dlt; ///< empty: the register's fields are not sent
    smpp::ChainForm chain = smpp::ChainForm::none;
    std::uint8_t esm_mode = 0; ///< bits 1-0 of esm_class
    bool absolute_validity = false;

    /// What this operator's numbers mean: command_status as "0x45", or err of a receipt, to a reason of
    /// docs/failure-reasons.md.
    std::map<std::string, std::string, std::less<>> reasons;
    std::set<std::uint32_t> retry_codes; ///< vendors' statuses that are worth another try

    smpp::UssdDialect const* ussd = nullptr;
    std::string ussd_code = "*789#"; ///< what phones dial; behind it they may dial further
    smpp::UssdCoding ussd_coding;
    coding::PageBudget ussd_budget{160, 60};

    std::uint32_t price_paise = 0;
    bool native_letters = true;                  ///< UCS-2 arrives
    std::chrono::milliseconds parts_wait{1'000}; ///< for the other parts, before a part is put off
};

/// What /metrics shows of one bind.
struct SmppCounts {
    std::uint64_t submitted = 0, accepted = 0, throttled = 0, refused = 0, retried = 0,
                  unanswered = 0, lost = 0;
    std::uint64_t receipts = 0, unreadable_receipts = 0, messages = 0, ussd = 0, put_off = 0,
                  acknowledgements = 0;
    std::uint64_t binds = 0, bind_failures = 0, closes = 0;
};

} // namespace haatline::gateway
