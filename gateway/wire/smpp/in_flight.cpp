#include "gateway/wire/smpp/in_flight.hpp"

#include <bit>

namespace haatline::smpp {
namespace {

constexpr std::uint32_t kLastSequence = 0x7FFFFFFF; // SMPP 3.4 issue 1.2 §3.2
constexpr std::size_t kOfTheLink = 16;              ///< bind, enquire_link, unbind

bool answers(Command response, Command request) {
    return response == Command::generic_nack || response == response_of(request);
}

} // namespace

InFlight::InFlight(std::size_t most, std::uint32_t first_sequence)
    // Twice as many slots as requests: numbers seldom have to be skipped.
    : slots_(std::bit_ceil(2 * (most + kOfTheLink))),
      mask_(static_cast<std::uint32_t>(slots_.size() - 1)), next_(first_sequence) {}

std::uint32_t InFlight::add(Command command, std::uint64_t mark, Instant now) {
    if (next_ == 0 || next_ > kLastSequence) next_ = 1;
    while (slots_[slot_of(next_)].used) next_ = next_ == kLastSequence ? 1 : next_ + 1;
    std::uint32_t const sequence = next_, slot = slot_of(sequence);
    next_ = next_ == kLastSequence ? 1 : next_ + 1;
    slots_[slot] = {{sequence, command, mark, now}, newest_, kNone, true};
    (newest_ == kNone ? oldest_ : slots_[newest_].newer) = slot;
    newest_ = slot;
    ++size_;
    return sequence;
}

void InFlight::take_back(std::uint32_t sequence) {
    unlink(slot_of(sequence));
    next_ = sequence;
}

Asked InFlight::unlink(std::uint32_t slot) {
    Slot& gone = slots_[slot];
    (gone.older == kNone ? oldest_ : slots_[gone.older].newer) = gone.newer;
    (gone.newer == kNone ? newest_ : slots_[gone.newer].older) = gone.older;
    gone.used = false;
    --size_;
    return gone.asked;
}

std::optional<Asked> InFlight::answered(std::uint32_t sequence, Command response) {
    std::uint32_t const slot = slot_of(sequence);
    Slot const& there = slots_[slot];
    if (!there.used || there.asked.sequence != sequence || !answers(response, there.asked.command))
        return std::nullopt;
    return unlink(slot);
}

std::optional<Asked> InFlight::oldest() const {
    if (oldest_ == kNone) return std::nullopt;
    return slots_[oldest_].asked;
}

std::optional<Asked> InFlight::take_oldest() {
    if (oldest_ == kNone) return std::nullopt;
    return unlink(oldest_);
}

namespace {

constexpr std::size_t kOverdueMost = 4096;
constexpr auto kOverdueFor = std::chrono::minutes(10); // reference: smpp.md §4

} // namespace

void Overdue::add(Asked const& asked, Instant now) {
    while (!order_.empty() && (order_.size() >= kOverdueMost || order_.front().second <= now)) {
        auto const [sequence, until] = order_.front();
        order_.pop_front();
        auto const found = entries_.find(sequence);
        if (found != entries_.end() && found->second.until == until) entries_.erase(found);
    }
    Instant const until = now + kOverdueFor;
    entries_[asked.sequence] = {asked, until};
    order_.emplace_back(asked.sequence, until);
}

std::optional<Asked> Overdue::answered(std::uint32_t sequence, Command response, Instant now) {
    auto const found = entries_.find(sequence);
    if (found == entries_.end() || found->second.until <= now ||
        !answers(response, found->second.asked.command))
        return std::nullopt;
    Asked const asked = found->second.asked;
    entries_.erase(found);
    return asked;
}

} // namespace haatline::smpp
