#include "cluster/likeness.hpp"
#include "locales/text/clean.hpp"
#include "storage/sqlite/desk.hpp"

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

struct Near {
    int letters;
    std::int64_t district;
    bool operator<(Near const& other) const {
        return std::pair(letters, district) < std::pair(other.letters, other.district);
    }
};

/// Names that begin with the word, or differ by a letter or two. The best form of each district
/// counts.
std::vector<std::int64_t> near_names(Words const& words, std::string_view key) {
    constexpr std::size_t prefix_letters = 3; // two letters begin too many names to be worth a list
    auto const letters = code_points(key);
    // Two wrong letters in a short name would offer half the country.
    int const most = letters.size() >= 6 ? 2 : letters.size() >= 4 ? 1 : 0;
    std::vector<Near> found;
    for (auto const& word : words.district_words()) {
        int apart = most + 1;
        if (letters.size() >= prefix_letters && word.key.starts_with(key)) apart = 1;
        if (apart > 1 && most > 0)
            apart = std::min(apart, letters_apart(letters, word.letters, most));
        if (apart <= most || (apart == 1 && letters.size() >= prefix_letters))
            found.push_back({apart, word.object});
    }
    std::sort(found.begin(), found.end());
    std::vector<std::int64_t> out;
    for (auto const& near : found)
        if (std::find(out.begin(), out.end(), near.district) == out.end())
            out.push_back(near.district);
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
    auto const key = text::match_key(with.get("word"));
    if (key.empty()) return places(desk, {}, true, with);
    std::vector<std::int64_t> districts;
    auto const& words = desk.words.district_words();
    auto it = std::lower_bound(
        words.begin(), words.end(), key,
        [](Word const& word, std::string const& wanted) { return word.key < wanted; });
    for (; it != words.end() && it->key == key; ++it) districts.push_back(it->object);
    if (!districts.empty()) return places(desk, districts, true, with);
    return places(desk, near_names(desk.words, key), false, with);
}

std::span<Sql const* const> hot_places() {
    static constexpr std::array<Sql const*, 1> all{&kDistrictsOfPin};
    return all;
}

} // namespace haatline::storage
