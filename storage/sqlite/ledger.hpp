#pragma once

#include "cluster/msisdn.hpp"
#include "storage/ledger.hpp"
#include "storage/outbox.hpp"
#include "storage/sqlite/sql.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace haatline::storage {

/// What the register has of a text; empty where no rule asks for it.
struct MessageTerms {
    std::string_view entity, header, template_id, version, chain;
};

/// One act to be written. Texts must live until `append` returns.
struct LedgerRow {
    TimePoint at{};
    LedgerAct act = LedgerAct::queued;
    outbox::State state = outbox::State::waiting; ///< after it; of a receipt: what it says
    std::int64_t parcel = 0;                      ///< 0: a message from her
    std::int64_t campaign = 0;
    std::int64_t subject = 0; ///< needed of queued and received: it is how she is found
    outbox::Class cls = outbox::Class::service;
    std::string_view category{}, language{};
    std::string_view purpose{}; ///< of the consent it rests on; empty: an answer
    std::int64_t person =
        0; ///< not written: whose standing consent is looked up when `consent` is 0
    std::int64_t consent = 0;     ///< row of `consent`
    std::string_view caused_by{}; ///< "step 17", "campaign 4", "api shop", "staff asha"
    MessageTerms terms{};
    std::string_view variables{};    ///< types and lengths: "numeric:2 alphanumeric:11"
    std::string_view route{}, ids{}; ///< the provider's, one a part, blanks between
    std::uint32_t segments = 0, paise = 0;
    std::string_view reason{}, raw_code{};
    Msisdn to{}; ///< not written: taken out of what a provider wrote, who may make his ids of it
};

/// Appends to the message ledger inside the writer's transaction; cheap, since it holds the end of
/// the chain in memory. Rows of other connections are noticed.
class Ledger {
  public:
    explicit Ledger(Prepared& sql) : sql_(sql) {}

    /// @fails what the disk says. Whatever rolls back afterwards, also to a savepoint, must `forget`.
    Result<void> append(LedgerRow const& row);
    /// After a rollback: what was appended inside it is not there.
    void forget();

  private:
    Result<void> catch_up();
    Result<std::int64_t> terms_of(MessageTerms const& terms);
    Result<std::int64_t> consent_of(LedgerRow const& row);

    Prepared& sql_;
    bool known_ = false;
    unsigned version_ = 0; ///< of the file, as this connection sees it
    std::int64_t seq_ = 0;
    std::string hash_;
    std::string sealed_;                  ///< octets under the hash, kept for its room
    std::string terms_text_, terms_hash_; ///< of the last terms, which are mostly the next ones too
    std::int64_t terms_ = 0;
    std::unordered_map<std::string, std::int64_t> terms_known_; ///< by hash
};

struct LedgerReport {
    LedgerHead head;
    std::vector<std::string> faults; ///< one sentence each, with the row and what to do; at most 20
};

/// Reads the whole ledger: each row's hash over itself and the row before, no row missing, terms as
/// they were, and the triggers. `known_head`: as printed earlier; in no row, the end was cut off.
/// @fails Errc::bad_request when it is no hash; what the disk says.
Result<LedgerReport> verify_ledger(Db& db, std::string_view known_head);

/// What a provider wrote, fit to be kept for good: at most `octets`, no control characters, and for
/// every stretch that reads like a telephone number one '#'.
std::string without_numbers(std::string_view written, std::size_t octets);

} // namespace haatline::storage
