#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace haatline::gateway {

/// How many requests may be unanswered at once: one more for each window that went well, half as many
/// when the provider pushes back (additive increase, multiplicative decrease, as TCP: RFC 5681).
class SendWindow {
  public:
    explicit SendWindow(std::size_t most);

    std::size_t size() const { return size_; }
    std::size_t most() const { return most_; }
    void went_well();
    /// Requests that left together are pushed back together: they count once.
    void pushed_back(std::chrono::nanoseconds now);
    /// Somebody who was away is not flooded: one request finds out.
    void restart() { size_ = 1, went_well_ = 0; }

  private:
    std::size_t most_, size_, went_well_ = 0;
    std::chrono::nanoseconds halved_at_{-1};
};

/// At most so many messages a second, after a silence a second's worth at once (the generic cell rate
/// algorithm, ITU-T I.371).
class SendRate {
  public:
    /// `per_s`: 0 for any number. `at_once`: no batch is larger.
    SendRate(std::uint32_t per_s, std::size_t at_once);

    std::size_t free(std::chrono::nanoseconds now) const;
    /// How long until `count` are free.
    std::chrono::nanoseconds wait(std::size_t count, std::chrono::nanoseconds now) const;
    void take(std::size_t count, std::chrono::nanoseconds now);

  private:
    std::chrono::nanoseconds interval_{}, at_once_{};
    std::chrono::nanoseconds paid_until_{};
};

} // namespace haatline::gateway
