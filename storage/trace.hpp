#pragma once

#include "cluster/msisdn.hpp"
#include "storage/audit.hpp"
#include "storage/ledger.hpp"
#include "storage/outbox.hpp"

#include <optional>
#include <string>
#include <vector>

/// What became of a message, for whoever has to answer a complaint.
namespace haatline::storage {

/// Which messages: exactly one of the first three is set.
struct TraceQuery {
    Msisdn phone;               ///< to and from this number
    std::int64_t parcel = 0;    ///< ours
    std::string provider_id;    ///< the provider's, of one part
    TimePoint since{}, until{}; ///< of their first act; zero: no bound
    std::size_t most = 50;
};

/// One act, as the ledger has it.
struct TraceLine {
    std::int64_t seq = 0;
    TimePoint at{};
    LedgerAct act = LedgerAct::queued;
    outbox::State state = outbox::State::waiting;
    std::string route, ids;
    std::uint32_t segments = 0, paise = 0;
    std::string reason, raw_code;
    std::string entity, header, template_id, version, chain, variables;
};

/// How the consent stands that a message rests on.
struct ConsentProof {
    std::string purpose, basis, notice, lang, channel;
    TimePoint given{}, withdrawn{}; ///< withdrawn zero: it stands
};

struct TracedMessage {
    std::int64_t parcel = 0; ///< 0: it came from her
    Msisdn phone;            ///< 0: erased, or not known
    std::int64_t person = 0; ///< 0: nobody registered, or erased
    std::int64_t campaign = 0;
    outbox::Class cls = outbox::Class::service;
    std::string category, language, purpose, caused_by;
    std::optional<ConsentProof> consent;
    TimePoint stopped{};         ///< STOP stood since then when this was queued; zero: none stood
    TimePoint stopped_now{};     ///< STOP stands since then today
    std::vector<TraceLine> life; ///< in its order

    bool from_her() const { return parcel == 0; }
    TimePoint began() const { return life.empty() ? TimePoint{} : life.front().at; }
};

struct Traced {
    std::vector<TracedMessage> messages; ///< newest first
    std::size_t left_out = 0;            ///< more than `most`
};

/// Reads beside a gateway that serves, and records the look. `reveal_reason`: why the number must be
/// seen in full; empty when it need not be.
/// A provider's id is looked up among those of the last days, and only then by reading the whole
/// ledger from `since` on.
/// @fails Errc::bad_request for a reason that the audit refuses; else what opening the folder says.
Result<Traced> trace(std::string const& dir, TraceQuery const& query, Staff const& staff,
                     std::string_view reveal_reason);

} // namespace haatline::storage
