#pragma once

#include "gateway/wire/smpp/in_flight.hpp"
#include "gateway/wire/smpp/stream.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace haatline::smpp {

enum class Role : unsigned char {
    esme, ///< asks: the gateway
    smsc, ///< is asked: the simulator
};

/// Reference: smpp.md §3.
enum class Bound : unsigned char { open, binding, tx, rx, trx, unbinding, closed };

/// Why a link ended.
enum class Closed : unsigned char {
    peer_closed,  ///< TCP ended
    peer_unbound, ///< unbind came and was answered
    unbound,      ///< ours was
    bind_refused, ///< with the status of the event's PDU
    bind_unanswered,
    no_bind,    ///< a server's patience with who connects and says nothing
    bad_length, ///< there is no telling where the next PDU begins
    half_pdu,   ///< one began and did not end
    silent,     ///< enquire_link was not answered
    inactive,
    too_many_unknown, ///< commands nobody knows, past all patience
    by_us,
};
std::string_view name_of(Closed why);

struct LinkTimers {
    Instant session_init = std::chrono::seconds(10);
    Instant enquire = std::chrono::seconds(30); ///< of silence; 0: never
    Instant enquire_answer = std::chrono::seconds(10);
    unsigned enquiries = 2; ///< unanswered ones until the link counts as dead
    Instant inactivity = std::chrono::seconds(300); ///< smsc only; 0: never
    Instant response = std::chrono::seconds(60);
    Instant half_pdu = std::chrono::seconds(10);
    Instant unbind = std::chrono::seconds(5);
    bool operator==(LinkTimers const&) const = default;
};

struct LinkOptions {
    Role role = Role::esme;
    LinkTimers timers;
    Lenience lenience;
    std::size_t max_pdu = kMaxPduOctets;
    std::size_t asked_most = 1000;                  ///< requests of ours without an answer
    std::size_t owed_most = 500;                    ///< requests of theirs that we owe an answer
    std::size_t output_most = std::size_t{1} << 20; ///< octets waiting for a slow reader
    std::uint8_t assume_version = 0x34;             ///< of an SMSC that does not say
    bool announce_version = true;                   ///< smsc: sc_interface_version in bind_resp
    std::uint32_t first_sequence = 1;
};

struct LinkEvent {
    enum class Kind : unsigned char {
        bound,    ///< esme: the bind's response; smsc: after we accepted
        request,  ///< to be answered by `respond`; binds too (smsc). alert_notification needs none
        response, ///< of the request with this mark
        expired,  ///< not answered in time: what became of it is unknown
        late,     ///< the response to an expired one, after all
        lost,     ///< the link ended first: what became of it is unknown
        closed,   ///< last of all events
    };
    Kind kind{};
    Pdu pdu{};
    std::uint64_t mark = 0;
    Instant waited{}; ///< response: since the request
    Command asked{};  ///< response, expired, late, lost: of the request
    Closed why{};
};

/// What an operator wants to see of a peer.
struct LinkCounts {
    std::uint64_t pdus_in = 0, pdus_out = 0, octets_in = 0, octets_out = 0;
    std::uint64_t odd = 0;       ///< PDUs with an Odd bit
    std::uint64_t faults = 0;    ///< PDUs that could not be read
    std::uint64_t unmatched = 0; ///< responses nobody asked for
    std::uint64_t nacks_in = 0, nacks_out = 0, nacks_withheld = 0;
    std::uint64_t wrong_state = 0; ///< requests that the bind does not allow
    std::uint64_t over_limit = 0;  ///< requests answered "later", because too many were unanswered
    std::uint64_t expired = 0, late = 0;
    bool operator==(LinkCounts const&) const = default;
};

/// One SMPP session as a state machine, for either end: no socket, no clock, bounded memory. Whoever
/// drives it hands in octets and the time, writes `take_output`, acts on the events, calls `tick` at
/// `wakes_at`, and closes the socket when `finished` and all output is written.
/// Source: SMPP 3.4 issue 1.2 §2, §7.2; reference: smpp.md §3 to §7.
class Link {
  public:
    Link(LinkOptions options, Instant now);

    void received(std::string_view octets, Instant now);
    void tick(Instant now);
    /// TCP ended, for whatever reason.
    void peer_closed() { end(Closed::peer_closed); }

    /// esme: the first request. `pdu` holds kind, system_id, password and so on.
    /// @fails as `request` does.
    Result<void> bind(Pdu pdu, Instant now);
    /// Sends a request under the next sequence number; its response comes with `mark`. TLVs stay behind
    /// where the peer is older than them.
    /// @fails Errc::unavailable when the link is not bound for it; Errc::limit when as many are
    /// unanswered, or as many octets unread, as may be; Errc::bad_request for a field out of bounds.
    Result<std::uint32_t> request(Pdu const& pdu, std::uint64_t mark, Instant now);
    /// Answers a request that came in, binds as well: ok binds, anything else ends the link. Does nothing
    /// on a closed link.
    void respond(Pdu response);
    void unbind(Instant now);
    /// Without a word.
    void close() { end(Closed::by_us); }

    /// All octets that are to be written, in one piece.
    std::string take_output();
    std::size_t output_octets() const { return output_.size(); }
    /// False: the peer reads too slowly to be listened to.
    bool takes_input() const { return output_.size() <= options_.output_most; }
    bool finished() const { return state_ == Bound::closed; }
    /// Moves the events since the last call into `into`, which is emptied first.
    void take_events(std::vector<LinkEvent>& into);
    bool has_events() const { return !events_.empty(); }
    std::optional<Instant> wakes_at() const;

    Bound state() const { return state_; }
    bool may_submit() const { return state_ == Bound::tx || state_ == Bound::trx; }
    bool may_receive() const { return state_ == Bound::rx || state_ == Bound::trx; }
    std::uint8_t peer_version() const { return peer_version_; }
    bool takes_tlvs() const { return peer_version_ >= 0x34; }
    std::size_t unanswered() const { return in_flight_.size(); } ///< ours
    std::size_t owed() const { return owed_; }                   ///< theirs
    LinkCounts const& counts() const { return counts_; }
    LinkOptions const& options() const { return options_; }

  private:
    void take(Pdu pdu, Instant now);
    void take_request(Pdu pdu);
    void take_response(Pdu pdu, Instant now);
    void take_bind_response(Pdu pdu);
    void take_fault(Fault const& fault, Instant now);
    void take_bad_length(std::uint32_t sequence);
    bool may_send(Command command) const;
    bool may_come(Command command) const;
    static bool is_message(Command command);
    void end(Closed why, Pdu pdu = {});
    void put(Pdu const& pdu);
    void nack(std::uint32_t sequence, std::uint32_t status, Instant now);
    void ask(Command command, Instant now);
    void enquire(Instant now);
    void expire(Instant now);
    void tell(LinkEvent event) { events_.push_back(std::move(event)); }

    LinkOptions options_;
    Stream stream_;
    InFlight in_flight_;
    Overdue overdue_;
    std::string output_;
    std::vector<LinkEvent> events_;
    LinkCounts counts_;
    Bound state_ = Bound::open;
    Bound asked_state_ = Bound::open; ///< what a bind in work would make of the link
    std::uint8_t peer_version_;
    std::size_t owed_ = 0;
    Instant opened_, heard_, enquired_{}, unbound_{}, nacks_at_;
    std::optional<Instant> half_since_;
    unsigned enquiries_ = 0;
    static constexpr double kNacksAtOnce = 100;
    double nack_credit_ = kNacksAtOnce;
    std::uint64_t withheld_ = 0; ///< nacks, in a row
};

} // namespace haatline::smpp
