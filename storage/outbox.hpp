#pragma once

#include "base/result.hpp"
#include "base/values.hpp"
#include "base/world.hpp"
#include "cluster/msisdn.hpp"
#include "storage/campaign_work.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Messages on their way to phones. A parcel is written in the transaction that causes it; from then on
/// it only moves forward, and every move is on disk before anybody acts on it.
namespace haatline::storage::outbox {

/// Who goes first. Within a class the oldest, fair between campaigns.
enum class Class : std::uint8_t {
    caller,  ///< somebody waits for this answer
    service, ///< what a member was promised: an ask, its answer, a reference
    bulk,    ///< alerts and campaigns
};
constexpr std::size_t classes = 3;

/// In the order they may be reached; the final ones are never left.
enum class State : std::uint8_t {
    waiting,     ///< for a carrier
    resting,     ///< for its time: a pause between tries, hours in which nothing may be sent
    handed,      ///< a carrier has it; whether it left is not known yet
    accepted,    ///< the provider took it and gave ids
    delivered,   ///< a receipt says so, of every part
    undelivered, ///< a receipt says not, of some part; or every try failed
    refused,     ///< by us or the provider, for good: the reason says why
    expired,     ///< its validity ended first
    unknown,     ///< the provider never said, and sending again might send twice
    cancelled,   ///< its campaign was, or the member said STOP
};
constexpr std::size_t states = 10;
constexpr bool is_final(State state) { return state >= State::delivered; }
std::string_view name_of(State state);

/// A message as it is caused. Either `text` as it stands, or a text of the catalogue (`words`, channel
/// sms) that is filled with `with` when it is handed over, or the text of `campaign`.
struct NewParcel {
    Msisdn to;
    std::int64_t person = 0; ///< whom it is for; 0: whoever has the phone
    Class cls = Class::service;
    std::string category = "service_implicit"; ///< as the rules know it (cluster/dlt)
    std::string
        caused_by;    ///< for the ledger: "api shop", "campaign 4"; empty: the step that wrote it
    std::string once; ///< what makes it the same message when it is caused again; empty: nothing
    /// Sixteen octets by which whoever handed it in asks for it later, where it has no `once`. They begin with the
    /// time, so that an index of millions grows at its end and not in every page.
    std::string named;
    std::string language; ///< of the reader
    std::string words;
    Values with;
    std::string text;
    std::int64_t campaign = 0;
    std::string
        consent; ///< purpose it rests on (cluster/consent.hpp); empty: an answer to her own message
    TimePoint not_before{};  ///< rests until then
    TimePoint valid_until{}; ///< never sent after it
    /// The route that takes it at once: it is born handed, and no second commit stands before the answer.
    std::string hand_to;
};

struct Parcel : NewParcel {
    std::int64_t id = 0; ///< grows in the order of writing
    State state = State::waiting;
    std::uint32_t tries = 0; ///< how often it was handed over
    std::string route;       ///< who has it, or had it last
    TimePoint written_at{};
    std::int64_t subject = 0;
    /// Why it may not leave any more, as docs/failure-reasons.md has it: she stopped all messages, or withdrew
    /// the consent it rests on. Empty: it may.
    std::string barred;
    /// An older one of this recipient and class was tried and is not over: this one must wait, and comes without words.
    bool behind = false;
};

// What becomes true of parcels; each is one row of the writer's next commit.

/// Born outside a dialogue: campaigns, the API. Those whose `once` is there already are left out.
struct Put {
    std::vector<NewParcel> parcels;
    TimePoint at{};
};
/// What stands in the ledger of a message as it leaves: no value of a variable, only its type and length.
struct HandFacts {
    std::string entity, header, template_id, version, chain;
    std::string variables; ///< "numeric:2 alphanumeric:11"
};
/// On disk before the first octet leaves: after a crash these are the ones that may have been sent. The ledger tells of
/// it with what came of it, or at the next start.
struct Hand {
    std::string route;
    std::vector<std::int64_t> parcels;
    /// Those of them that are an alert's and were never tried: nothing of them stands in the ledger yet.
    std::vector<std::int64_t> first_tries;
    TimePoint at{};
};
/// What a carrier says of one parcel.
struct Outcome {
    std::int64_t parcel = 0;
    /// As its carrier had it, so that nobody has to read the row for it; nobody: it is read.
    Msisdn to;
    Class cls = Class::service;
    std::int64_t campaign = 0;
    State state = State::
        accepted; ///< accepted, refused, undelivered, unknown, or waiting, resting for another try
    /// The provider's, one a part, in their order; where it was not accepted, of the parts that were taken all the
    /// same.
    std::vector<std::string> ids;
    std::uint32_t parts = 1;      ///< how many ids, and receipts, the whole message has
    std::uint32_t segments = 0;   ///< of the whole message
    std::uint32_t paise = 0;      ///< of the segments that are billed; 0: not known
    HandFacts facts;              ///< of one that a carrier had
    std::string reason, raw_code; ///< docs/failure-reasons.md, and as the provider wrote it
    TimePoint again_at{};         ///< for resting
    bool counts = true;           ///< false: the route was busy, no try is used up
};
struct Outcomes {
    std::string route;
    std::vector<Outcome> each;
    TimePoint at{};
};
/// A receipt as it came in; matched against ids of `route` in the writer, parked when it is early.
struct Receipt {
    std::string route;
    std::string id; ///< as the provider wrote it
    std::vector<std::string>
        also; ///< other spellings of the same id: without zeros, in the other base
    std::uint64_t reference = 0; ///< low bits of the parcel's id where they came back; 0: none
    Msisdn to;                   ///< nobody where it does not say
    State state =
        State::delivered; ///< delivered, undelivered, expired, refused; accepted: not final
    std::string reason, raw_code;
    TimePoint at{};
    bool of_part = false; ///< of a message that is not answered yet: only an id says whose it is
};
struct Receipts {
    std::vector<Receipt> each;
};
/// Once a second: what rested long enough waits again.
struct Wake {
    TimePoint now{};
};
/// At the start: what a carrier had when the last process ended waits again, with its tries.
struct Recover {
    TimePoint now{};
};
/// No parcel of these leaves any more.
struct Cancel {
    std::int64_t campaign = 0;
    std::vector<std::int64_t> parcels;
    TimePoint at{};
};

using Change = std::variant<Put, Hand, Outcomes, Receipts, Wake, Recover, Cancel, campaigns::Feed,
                            campaigns::Tend>;

/// What a change did, told with its commit.
struct Done {
    std::vector<Parcel> born; ///< those born handed, whole; others are read when their turn comes
    std::vector<std::int64_t> ids;  ///< of Put and Step::parcels, in their order; 0: it was there
    std::size_t put = 0, known = 0; ///< new ones, and those that were there
    std::size_t matched = 0, parked = 0,
                late = 0;           ///< of Receipts: late ones change nothing any more
    std::size_t freed = 0;          ///< of Receipts: ended before they were answered
    std::vector<std::int64_t> gone; ///< of Hand: cancelled meanwhile, so not to be sent
    std::size_t woken = 0;          ///< of Wake and Recover
    TimePoint next_due{};           ///< of Wake: when the next one has rested; zero: none rests
    std::size_t cancelled = 0;
    Msisdn
        quieter; ///< of a step: what is in memory for this phone is to be looked at again; nobody: nothing changed
    campaigns::Fed fed;       ///< of Feed, whose parcels count as put
    campaigns::Tended tended; ///< of Tend
    bool any() const { return !born.empty() || put > 0; }
};

/// Parts that a provider took and of which the last word is missing, for whoever has to ask for it; a page at a time.
struct OpenPart {
    std::string id;
    TimePoint valid_until{}; ///< of its message
};
struct OpenPartsAfter {
    std::string route;
    std::string id; ///< where the last page ended
    std::int64_t parcel = 0;
    TimePoint now{};
    std::size_t looked_at_max = 1024; ///< rows; those that are over are among them
};
struct OpenParts {
    std::vector<OpenPart> parts;
    std::string id; ///< where the next page begins
    std::int64_t parcel = 0;
    bool all = false; ///< there is no next page
};

/// What a gateway asks for when it has room.
struct Want {
    Class cls = Class::caller;
    std::int64_t campaign = 0; ///< of bulk: whose turn it is
    std::int64_t after = 0;    ///< only those behind this id, which were read before
    std::size_t max = 256;
};

/// What became of one message so far, for whoever sent it.
struct Seen {
    std::int64_t id = 0;
    State state = State::waiting;
    std::uint32_t tries = 0, segments = 0;
    std::string route, reason;
    TimePoint written_at{}, moved_at{}, valid_until{};
};

/// How much stands where, for metrics and the start.
struct Counts {
    std::uint64_t waiting[classes] = {};
    std::uint64_t resting = 0, handed = 0, parked_receipts = 0;
    TimePoint oldest_waiting{}; ///< of caller and service; zero: none waits
};

} // namespace haatline::storage::outbox
