#include "simulators/handset/screen.hpp"

#include "locales/text/graphemes.hpp"

#include <fmt/format.h>

namespace haatline::simulators {
namespace {

/// How much of `line` fits into `columns`: up to the last blank, else up to the last whole grapheme
/// (at least one).
std::size_t fitting(std::string_view line, std::size_t columns) {
    std::size_t fits = 0, blank = 0, begin = 0, used = 0;
    for (std::size_t const end : text::cut_points(line)) {
        if (end == 0) continue;
        auto const piece = line.substr(begin, end - begin);
        used += cells(piece);
        if (piece == " " && used > columns) return begin; // the blank itself may fall off the edge
        if (used > columns) break;
        fits = end;
        if (piece == " ") blank = end;
        begin = end;
    }
    if (fits == line.size()) return fits;
    if (blank > 0) return blank;
    return fits > 0 ? fits : text::cut_points(line).front();
}

void wrap_line(std::string_view line, std::size_t columns, std::vector<std::string>& out) {
    do {
        auto const end = fitting(line, columns);
        auto piece = line.substr(0, end);
        line.remove_prefix(end);
        while (piece.ends_with(' ') && !line.empty()) piece.remove_suffix(1);
        while (line.starts_with(' ')) line.remove_prefix(1);
        out.emplace_back(piece);
    } while (!line.empty());
}

std::string times(std::string_view what, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out += what;
    return out;
}

std::string framed(std::string_view line, std::size_t columns) {
    auto const used = cells(line);
    return fmt::format("  │ {}{} │\n", line, times(" ", columns > used ? columns - used : 0));
}

} // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
    std::vector<std::string> out;
    while (true) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end);
        if (line.empty())
            out.emplace_back();
        else
            wrap_line(line, columns, out);
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + 1);
    }
}

std::string units_line(std::string_view text, coding::PageBudget budget) {
    auto const measured = coding::measure(text);
    auto const most = budget.of(measured.alphabet);
    auto const name = measured.alphabet == coding::Alphabet::gsm7 ? "GSM-7" : "UCS-2";
    return measured.units <= most
               ? fmt::format("{} {}/{}, {} left", name, measured.units, most, most - measured.units)
               : fmt::format("{} {}/{}, over by {}", name, measured.units, most,
                             measured.units - most);
}

std::string draw(Picture const& picture) {
    std::string out = fmt::format("  ┌{}┐\n", times("─", picture.columns + 2));
    for (auto const& line : wrap(picture.text, picture.columns))
        out += framed(line, picture.columns);
    out += fmt::format("  └{}┘\n", times("─", picture.columns + 2));
    out += fmt::format("  {} · {}\n", units_line(picture.text, picture.budget), picture.session);
    if (picture.ended) out += "  (the call is over)\n";
    return out;
}

} // namespace haatline::simulators
