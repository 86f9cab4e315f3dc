#pragma once

#include "gateway/app/turn.hpp"
#include "menus/session.hpp"
#include "storage/store.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace haatline::gateway {

/// Short marks of a dialogue and of one callback in it: what retries are recognised by. Sixteen
/// replies a phone would otherwise carry two texts each, compared with every callback.
struct Marks {
    std::uint64_t dialogue = 0;
    std::uint64_t callback = 0;
    bool operator==(Marks const&) const = default;

    static Marks of(std::string_view dialogue, std::string_view identity);
};

/// A reply that left, kept so that a provider's retry gets it byte for byte.
struct Answered {
    /// `unknown`: the reply was written by a process that is gone, so nobody can say whether it
    /// arrived.
    enum class Delivery : std::uint8_t { pending, written, failed, unknown };
    Marks marks;
    UssdReply reply;
    Delivery delivery = Delivery::pending;
    TimePoint at{};
};

/// A callback that waits for its turn, with the retries of it that came meanwhile.
struct Waiting {
    Turn turn;
    std::string dialogue; ///< route and session, e.g. "africastalking:ATUid_1"
    Marks marks;
    std::vector<std::function<void(TurnReply)>> twins;
    std::chrono::nanoseconds taken{}; ///< steady: when it came
    std::uint64_t serial = 0;         ///< TurnsInWork

    /// Its provider was told "busy" because it took too long: nobody listens any more.
    bool given_up() const { return !turn.done; }
};

/// One number as the gateway remembers it between two callbacks.
struct Phone {
    std::uint64_t number = 0;
    std::string dialogue; ///< the provider's dialogue that is open or was last, with its route
    TextMark text;        ///< Callback::text of its last turn, where it is cumulative
    bool ended = true;    ///< that dialogue is over
    std::string program;  ///< Program::mark of the menus it began with, and finishes on
    menus::Session session;
    TimePoint last{};
    std::uint64_t last_seq = 0;
    std::vector<Answered> answered; ///< newest last

    bool stored = false; ///< the store may hold a snapshot, which must go once nothing is open
    bool loaded = false; ///< its snapshot was looked for
    bool forget = false; ///< erased while a turn was in work
    bool busy = false;   ///< a turn is between the engine and the disk
    std::vector<Waiting>
        waiting;           ///< in the order they came; the front one is being worked on when `busy`
    std::string unread;    ///< state as read back at start, not yet parsed: most phones of the log
                           ///< never call again
    Millis unread_moved{}; ///< how far the clock was set since `unread` came from the disk

    /// Parses `unread`, if any. A text of another version leaves a phone that never called.
    void ensure_read(Marker const& marker);
    /// The clock was set by so much: everything remembered of this phone moves along.
    void move_along(Millis by);
    /// Leaves a phone that never called. Callbacks that wait are kept.
    void wipe();
    /// Something a later dial could continue: an open dialogue of the last 24 h.
    bool resumable(TimePoint now) const;
};

/// The phones in memory, oldest activity first, and what of them must be put down before the log
/// may be forgotten.
class Phones {
  public:
    explicit Phones(Marker marker) : marker_(std::move(marker)) {}
    Marker const& marker() const { return marker_; }

    Phone& at(std::uint64_t number);
    Phone* find(std::uint64_t number);
    /// Marks activity: `seq` is the event just committed.
    void touched(Phone& phone, std::uint64_t seq);
    std::size_t size() const { return by_number_.size(); }
    void move_along(Millis by);
    /// Wipes these numbers; one with a turn in work when that is done.
    void forget(std::vector<std::uint64_t> const& numbers);

    struct PutDown {
        std::vector<storage::Snapshot> snapshots;
        std::uint64_t covered_seq = 0; ///< 0: nothing to say
    };
    /// Forgets phones that were silent for `idle_max` or whose last event lies `span_max` events
    /// back, at most `count_max` of them; those that can be resumed come back as snapshots.
    PutDown put_down(TimePoint now, std::uint64_t head_seq, std::uint64_t span_max, Millis idle_max,
                     std::size_t count_max);

  private:
    Marker marker_;
    std::list<Phone> order_; ///< oldest activity first
    std::unordered_map<std::uint64_t, std::list<Phone>::iterator> by_number_;
};

/// The part of a phone that is stored with each step and in snapshots, as JSON.
std::string phone_state_json(std::string_view dialogue, TextMark const& text, bool ended,
                             std::string_view program, menus::Session const& session);
/// Fills `phone` from such a text; an unreadable one (another version's) leaves it as a phone that
/// never called.
/// Earlier versions kept the text itself: `marker` makes its mark.
Result<void> read_phone_state(std::string_view json, Phone& phone, Marker const& marker);

} // namespace haatline::gateway
