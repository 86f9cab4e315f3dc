#include "base/limits.hpp"
#include "cluster/likeness.hpp"
#include "locales/text/clean.hpp"
#include "storage/sqlite/desk.hpp"

#include <algorithm>
#include <array>
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

/// Products a word may mean, best first, each once.
class Guesses {
  public:
    void add(std::int64_t product, int apart) {
        for (auto& [held, distance] : found_) {
            if (held != product) continue;
            distance = std::min(distance, apart);
            return;
        }
        found_.emplace_back(product, apart);
    }
    bool empty() const { return found_.empty(); }
    std::vector<std::int64_t> best(Words const& words) {
        std::stable_sort(found_.begin(), found_.end(), [&](auto const& a, auto const& b) {
            return std::pair(a.second, words.product(a.first)->rank) <
                   std::pair(b.second, words.product(b.first)->rank);
        });
        std::vector<std::int64_t> out;
        for (auto const& [product, apart] : found_)
            if (out.size() < kGuesses) out.push_back(product);
        return out;
    }

  private:
    std::vector<std::pair<std::int64_t, int>> found_;
};

struct Exact {
    Guesses strong, weak;
};

Exact exact_words(Words const& words, std::string_view key) {
    Exact out;
    auto const& all = words.product_words();
    auto it = std::lower_bound(
        all.begin(), all.end(), key,
        [](Word const& word, std::string_view wanted) { return word.key < wanted; });
    for (; it != all.end() && it->key == key; ++it)
        (it->weak ? out.weak : out.strong).add(it->object, 0);
    return out;
}

Guesses near_words(Words const& words, std::string_view key) {
    Guesses out;
    auto const letters = code_points(key);
    int const most = letters_allowed(letters.size());
    if (most == 0) return out;
    for (auto const& word : words.product_words()) {
        if (word.weak) continue; // a weak word misspelt says nothing at all
        int const apart = letters_apart(letters, word.letters, most);
        if (apart <= most) out.add(word.object, apart);
    }
    return out;
}

Answer sure(Desk const& desk, std::int64_t product) {
    return {"sure", product_row(desk, product), {}, false};
}

Answer guess(Desk const& desk, Guesses guesses) {
    Answer out{"guess", {}, {}, false};
    for (auto const id : guesses.best(desk.words)) out.rows.push_back(product_row(desk, id));
    return out;
}

/// A phrase names a product when one of its words does and no other word contradicts: "aam ka
/// achar".
Exact words_of_phrase(Words const& words, std::string_view key) {
    Exact out;
    while (!key.empty()) {
        auto const end = key.find(' ');
        auto const word = key.substr(0, end);
        auto const found = exact_words(words, word);
        for (auto const id : Guesses(found.strong).best(words)) out.strong.add(id, 0);
        for (auto const id : Guesses(found.weak).best(words)) out.weak.add(id, 1);
        key = end == std::string_view::npos ? std::string_view() : key.substr(end + 1);
    }
    return out;
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
    for (auto exact : {exact_words(desk.words, key), words_of_phrase(desk.words, key)}) {
        auto const strong = exact.strong.best(desk.words);
        if (strong.size() == 1) return sure(desk, strong.front());
        if (!strong.empty()) return guess(desk, exact.strong);
        if (!exact.weak.empty()) return guess(desk, exact.weak);
    }
    auto near = near_words(desk.words, key);
    if (near.empty()) return Answer{"none", {}, {}, false};
    return guess(desk, std::move(near));
}

std::span<Sql const* const> hot_products() {
    static constexpr std::array<Sql const*, 1> all{&kCommon};
    return all;
}

} // namespace haatline::storage
