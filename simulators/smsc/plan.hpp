#pragma once

#include "simulators/smsc/account.hpp"
#include "simulators/smsc/dlt.hpp"
#include "simulators/smsc/faults.hpp"
#include "simulators/smsc/message_id.hpp"
#include "simulators/smsc/receipt.hpp"
#include "simulators/smsc/text.hpp"
#include "simulators/smsc/ussd.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace haatline::simulators::smsc {

/// What this SMSC is like.
struct Plan {
    std::vector<Account> accounts{Account{}};
    Faults faults;
    std::uint64_t seed = 1;
    IdStyle ids = IdStyle::decimal;
    ReceiptStyle const* receipts = &receipt_styles().front(); ///< null: each style in turn
    ReceiptManner manner;
    Span receipt_after{50, 200};
    DltCheck dlt;
    bool honours_reference = false; ///< (account, destination, reference) once only
    smpp::Lenience lenient;
    std::uint8_t version = 0x34; ///< sc_interface_version
    // Deliveries.
    std::size_t window = 10;      ///< deliver_sm unanswered on a link
    Span again_after{1000, 2000}; ///< what was put off (0x64, 0x14, 0x58, 0x08) comes again
    std::size_t waiting_most =
        200'000; ///< deliveries kept for an account; more are lost, and counted
    // Links.
    std::chrono::milliseconds bind_within{10'000}, answer_within{60'000}, pdu_within{10'000},
        enquire_after{30'000}, silent_most{300'000};
    // Phones.
    Span think{200, 800};
    double mo_rate = 0, ussd_rate = 0; ///< a second
    std::string mo_to = "56161", code = "*789#";
    std::vector<std::string> lines{"HELP"}; ///< a phone's message, then its answers
    Long long_mode = Long::udh8;
    std::uint64_t first_number = 919'005'000'000; ///< of the phones that write by themselves
    Dialect const* dialect = &dialects().front();
    // Bounds of what is remembered.
    std::size_t messages_most = 200'000, texts_most = 100'000, witnessed_most = 4'000'000;
};

} // namespace haatline::simulators::smsc
