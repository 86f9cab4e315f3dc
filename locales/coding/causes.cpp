#include "locales/coding/causes.hpp"

#include "locales/coding/spelling.hpp"
#include "locales/text/fold.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>
#include <optional>

namespace haatline::coding {
namespace {

std::optional<CauseKind> against_tables(char32_t code, unsigned allowed, SmsRoute const& route,
                                        Cause& cause) {
    if (code == text::kIllFormed) return CauseKind::not_utf8;
    TableMask const with_risky = tables_with(code, true);
    cause.tables = tables_with(code, route.risky_cells);
    if (cause.tables & allowed) return std::nullopt;
    if (cause.tables != 0) return CauseKind::not_allowed;
    cause.tables = with_risky;
    return with_risky != 0 ? CauseKind::risky : CauseKind::no_alphabet;
}

std::optional<CauseKind> kind_of(char32_t code, SmsPlan const& plan, SmsRoute const& route,
                                 Cause& cause) {
    bool const national =
        route.policy != Policy::off && route.udh && (route.allow.single || route.allow.locking);
    if (plan.ucs2()) return against_tables(code, (national ? route.tables : 0U) | 1U, route, cause);
    if (plan.kind != Kind::both) return std::nullopt;
    Character const found = character(code);
    bool const alone = found.place == 0; // of several spellings the planner took the best
    if (alone && septets_of(held(found.of_class, route.risky_cells), plan.tables) == 2)
        return CauseKind::shifted;
    return std::nullopt;
}

void add_remedy(std::string_view character, Cause& cause) {
    auto const folded = text::fold(character, text::fold_all());
    if (folded.changes.empty()) return;
    cause.instead = folded.text;
    cause.leave_out = folded.text.empty();
}

} // namespace

std::string_view name(CauseKind kind) {
    constexpr std::string_view kNames[] = {"no_alphabet", "not_allowed", "risky", "not_utf8",
                                           "shifted"};
    return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Cause> causes_of(std::string_view text, SmsPlan const& plan, SmsRoute const& route,
                             std::size_t most) {
    std::vector<Cause> causes;
    std::size_t nth = 0;
    for (std::size_t at = 0, end = 0; at < text.size(); at = end, ++nth) {
        char32_t const code = text::next_code_point(text, end);
        Cause cause;
        auto const kind = kind_of(code, plan, route, cause);
        if (!kind) continue;
        cause.kind = *kind;
        auto const known = std::ranges::find_if(causes, [&](Cause const& other) {
            bool const script = *kind == CauseKind::not_allowed && other.tables == cause.tables;
            return other.kind == *kind && (script || other.code == code);
        });
        if (known != causes.end()) {
            ++known->times;
            continue;
        }
        if (causes.size() == most) continue;
        cause.code = code;
        cause.at = at;
        cause.octets = end - at;
        cause.character = nth;
        add_remedy(text.substr(at, end - at), cause);
        causes.push_back(std::move(cause));
    }
    return causes;
}

std::size_t billed_parts(SmsPlan const& plan, SmsRoute const& route) {
    if (!plan.ucs2() || plan.parts.size() == 1 || route.ucs2_part_units == 0)
        return plan.parts.size();
    std::size_t const units = route.ucs2_part_units;
    return std::max<std::size_t>(plan.parts.size(), (plan.units + units - 1) / units);
}

} // namespace haatline::coding
