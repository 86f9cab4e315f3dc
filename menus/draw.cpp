#include "menus/draw.hpp"

#include <algorithm>

namespace haatline::menus {
namespace {

constexpr std::string_view kDigits[] = {"1", "2", "3", "4", "5", "6", "7", "8", "9"};

bool is_back_row(Row const& row) { return row.key == "0" && row.action.go == "@back"; }

/// Rows are printed 1 to 9, then 0.
int place_of(Row const* row) { return row->key[0] == '0' ? 10 : row->key[0] - '0'; }

} // namespace

std::string_view read_language(Catalogue const& words, std::string_view chosen, bool ucs2) {
    constexpr std::string_view last_resort = "en";
    Language const* language = words.language(chosen);
    if (!language) return last_resort;
    if (!language->needs_ucs2 || ucs2) return language->code;
    std::string const latin = language->code + "-Latn";
    if (Language const* same = words.language(latin)) return same->code;
    Language const* other = words.language(language->fallback);
    return other && !other->needs_ucs2 ? std::string_view(other->code) : last_resort;
}

std::vector<Language const*> readable(Catalogue const& words,
                                      std::vector<Language> const& languages, bool ucs2) {
    std::vector<Language const*> out;
    for (auto const& one : languages) {
        Language const* shown = &one;
        if (one.needs_ucs2 && !ucs2) shown = words.language(one.code + "-Latn");
        bool const stands =
            shown != nullptr && std::any_of(out.begin(), out.end(), [&](auto const* held) {
                return held->code == shown->code;
            });
        if (shown != nullptr && !stands) out.push_back(shown);
    }
    if (out.empty()) out.push_back(words.language("en"));
    return out;
}

bool Drawer::too_wide(std::string_view name, std::string_view value, std::string& cut) const {
    // No letter costs more than two septets, and none more UTF-16 units than bytes.
    constexpr std::size_t always_fits = 1;
    if (value.size() <= always_fits) return false;
    Cap const* cap = menu_.cap(name);
    if (!cap) return false;
    auto const narrowest = static_cast<std::size_t>(std::min(cap->gsm7, cap->ucs2));
    if (value.size() * 2 <= narrowest) return false;
    Language const* language = words_.language(language_);
    bool const native = (language && language->needs_ucs2) || !coding::cost(value).gsm7;
    auto const units = static_cast<std::size_t>(native ? cap->ucs2 : cap->gsm7);
    if (coding::measure(value).units <= units) return false;
    cut = coding::cut_to_units(value, units);
    while (cut.ends_with(' ')) cut.pop_back();
    return true;
}

Values const& Drawer::capped(Values const& with, Values& room) const {
    std::string cut;
    bool changed = false;
    for (auto const& [name, value] : with) {
        if (!too_wide(name, value, cut)) continue;
        if (!changed) room = with;
        changed = true;
        room.set(name, cut);
    }
    return changed ? room : with;
}

std::string Drawer::text(std::string_view key, Values const& with) const {
    Values room;
    return words(key, capped(with, room));
}

std::string Drawer::words(std::string_view key, Values const& capped_values) const {
    return words_.format(key, language_, context_.channel, capped_values);
}

std::string Drawer::row(std::string_view digit, std::string_view key,
                        Values const& capped_values) const {
    std::string out(digit);
    out += ' ';
    out += words(key, capped_values);
    return out;
}

namespace {

/// "1-4,8": the digits that rows begin with.
std::string keys_of_rows(std::vector<std::string> const& rows) {
    std::string out;
    char first = 0, last = 0;
    auto const close = [&] {
        if (first == 0) return;
        if (!out.empty()) out += ',';
        out += first;
        if (last > first) out.append(last > first + 1 ? "-" : ",").append(1, last);
    };
    for (auto const& row : rows) {
        if (row.empty()) continue;
        if (first != 0 && row[0] == last + 1) {
            last = row[0];
            continue;
        }
        close();
        first = last = row[0];
    }
    close();
    return out;
}

} // namespace

std::string Drawer::reply(std::string const& keys, bool more) const {
    if (keys.empty()) return more ? words(keys::more_follows, {}) : std::string();
    return words(more ? keys::reply_or_more : keys::reply, {{"keys", keys}});
}

/// A list as a message: what leads on is a word, and 0 works unprinted.
ListPage Drawer::list_message(ListLines lines) const {
    lines.back.clear();
    auto const rows = lines.rows;
    auto const hint = [&](std::size_t shown, bool more) {
        std::vector<std::string> printed(rows.begin(), rows.begin() + static_cast<long>(shown));
        printed.insert(printed.end(), lines.extras.begin(), lines.extras.end());
        return reply(keys_of_rows(printed), more);
    };
    lines.more = hint(rows.size(), true);
    ListPage page = compose_list(lines, context_.budget);
    coding::PageBudget room = context_.budget;
    if (page.shown == 0) page = compose_list(lines, room = two_segments);
    if (page.more) {
        lines.more = hint(static_cast<std::size_t>(page.shown), true); // never longer
        return compose_list(lines, room);
    }
    std::string const with = page.text + "\n" + hint(rows.size(), false);
    if (room.fits(with)) page.text = with;
    return page;
}

std::vector<std::string> Drawer::pages(std::string_view prompt, std::vector<Row const*> const& rows,
                                       Values const& with) const {
    Values room;
    Values const& shown = capped(with, room);
    ChoiceLines lines;
    lines.head = words(prompt, shown);
    lines.rows.reserve(rows.size());
    for (Row const* one : rows) {
        if (by_message() && is_back_row(*one)) continue; // 0 works unprinted
        std::string line = row(one->key, one->text, shown);
        // A lone way back is the screen's only row and stays.
        if (is_back_row(*one) && rows.size() > 1)
            lines.back = std::move(line);
        else
            lines.rows.push_back(std::move(line));
    }
    if (by_message())
        return compose_message(lines, reply(keys_of_rows(lines.rows), false),
                               words(keys::more_follows, {}), context_.budget);
    return compose_choice(lines, context_.budget);
}

ListPage Drawer::list(std::string_view prompt, Node const& node,
                      std::vector<Row const*> const& extras, std::vector<Values> const& rows,
                      bool more, Values const& with, std::string const& instead) const {
    Values room;
    Values const& shown = capped(with, room);
    ListLines lines;
    lines.head = instead.empty() ? words(prompt, shown) : instead;
    auto const most = std::min(rows.size(), static_cast<std::size_t>(node.page_rows));
    lines.rows.reserve(most);
    for (std::size_t i = 0; i < most; ++i) {
        Values row_room;
        lines.rows.push_back(row(kDigits[i], node.row_text, capped(rows[i], row_room)));
    }
    lines.more_follow = more || rows.size() > most;
    std::vector<Row const*> sorted(extras);
    std::sort(sorted.begin(), sorted.end(),
              [](Row const* a, Row const* b) { return place_of(a) < place_of(b); });
    for (Row const* one : sorted) {
        if (one->key == "9" && lines.more_follow) continue;
        std::string line = row(one->key, one->text, shown);
        if (is_back_row(*one))
            lines.back = std::move(line);
        else
            lines.extras.push_back(std::move(line));
    }
    if (by_message()) return list_message(std::move(lines));
    lines.more = row("9", node.more_text, shown);
    ListPage page = compose_list(lines, context_.budget);
    // Rows that did not fit make 9 "more" after all; it cannot be two things on one page. Should
    // they fit without that line, 9 stays what it is everywhere unprinted: a person rings.
    auto const nine = std::find_if(lines.extras.begin(), lines.extras.end(),
                                   [](auto const& line) { return line.starts_with("9 "); });
    if (!page.more || nine == lines.extras.end()) return page;
    lines.extras.erase(nine);
    return compose_list(lines, context_.budget);
}

} // namespace haatline::menus
