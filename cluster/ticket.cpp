#include "cluster/ticket.hpp"

#include "cluster/allowance.hpp"

#include <algorithm>
#include <array>

namespace haatline {
namespace {

using std::chrono::hours;

// Hours are ours: a forgotten secret or a report must not wait over a day.
constexpr std::array kTickets{
    TicketFacts{TicketKind::callback, "callback", "helped no_answer wrong_number not_needed",
                hours(0)},
    TicketFacts{TicketKind::help, "help", "helped passed_on no_answer wrong_number not_needed",
                hours(0)},
    TicketFacts{TicketKind::report, "report", "upheld unfounded no_answer", hours(24)},
    TicketFacts{TicketKind::secret, "secret", "reset not_reset no_answer", hours(24)},
    TicketFacts{TicketKind::number, "number", "restored not_restored no_answer", hours(24)},
    TicketFacts{TicketKind::connect, "connect", "connected declined no_answer", hours(24)},
};

constexpr bool complete() {
    for (std::size_t i = 0; i < kTickets.size(); ++i)
        if (static_cast<std::size_t>(kTickets[i].kind) != i) return false;
    return kTickets.size() == static_cast<std::size_t>(TicketKind::connect) + 1;
}
static_assert(complete());

constexpr std::array<std::string_view, 3> kWanted{"now", "morning", "evening"};

constexpr auto kOpens = hours(9), kMorningEnds = hours(12), kCloses = hours(20);
constexpr auto kSoon = hours(2);

} // namespace

std::span<TicketFacts const> ticket_kinds() { return kTickets; }

TicketFacts const& facts(TicketKind kind) { return kTickets[static_cast<std::size_t>(kind)]; }

std::optional<TicketKind> ticket_kind_named(std::string_view name) {
    for (auto const& row : kTickets)
        if (row.name == name) return row.kind;
    return std::nullopt;
}

std::string_view name_of(Wanted wanted) { return kWanted[static_cast<std::size_t>(wanted)]; }

std::optional<Wanted> wanted_named(std::string_view name) {
    auto const it = std::find(kWanted.begin(), kWanted.end(), name);
    if (it == kWanted.end()) return std::nullopt;
    return static_cast<Wanted>(it - kWanted.begin());
}

TimePoint due_at(TicketKind kind, Wanted wanted, TimePoint now) {
    if (facts(kind).within > hours(0)) return now + facts(kind).within;
    auto const today = callers::day_start(now);
    auto const next = [&](hours time) {
        return now < today + time ? today + time : today + hours(24) + time;
    };
    if (wanted == Wanted::morning) return next(kMorningEnds);
    if (wanted == Wanted::evening) return next(kCloses);
    bool const at_work = now >= today + kOpens && now < today + kCloses;
    return at_work ? now + kSoon : next(kOpens) + kSoon;
}

} // namespace haatline
