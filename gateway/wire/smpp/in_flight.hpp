#pragma once

#include "gateway/wire/smpp/pdu.hpp"

#include <chrono>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

namespace haatline::smpp {

/// A steady clock's reading, handed in by whoever drives a link.
using Instant = std::chrono::nanoseconds;

/// A request of ours that nobody has answered yet.
struct Asked {
    std::uint32_t sequence = 0;
    Command command{};
    std::uint64_t mark = 0; ///< of whoever asked
    Instant at{};
};

/// Requests of ours without an answer, by sequence number and by age. Fixed memory; nothing is
/// allocated for a request. Numbers run 1 to 0x7FFFFFFF and begin again; one still in use is skipped.
class InFlight {
  public:
    InFlight(std::size_t most, std::uint32_t first_sequence);

    /// Requires room: fewer than `most` and a few of the link's own.
    std::uint32_t add(Command command, std::uint64_t mark, Instant now);
    /// What `add` gave last was not sent: the number comes again.
    void take_back(std::uint32_t sequence);
    /// What `add` gave last is not answered ever.
    void remove(std::uint32_t sequence) { unlink(slot_of(sequence)); }
    /// The request that a response answers, which is not in flight any more. Nothing when there is none
    /// or its command is another one's.
    std::optional<Asked> answered(std::uint32_t sequence, Command response);
    /// The oldest one.
    std::optional<Asked> oldest() const;
    std::optional<Asked> take_oldest();
    std::size_t size() const { return size_; }

  private:
    static constexpr std::uint32_t kNone = 0xFFFFFFFF;
    struct Slot {
        Asked asked;
        std::uint32_t older = kNone, newer = kNone;
        bool used = false;
    };
    std::uint32_t slot_of(std::uint32_t sequence) const { return sequence & mask_; }
    Asked unlink(std::uint32_t slot);

    std::vector<Slot> slots_;
    std::uint32_t mask_, next_, oldest_ = kNone, newest_ = kNone;
    std::size_t size_ = 0;
};

/// Requests whose response did not come in time: a late one still tells the message's id. Bounded in
/// number and in time.
class Overdue {
  public:
    void add(Asked const& asked, Instant now);
    std::optional<Asked> answered(std::uint32_t sequence, Command response, Instant now);

  private:
    struct Entry {
        Asked asked;
        Instant until{};
    };
    std::deque<std::pair<std::uint32_t, Instant>> order_;
    std::unordered_map<std::uint32_t, Entry> entries_;
};

} // namespace haatline::smpp
