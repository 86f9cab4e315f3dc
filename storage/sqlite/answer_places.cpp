#include "locales/text/clean.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/sound_search.hpp"

#include <algorithm>
#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kDistrictsOfPin{"place.by_pin",
                              "SELECT district FROM pin_district WHERE pin = ? ORDER BY rank"};

Values place_row(Desk const& desk, std::int64_t district) {
    return {{"dist_id", std::to_string(district)},
            {"dist", std::string(desk.words.district_label(district, desk.caller.language))}};
}

Answer places(Desk const& desk, std::vector<std::int64_t> const& districts, bool sure,
              Values const& with) {
    Answer out;
    if (districts.empty()) {
        out.outcome = "none";
        return out;
    }
    if (districts.size() == 1 && sure) {
        out.outcome = "one";
        out.values = place_row(desk, districts.front());
        return out;
    }
    out.outcome = "many";
    for (auto const id : districts) out.rows.push_back(place_row(desk, id));
    cut_page(out, with);
    return out;
}

// What a caller pages through at most; a longer list helps nobody on a phone.
constexpr std::size_t kOffered = 36;

/// Names that sound so or begin so, then places whose PIN lies there.
Result<std::vector<std::int64_t>> near_names(Desk& desk, std::string_view word) {
    std::vector<std::int64_t> out;
    for (auto const kind : {Named::district, Named::place}) {
        auto const heard = find_sounds(
            desk.sql, kind, word, {.objects = kOffered, .beginnings = kind == Named::district});
        if (!heard) return fail(heard.error());
        for (auto const& found : heard->found)
            if (is_near(found, heard->consonants) && out.size() < kOffered &&
                std::find(out.begin(), out.end(), found.object) == out.end())
                out.push_back(found.object);
    }
    return out;
}

} // namespace

Result<Answer> place_by_pin(Desk& desk, Values const& with) {
    std::vector<std::int64_t> districts;
    Run run(desk.sql[kDistrictsOfPin]);
    run->bind(1, number_in(with, "pin"));
    while (run->step()) districts.push_back(run->integer(0));
    if (auto ended = desk.sql.ended(*run, kDistrictsOfPin); !ended) return fail(ended.error());
    return places(desk, districts, true, with);
}

Result<Answer> place_by_name(Desk& desk, Values const& with) {
    auto const word = with.get("word");
    auto const exact = find_exact(desk.sql, Named::district, text::match_key(word), kOffered);
    if (!exact) return fail(exact.error());
    std::vector<std::int64_t> districts;
    for (auto const& found : *exact) districts.push_back(found.object);
    if (!districts.empty()) return places(desk, districts, true, with);
    auto const near = near_names(desk, word);
    if (!near) return fail(near.error());
    return places(desk, *near, false, with);
}

std::span<Sql const* const> hot_places() {
    static constexpr std::array<Sql const*, 1> all{&kDistrictsOfPin};
    return all;
}

} // namespace haatline::storage
