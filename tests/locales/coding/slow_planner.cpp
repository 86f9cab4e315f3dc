#include "tests/locales/coding/slow_planner.hpp"

#include "locales/text/utf8.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <vector>

namespace haatline::tests {
namespace {

namespace cells = coding::cells;
using coding::Kind;
using coding::SmsRoute;
using coding::Tables;

constexpr unsigned kNever = 1'000'000;

bool risky(unsigned table, bool locking, unsigned septet) {
    return std::any_of(cells::kRisky.begin(), cells::kRisky.end(), [&](auto const& cell) {
        return cell.table == table && cell.locking == locking && cell.septet == septet;
    });
}

unsigned letter_cost(char32_t code, Tables tables, SmsRoute const& route) {
    for (unsigned septet = 0; septet < 128; ++septet)
        if (code != 0 && cells::kLocking[tables.locking][septet] == code &&
            (route.risky_cells || !risky(tables.locking, true, septet)))
            return 1;
    for (unsigned septet = 0; septet < 128; ++septet)
        if (code != 0 && septet != 0x0A && septet != 0x0D && septet != 0x1B &&
            cells::kSingle[tables.single][septet] == code &&
            (route.risky_cells || !risky(tables.single, false, septet)))
            return 2;
    return kNever;
}

unsigned utf16_cost(char32_t code) { return code > 0xFFFF && code != text::kIllFormed ? 2 : 1; }

/// A way on from a character: how many characters it takes and what they cost together.
struct Edge {
    std::size_t characters;
    unsigned units;
};

std::vector<Edge> edges(std::u32string const& text, std::size_t at, std::optional<Tables> tables,
                        SmsRoute const& route) {
    if (!tables) return {{1, utf16_cost(text[at])}};
    auto const cost = [&](char32_t code) { return letter_cost(code, *tables, route); };
    std::vector<Edge> all{{1, cost(text[at])}};
    for (auto const& pair : cells::kPairs) {
        if (pair.composed == text[at]) all.push_back({1, cost(pair.first) + cost(pair.second)});
        if (pair.first == text[at] && at + 1 < text.size() && pair.second == text[at + 1])
            all.push_back({2, cost(pair.composed)});
    }
    std::erase_if(all, [](Edge const& edge) { return edge.units >= kNever; });
    return all;
}

struct Filled {
    std::size_t parts = kNever, last = 0;
    auto operator<=>(Filled const&) const = default;
};

/// Fewest parts of at most `capacity`, and least in the last of them: over all spellings and cuts.
Filled fill(std::u32string const& text, std::optional<Tables> tables, SmsRoute const& route,
            std::size_t capacity) {
    std::vector<Filled> best(text.size() + 1);
    best[0] = {1, 0};
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (best[at].parts == kNever) continue;
        for (Edge const& edge : edges(text, at, tables, route)) {
            Filled next{best[at].parts, best[at].last + edge.units};
            if (next.last > capacity) next = {best[at].parts + 1, edge.units};
            best[at + edge.characters] = std::min(best[at + edge.characters], next);
        }
    }
    return best[text.size()];
}

struct Row {
    Kind kind;
    std::size_t alone, many, many16;
    bool allowed;
};

} // namespace

SlowPlan slow_plan(std::string_view utf8, SmsRoute const& route) {
    std::u32string text;
    for (std::size_t at = 0; at < utf8.size();) text += text::next_code_point(utf8, at);
    bool const national = route.policy != coding::Policy::off && route.udh;
    auto const& allow = route.allow;
    std::optional<std::tuple<std::size_t, int, std::size_t, bool, int, bool, int>> best;
    SlowPlan found;
    auto const offer = [&](Row const& row, std::optional<Tables> tables) {
        if (!row.allowed) return;
        Filled const whole = fill(text, tables, route, kNever);
        if (whole.parts == kNever) return;
        std::size_t const parts =
            whole.last <= row.alone
                ? 1
                : fill(text, tables, route, route.ref16 ? row.many16 : row.many).parts;
        Tables const pair = tables.value_or(Tables{});
        int const order =
            row.kind == Kind::ucs2 && route.policy == coding::Policy::prefer ? 9 : int(row.kind);
        std::tuple rank{parts,
                        order,
                        whole.last,
                        pair.locking != pair.single,
                        int(pair.locking),
                        pair.single != 6,
                        int(pair.single)};
        if (best && *best <= rank) return;
        best = rank;
        found = {parts, row.kind, whole.last, pair};
    };
    offer({Kind::ucs2, 70, 67, 66, allow.ucs2}, std::nullopt);
    for (std::uint8_t locking = 0; locking < 14; ++locking)
        for (std::uint8_t single = 0; single < 14; ++single) {
            auto const usable = [&](unsigned id) { return id == 0 || (route.tables >> id & 1); };
            if (!usable(locking) || !usable(single) || locking == 2) continue;
            Tables const pair{locking, single};
            if (locking == 0 && single == 0)
                offer({Kind::standard, 160, 153, 152, allow.gsm7}, pair);
            else if (locking == 0)
                offer({Kind::single, 155, 149, 148, allow.single && national}, pair);
            else if (single == 0)
                offer({Kind::locking, 155, 149, 148, allow.locking && national}, pair);
            else
                offer({Kind::both, 152, 146, 145, allow.single && allow.locking && national}, pair);
        }
    return found;
}

} // namespace haatline::tests
