#pragma once

#include "gateway/wire/smpp/in_flight.hpp"

#include <cstdint>
#include <optional>

namespace haatline::smpp {

struct WindowOptions {
    unsigned most = 100;   ///< unanswered submit_sm, of the operator's contract
    double rate_per_s = 0; ///< of the contract; 0: none was agreed
};

/// How many submit_sm a link may have unanswered, and how fast they may follow each other.
///
/// The window grows by one a window of answers and shrinks by the share of them that were refused, at most
/// by half and at most once in a response time: a full SMSC halves it again and again, one refusal in a
/// hundred costs next to nothing (the rule of DCTCP, RFC 8257, in place of plain halving, with which 1 % of
/// refusals would hold a window of 100 at 12). The link never sleeps on a refusal; only one message at a
/// time that is refused again pauses it. Where refusals are many, the rate that was accepted becomes a
/// bound that recovers slowly. Reference: smpp.md §10.
class Window {
  public:
    Window(WindowOptions options, Instant now);

    /// How many may be sent now.
    unsigned room(Instant now) const;
    void sent(Instant now);
    /// Any answer but "slow down". `congestion`: TLV congestion_state, 0 to 100.
    void answered(Instant now, Instant waited, std::optional<std::uint32_t> congestion = {});
    /// RTHROTTLED or RMSGQFUL. `chance`: any number, for the jitter of a pause.
    void throttled(Instant now, Instant waited, std::uint64_t chance);
    /// Never answered: expired, or its link ended.
    void gone();
    /// When there is room without another answer; nothing when only an answer makes room, or there is
    /// room now.
    std::optional<Instant> opens_at(Instant now) const;

    double size() const { return window_; }
    unsigned in_flight() const { return in_flight_; }
    /// Messages a second, of contract and refusals; 0: no bound.
    double rate(Instant now) const;

  private:
    double tokens(Instant now) const;
    double burst(double rate) const;
    void count(Instant now, Instant waited, bool refused);
    void measure(Instant now);
    void cut(Instant now, Instant waited);

    WindowOptions options_;
    double window_;
    unsigned in_flight_ = 0;
    double refused_share_ = 1; ///< of late; begins with the worst, so that the first refusal halves
    unsigned seen_ = 0, refused_ = 0;
    Instant share_since_, cut_at_{-1};
    double tokens_;
    Instant tokens_at_;
    double bound_ = 0; ///< of what was accepted; 0: none
    Instant bound_at_{}, measured_at_;
    unsigned accepted_lately_ = 0, refused_lately_ = 0;
    Instant pause_{}, paused_until_{};
};

} // namespace haatline::smpp
