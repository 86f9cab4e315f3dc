#include "base/limits.hpp"
#include "locales/coding/measure.hpp"
#include "locales/text/clean.hpp"
#include "locales/text/digits.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/sound_search.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace haatline::storage {
namespace {

constexpr Sql kCommon{"product.common",
                      "SELECT product, n FROM district_product WHERE district = ? AND role = ?"};

constexpr std::size_t kGuesses = 3; // reference §3: "three guesses as 1/2/3"

Values product_row(Desk const& desk, std::int64_t id) {
    auto const* product = desk.words.product(id);
    return {{"product", product ? product->code : std::string()},
            {"prod", std::string(desk.words.product_label(id, desk.caller.language))}};
}

Answer sure(Desk const& desk, std::int64_t product) {
    return {"sure", product_row(desk, product), {}, false};
}

/// The best three, each product once.
Answer guess(Desk const& desk, std::vector<Found> const& found) {
    Answer out{"guess", {}, {}, false};
    for (auto const& each : found)
        if (out.rows.size() < kGuesses) out.rows.push_back(product_row(desk, each.object));
    return out;
}

/// Letter for letter: strong words, else weak ones, which never decide alone.
struct Exact {
    std::vector<Found> strong, weak;
    void add(Found const& found) {
        auto& into = found.weak ? weak : strong;
        auto const held = [&](Found const& other) { return other.object == found.object; };
        if (std::none_of(into.begin(), into.end(), held)) into.push_back(found);
    }
};

/// In the pilot's order, where nothing else says which comes first.
void by_rank(Desk const& desk, std::vector<Found>& found) {
    std::stable_sort(found.begin(), found.end(), [&](Found const& a, Found const& b) {
        return desk.words.product(a.object)->rank < desk.words.product(b.object)->rank;
    });
}

std::optional<Answer> told_by(Desk const& desk, Exact& exact) {
    if (exact.strong.size() == 1) return sure(desk, exact.strong.front().object);
    auto& found = exact.strong.empty() ? exact.weak : exact.strong;
    if (found.empty()) return std::nullopt;
    by_rank(desk, found);
    return guess(desk, found);
}

// A phrase of more words says nothing more about a product.
constexpr std::size_t kPhraseWords = 6;
// Heard, not read: a weak word or a part of a name misheard says nothing at all.
constexpr SoundBounds kHeard{.weak = false, .parts = false, .slips = false};
constexpr SoundBounds kMisspelt{.weak = false, .parts = false};

Result<Exact> exact_words(Desk& desk, std::span<std::string_view const> words) {
    Exact out;
    for (auto const word : words) {
        auto const found = find_exact(desk.sql, Named::product, word, kGuesses * 3);
        if (!found) return fail(found.error());
        for (auto const& each : *found) out.add(each);
    }
    return out;
}

/// A phrase names a product when one of its words does and no other word contradicts: "aam ka
/// achar".
Result<Exact> heard_words(Desk& desk, std::vector<std::string_view> const& words) {
    Exact out;
    for (auto const word : words) {
        auto const heard = find_sounds(desk.sql, Named::product, word, kHeard);
        if (!heard) return fail(heard.error());
        if (is_sure(heard->found, heard->consonants)) out.add(heard->found.front());
    }
    return out;
}

/// Sounds like a product's word, in whatever script, or is one slip of the finger away.
Result<Answer> heard(Desk& desk, std::string_view typed,
                     std::vector<std::string_view> const& words) {
    auto whole = find_sounds(desk.sql, Named::product, typed, kMisspelt);
    if (!whole) return fail(whole.error());
    if (is_sure(whole->found, whole->consonants)) return sure(desk, whole->found.front().object);
    if (words.size() > 1) {
        auto exact = heard_words(desk, words);
        if (!exact) return fail(exact.error());
        if (auto told = told_by(desk, *exact)) return std::move(*told);
    }
    std::erase_if(whole->found,
                  [&](Found const& each) { return !is_near(each, whole->consonants); });
    if (whole->found.empty()) return Answer{"none", {}, {}, false};
    return guess(desk, whole->found);
}

std::vector<std::string_view> words_of(std::string_view key) {
    std::vector<std::string_view> out;
    while (!key.empty() && out.size() < kPhraseWords) {
        auto const end = key.find(' ');
        out.push_back(key.substr(0, end));
        key = end == std::string_view::npos ? std::string_view() : key.substr(end + 1);
    }
    return out;
}

/// A product has at most so many words before a name begins ("aam ka achar Asha Foods").
constexpr std::size_t kProductWords = 3;

/// What may stand as a name: `reg.name` asks for two units at least, and no name is a number.
std::string name_in(std::string_view typed) {
    auto const key = text::match_key(typed);
    bool const named =
        coding::cost(typed).utf16 >= 2 && !text::all_digits(key.substr(0, key.find(' ')));
    return std::string(named ? typed : std::string_view());
}

} // namespace

Result<Answer> product_list(Desk& desk, Values const& with) {
    auto const role = role_named(with.get("role"));
    if (!role)
        return fail(Errc::bad_request, "product.list: the flow sets a role that is not known");
    std::vector<std::pair<std::int64_t, std::int64_t>> common; // product, how many here
    Run run(desk.sql[kCommon]);
    run->bind(1, number_in(with, "dist_id")).bind(2, static_cast<int>(*role));
    while (run->step()) common.emplace_back(run->integer(0), run->integer(1));
    if (auto ended = desk.sql.ended(*run, kCommon); !ended) return fail(ended.error());

    auto const& wanted = facts(*role);
    auto const order = [&](ProductKind kind) { return kind == wanted.first_kind ? 0 : 1; };
    struct Offered {
        int kind;
        std::int64_t here, rank, id;
    };
    std::vector<Offered> offered;
    offered.reserve(desk.words.products().size());
    for (auto const& product : desk.words.products()) {
        if (product.kind != wanted.first_kind && product.kind != wanted.second_kind) continue;
        auto const it = std::find_if(common.begin(), common.end(),
                                     [&](auto const& row) { return row.first == product.id; });
        offered.push_back(
            {order(product.kind), it == common.end() ? 0 : it->second, product.rank, product.id});
    }
    std::sort(offered.begin(), offered.end(), [](Offered const& a, Offered const& b) {
        return std::tuple(a.kind, -a.here, a.rank, a.id) <
               std::tuple(b.kind, -b.here, b.rank, b.id);
    });
    Answer out{"some", {}, {}, false};
    auto const from = std::min(offered.size(), static_cast<std::size_t>(number_in(with, "offset")));
    auto const to = std::min(offered.size(), from + limits::list_rows);
    for (auto at = from; at < to; ++at) out.rows.push_back(product_row(desk, offered[at].id));
    out.more = to < offered.size();
    return out;
}

Result<Answer> product_by_word(Desk& desk, Values const& with) {
    auto const key = text::match_key(with.get("word"));
    if (key.empty()) return Answer{"none", {}, {}, false};
    auto const words = words_of(key);
    std::string_view const whole = key;
    for (std::span<std::string_view const> asked : {std::span(&whole, 1), std::span(words)}) {
        if (asked.data() == words.data() && words.size() == 1) break; // the whole, asked already
        auto exact = exact_words(desk, asked);
        if (!exact) return fail(exact.error());
        if (auto told = told_by(desk, *exact)) return std::move(*told);
    }
    return heard(desk, with.get("word"), words);
}

Result<Answer> product_before_name(Desk& desk, Values const& with) {
    auto const typed = with.get("word");
    std::vector<std::string_view> first; // "aam", "aam ka", "aam ka achar"
    for (std::size_t at = 0; at < typed.size() && first.size() < kProductWords; ++at) {
        at = std::min(typed.find(' ', at), typed.size());
        first.push_back(typed.substr(0, at));
    }
    Answer told{"none", {}, {}, false};
    for (auto n = first.size(); n-- > 0 && told.outcome != "sure";) {
        // The name begins behind the last word that says what it is.
        auto const last = n == 0 ? first[0] : first[n].substr(first[n - 1].size() + 1);
        auto one = product_by_word(desk, {{"word", std::string(last)}});
        if (!one) return one;
        if (n == 0) told = *one;
        if (one->outcome != "sure") continue;
        auto phrase = n == 0 ? one : product_by_word(desk, {{"word", std::string(first[n])}});
        if (!phrase) return phrase;
        told = phrase->outcome == "sure" ? *phrase : *one;
        told.values.set("rest", name_in(typed.substr(std::min(first[n].size() + 1, typed.size()))));
    }
    told.rows.clear();
    if (told.outcome == "none") told.values.set("rest", name_in(typed));
    if (told.outcome == "guess") told.values.set("rest", "");
    return told;
}

std::span<Sql const* const> hot_products() {
    static constexpr std::array<Sql const*, 1> all{&kCommon};
    return all;
}

} // namespace haatline::storage
