#pragma once

#include "gateway/app/pace.hpp"
#include "gateway/app/route_shares.hpp"
#include "gateway/app/wait_gauge.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// Why a callback is told "busy, your answers are saved" instead of being worked on. The order is the
/// one of `refusal_names`.
enum class Refusal : std::uint8_t {
    none,
    number,   ///< this number floods
    route,    ///< its route is at its own bound
    all,      ///< the house is at the bound that was set for it
    new_call, ///< the house is behind: who is in a call goes on, nobody else begins
    behind,   ///< so far behind that answers would come too late
    full,     ///< as many turns in work as memory was set aside for
    given_up, ///< its provider has hung up meanwhile
};
constexpr std::size_t refusals = 8;
constexpr std::array<std::string_view, refusals> refusal_names{
    "", "number", "route", "all", "new_call", "behind", "full", "given_up"};

struct AdmissionLimits {
    std::size_t turns_max = 8192; ///< turns in work at once
    std::size_t crowd = 1024;     ///< turns in work that fill two commits (storage.batch_max)
    Pace number{};                ///< of each number; not bounded unless somebody says so
    Pace all{};                   ///< of the whole house
    std::chrono::milliseconds new_call_wait{1'000};
    std::chrono::milliseconds answer_wait{5'000};
};

/// Who is let in. Sheds at the dial and never in the middle of a dialogue, as long as it can: who is
/// refused at the dial costs a quarter of a turn, and a call of fourteen turns is not begun that
/// could not be finished. Pure; `now` is a steady clock's.
class Admission {
  public:
    Admission(AdmissionLimits limits, std::uint64_t key);

    /// What this route may do now: `Refusal::none` or why not.
    struct Gate {
        Refusal new_call = Refusal::none;
        Refusal answer = Refusal::none;
        bool operator==(Gate const&) const = default;
    };
    Gate gate(std::size_t route, Pace const& pace, std::chrono::nanoseconds now);
    /// Takes a turn of this number's own; false: it floods.
    bool number_may(std::uint64_t number, std::chrono::nanoseconds now) {
        return numbers_.take(number, limits_.number, now);
    }
    /// Hang-up notices make room: twice as many fit before they are only acknowledged.
    bool hangup_may() const { return waits_.in_work() < 2 * limits_.turns_max; }

    void began(std::size_t route, Pace const& pace, std::chrono::nanoseconds now);
    void ended(std::chrono::nanoseconds now, std::chrono::nanoseconds took, bool moved) {
        waits_.ended(now, took, moved);
    }
    /// See WaitGauge::looked.
    void looked(std::chrono::nanoseconds now, std::chrono::nanoseconds waited, std::uint64_t read) {
        waits_.looked(now, waited, read);
    }

    enum class Level : std::uint8_t { open, no_new_calls, shut };
    Level level(std::chrono::nanoseconds now) const;
    std::size_t in_work() const { return waits_.in_work(); }
    std::chrono::nanoseconds wait(std::chrono::nanoseconds now) const {
        return waits_.line() + waits_.house(now);
    }

  private:
    bool far_behind(std::chrono::nanoseconds now) const;
    bool behind(std::chrono::nanoseconds now) const;

    AdmissionLimits limits_;
    NumberMeters numbers_;
    Meter all_;
    std::vector<Meter> routes_;
    RouteShares shares_;
    WaitGauge waits_;
};

} // namespace haatline::gateway
