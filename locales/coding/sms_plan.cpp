#include "locales/coding/sms_plan.hpp"

#include "locales/coding/measure.hpp"
#include "locales/coding/sms_cuts.hpp"
#include "locales/coding/tally.hpp"
#include "locales/text/utf8.hpp"

#include <fmt/format.h>

#include <bit>
#include <optional>
#include <tuple>

namespace haatline::coding {
namespace {

constexpr std::size_t kMostParts = 255; // one octet of the header counts them
// Two letters of three octets each may share a septet; a longer text needs more parts whatever it says.
constexpr std::size_t kMostOctets = kMostParts * 153 * 6;

struct Candidate {
    Kind kind = Kind::ucs2;
    Tables tables;
    std::uint32_t units = 0;
    std::uint8_t widest = 1;
    std::size_t parts = 0;
};

/// Chooses between all forms that the route allows.
class Choice {
  public:
    Choice(std::string_view text, SmsRoute const& route) : text_(text), route_(route) {}

    void offer(Candidate candidate) {
        Capacity const units = capacity(candidate.kind, route_.ref16);
        std::size_t least = 1, most = 1;
        if (candidate.units > units.alone) {
            // A part may end short of its capacity by all but one unit of an item that did not fit.
            std::size_t const filled = units.of_many - (candidate.widest - 1U);
            least = (candidate.units + units.of_many - 1) / units.of_many;
            most = (candidate.units + filled - 1) / filled;
        }
        candidate.parts = least;
        if (best_ && rank(candidate) >= rank(*best_)) return;
        if (most > least && least <= kMostParts)
            candidate.parts = parts_needed(text_, speller(candidate), units.of_many);
        if (!best_ || rank(candidate) < rank(*best_)) best_ = candidate;
    }

    std::optional<Candidate> const& best() const { return best_; }

    Speller speller(Candidate const& candidate) const {
        return candidate.kind == Kind::ucs2 ? Speller()
                                            : Speller(candidate.tables, route_.risky_cells);
    }

  private:
    using Rank = std::tuple<std::size_t, unsigned, std::uint32_t, bool, unsigned, bool, unsigned>;

    /// Fewest parts, then the most compatible form, then fewest units; the rest makes the order total.
    Rank rank(Candidate const& c) const {
        bool const last = c.kind == Kind::ucs2 && route_.policy == Policy::prefer;
        return {c.parts,
                last ? 9 : static_cast<unsigned>(c.kind),
                c.units,
                c.tables.locking != c.tables.single,
                c.tables.locking,
                c.tables.single != 6, // Hindi's has the danda for everybody
                c.tables.single};
    }

    std::string_view text_;
    SmsRoute const& route_;
    std::optional<Candidate> best_;
};

bool allowed(Allow allow, Kind kind) {
    switch (kind) {
    case Kind::standard:
        return allow.gsm7;
    case Kind::ucs2:
        return allow.ucs2;
    case Kind::single:
        return allow.single;
    case Kind::locking:
        return allow.locking;
    case Kind::both:
        return allow.single && allow.locking;
    }
    return false;
}

/// Of single tables that cost the same the one that the order of choice puts first.
TableMask first_of(TableMask singles, std::uint8_t locking) {
    if (singles & 1) return 1;
    if (locking != 0 && singles >> locking & 1) return static_cast<TableMask>(1U << locking);
    if (singles >> 6 & 1) return 1 << 6;
    return static_cast<TableMask>(singles & -singles);
}

TableMask singles_to_try(Price const& price, SmsRoute const& route, TableMask tables,
                         std::uint8_t locking) {
    unsigned singles = price.singles(locking) & (tables | 1U);
    if (!allowed(route.allow, kind_of({locking, 0}))) singles &= ~1U;
    if (!route.allow.single) singles &= 1U;
    // Without letters of several spellings all single tables cost the same.
    return price.has_pairs() ? static_cast<TableMask>(singles)
                             : first_of(static_cast<TableMask>(singles), locking);
}

void offer_tables(Choice& choice, Price const& price, SmsRoute const& route, TableMask tables) {
    unsigned const locking_tables = (route.allow.locking ? tables & kLockingTables : 0U) | 1U;
    for (unsigned left = locking_tables; left != 0; left &= left - 1) {
        auto const locking = static_cast<std::uint8_t>(std::countr_zero(left));
        for (unsigned singles = singles_to_try(price, route, tables, locking); singles != 0;
             singles &= singles - 1) {
            Tables const pair{locking, static_cast<std::uint8_t>(std::countr_zero(singles))};
            Price::Units units;
            if (price.units(pair, units))
                choice.offer({kind_of(pair), pair, units.total, units.widest});
        }
    }
}

/// Where all the route allows fails: what an operator has to change.
tl::unexpected<Error> nothing_carries(std::string_view text, SmsRoute const& route) {
    for (std::size_t at = 0, begin = 0; at < text.size(); begin = at) {
        char32_t const code = text::next_code_point(text, at);
        unsigned const tables = (route.policy == Policy::off ? 0U : route.tables) | 1U;
        if ((tables_with(code, route.risky_cells) & tables) == 0)
            return fail(Errc::unsupported,
                        fmt::format("U+{:04X} at octet {} is in no alphabet that the route allows: "
                                    "allow ucs2, or write it differently",
                                    static_cast<std::uint32_t>(
                                        code == text::kIllFormed ? text::kReplacement : code),
                                    begin));
    }
    return fail(Errc::unsupported,
                "no pair of tables that the route allows holds all characters of "
                "the text: allow ucs2, or more tables");
}

Result<SmsPlan> cut(std::string_view text, SmsRoute const& route, Choice const& choice) {
    if (!choice.best()) return nothing_carries(text, route);
    Candidate const& best = *choice.best();
    if (best.parts > kMostParts)
        return fail(Errc::limit, fmt::format("the text needs {} parts, and a message has at most "
                                             "{}: shorten it",
                                             best.parts, kMostParts));
    SmsPlan plan{best.kind, best.tables, true, route.ref16, route.risky_cells, best.units, {}};
    if (best.parts == 1)
        plan.parts.push_back(
            {0, static_cast<std::uint32_t>(text.size()), static_cast<std::uint16_t>(best.units)});
    else
        plan.clean =
            cut_into_parts(text, choice.speller(best), capacity(best.kind, route.ref16).of_many,
                           best.parts, plan.parts);
    return plan;
}

SmsPlan one_part(Kind kind, std::string_view text, std::size_t units, SmsRoute const& route) {
    SmsPlan plan{kind, {}, true, route.ref16, route.risky_cells, static_cast<std::uint32_t>(units),
                 {}};
    plan.parts.push_back(
        {0, static_cast<std::uint32_t>(text.size()), static_cast<std::uint16_t>(units)});
    return plan;
}

Result<SmsPlan> without_tables(std::string_view text, SmsRoute const& route) {
    Cost const sum = cost(text);
    Choice choice(text, route);
    if (sum.gsm7 && route.allow.gsm7)
        choice.offer({Kind::standard, {}, static_cast<std::uint32_t>(sum.septets), 2});
    if (route.allow.ucs2) choice.offer({Kind::ucs2, {}, static_cast<std::uint32_t>(sum.utf16), 2});
    return cut(text, route, choice);
}

Result<SmsPlan> with_tables(std::string_view text, SmsRoute const& route) {
    // UCS-2 wins the tie of one part against all but the default alphabet.
    std::size_t const alone = capacity(Kind::ucs2, false).alone;
    if (route.policy == Policy::cheaper && route.allow.ucs2 && text.size() <= 3 * alone) {
        Cost const sum = cost(text);
        if (!sum.gsm7 && sum.utf16 <= alone) return one_part(Kind::ucs2, text, sum.utf16, route);
    }
    Tally const letters = tally(text);
    Price const price(letters, route.risky_cells);
    Choice choice(text, route);
    if (route.allow.ucs2)
        choice.offer(
            {Kind::ucs2, {}, letters.utf16, static_cast<std::uint8_t>(letters.astral ? 2 : 1)});
    offer_tables(choice, price, route, route.tables & kAllTables);
    return cut(text, route, choice);
}

} // namespace

Result<SmsPlan> plan_sms(std::string_view text, SmsRoute const& route) {
    if (text.size() > kMostOctets)
        return fail(Errc::limit, fmt::format("a text of {} octets needs more than {} parts: "
                                             "shorten it",
                                             text.size(), kMostParts));
    Cost plain;
    if (route.allow.gsm7 && cost_of_plain(text, plain) && plain.gsm7 &&
        plain.septets <= capacity(Kind::standard, false).alone)
        return one_part(Kind::standard, text, plain.septets, route);
    bool const national = route.policy != Policy::off && route.udh &&
                          (route.tables & kAllTables) != 0 &&
                          (route.allow.single || route.allow.locking);
    return national ? with_tables(text, route) : without_tables(text, route);
}

std::string_view name(Kind kind) {
    constexpr std::string_view kNames[] = {"gsm7-default", "ucs2", "gsm7-single", "gsm7-lock",
                                           "gsm7-lock+single"};
    return kNames[static_cast<std::size_t>(kind)];
}

} // namespace haatline::coding
