#pragma once

#include "base/values.hpp"
#include "base/world.hpp"
#include "cluster/msisdn.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The port between the outbox and whoever carries messages: an SMPP link, a provider's HTTP interface.
/// Everything happens on the loop's thread.
namespace haatline::gateway {

/// What India's register wants to see of a message (cluster/dlt); empty where no rule asks for it.
struct DltFacts {
    std::string entity, header, template_id, chain;
    std::vector<std::pair<std::string, std::string>> variables; ///< of the template, in its order
};

/// One message as a carrier takes it: a whole text, which the carrier cuts into parts.
struct Outgoing {
    std::int64_t parcel = 0; ///< its reference goes along wherever a protocol has room for one
    Msisdn to;
    std::string text;   ///< UTF-8
    std::string sender; ///< header or short code; empty: the route's own
    DltFacts dlt;
    TimePoint valid_until{};
    std::uint8_t cls = 1; ///< storage::outbox::Class
    bool wants_receipt = true;
    bool again = false; ///< handed over before a crash or cut: it may have arrived
};

/// What came of one submission.
struct Submitted {
    enum class What : std::uint8_t {
        accepted,
        refused,   ///< for good
        retry,     ///< this message, later
        slow_down, ///< the route is full: the same place in the line, no try used up
        unknown,   ///< sent, never answered
        not_sent,  ///< nothing left: the route went down first
    };
    std::int64_t parcel = 0;
    What what = What::accepted;
    std::vector<std::string>
        ids{}; ///< one a part; where not accepted: of the parts that were taken so far
    std::uint32_t parts = 1;    ///< how many ids, and receipts, the whole message has
    std::uint32_t segments = 0; ///< of the whole message
    std::string reason{};       ///< docs/failure-reasons.md
    std::string raw_code{};     ///< as the provider wrote it
    Millis retry_after{};       ///< asked for by the provider; 0: nothing said
};

/// A delivery report in our words. `state`: delivered, undelivered, expired, refused, or accepted for an
/// intermediate one.
struct ReceiptNews {
    std::string id;
    std::vector<std::string> also{}; ///< the same id in the other spellings this route may mean
    std::uint64_t reference = 0;
    Msisdn to{};
    std::string state, reason{}, raw_code{};
    /// A message of several parts to this phone is with the carrier: without its id nobody knows what this ends.
    bool of_part = false;
};

/// A message from a phone, whole: parts were joined.
struct Arrived {
    Msisdn from;
    std::string to;   ///< short code or long number it was sent to, as digits
    std::string text; ///< UTF-8; empty where it could not be read, and `odd` says why
    std::string odd{};
    std::string
        identity; ///< what a second delivery of the same message repeats; empty when nothing does
    /// `identity` is made of the message itself, for want of an id: "1" and "1" again have the same, so it tells a
    /// twin only where `maybe_again` says that there may be one.
    bool by_content = false;
    bool maybe_again =
        false; ///< the link died before our answer may have been read: `identity` tells a twin
};

class Carrier;

/// Whom a carrier tells. `stored(true)` once it is on disk: only then the provider hears "taken".
class CarrierListener {
  public:
    using Stored = std::function<void(bool stored)>;
    virtual ~CarrierListener() = default;
    virtual void submitted(Carrier& carrier, std::vector<Submitted> results) = 0;
    virtual void receipts(Carrier& carrier, std::vector<ReceiptNews> news, Stored stored) = 0;
    virtual void arrived(Carrier& carrier, Arrived message, Stored stored) = 0;
    /// It can take messages (again), or takes none any more.
    virtual void changed(Carrier& carrier) = 0;
};

/// A way out. Keeps no queue of its own beyond what it was handed; loses nothing in silence: every
/// submission has one result.
class Carrier {
  public:
    virtual ~Carrier() = default;
    virtual std::string_view name() const = 0; ///< of the route
    /// Up: bound, or a provider that answered lately.
    virtual bool up() const = 0;
    /// Messages it may have unanswered at once, as things stand; the outbox counts a message until its result is on disk.
    virtual std::size_t window() const = 0;
    /// How many it takes now.
    virtual std::size_t room() const = 0;
    /// In this order to each recipient. `messages` are consumed.
    virtual void submit(std::vector<Outgoing> messages) = 0;
    /// Paise of a segment, for choosing and for previews; 0: not known.
    virtual std::uint32_t price_paise() const { return 0; }
    virtual bool writes(std::string_view language) const = 0; ///< false: Latin letters only
    /// No more submissions; what is unanswered is waited for until `by`.
    virtual void drain(TimePoint by) = 0;
};

} // namespace haatline::gateway
