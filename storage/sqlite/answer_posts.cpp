#include "cluster/allowance.hpp"
#include "cluster/reference.hpp"
#include "storage/sqlite/desk.hpp"

#include <algorithm>
#include <array>

namespace haatline::storage {
namespace {

// Of every phone she was ever on: a post stands under the number it was made from. Far more than five a
// day for 15 days leave; the newest of more than that would be missing, and nobody reads so far.
constexpr Sql kMine{
    "listing.mine",
    "SELECT l.serial, l.kind, l.product, l.created_at FROM person_phone h CROSS JOIN listing l ON "
    "l.phone = h.phone WHERE h.person = ?1 AND l.person = ?1 AND l.state <> 'closed' AND "
    "l.expires_at > ?2 LIMIT 1000"};
constexpr Sql kItem{"listing.item",
                    "SELECT kind, product, qty, unit, price, state, expires_at FROM listing WHERE "
                    "serial = ?1 AND person = ?2"};

struct Post {
    std::int64_t made = 0, serial = 0, product = 0;
    std::string kind;
};

bool newer(Post const& a, Post const& b) {
    return std::pair(a.made, a.serial) > std::pair(b.made, b.serial);
}

/// As the texts select by: nothing said is `none`.
std::string said_or_none(std::string_view value) {
    return std::string(value.empty() ? "none" : value);
}

std::string amount_of(std::string_view qty, std::string_view unit) {
    std::string out = said_or_none(qty);
    if (!qty.empty() && !unit.empty()) out.append(" ").append(unit);
    return out;
}

} // namespace

Result<Answer> listing_mine(Desk& desk, Values const& with) {
    if (desk.caller.person == 0) return Answer{"none", {}, {}, false};
    std::vector<Post> posts;
    Run run(desk.sql[kMine]);
    run->bind(1, desk.caller.person).bind(2, desk.now());
    while (run->step())
        posts.push_back(
            {run->integer(3), run->integer(0), run->integer(2), std::string(run->text(1))});
    if (auto ended = desk.sql.ended(*run, kMine); !ended) return fail(ended.error());
    std::sort(posts.begin(), posts.end(), newer);
    // Who left a phone and came back stands behind it twice.
    posts.erase(std::unique(posts.begin(), posts.end(),
                            [](Post const& a, Post const& b) { return a.serial == b.serial; }),
                posts.end());
    Answer out{posts.empty() ? "none" : "some", {}, {}, false};
    for (auto const& post : posts)
        out.rows.push_back(
            {{"post", reference_text(static_cast<std::uint64_t>(post.serial))},
             {"kind", post.kind},
             {"prod", std::string(desk.words.product_label(post.product, desk.caller.language))}});
    cut_page(out, with);
    return out;
}

Result<Answer> listing_item(Desk& desk, Values const& with) {
    auto const serial = reference_serial(with.get("post"));
    if (!serial || desk.caller.person == 0) return Answer{"none", {}, {}, false};
    Run run(desk.sql[kItem]);
    bool const hers =
        run->bind(1, static_cast<std::int64_t>(*serial)).bind(2, desk.caller.person).step();
    if (auto ended = desk.sql.ended(*run, kItem); !ended) return fail(ended.error());
    if (!hers) return Answer{"none", {}, {}, false};
    bool const over = run->text(5) == "closed" || run->integer(6) <= desk.now();
    Answer out{over ? "over" : "open", {}, {}, false};
    out.values = {
        {"kind", std::string(run->text(0))},
        {"prod", std::string(desk.words.product_label(run->integer(1), desk.caller.language))},
        {"amount", amount_of(run->text(2), run->text(3))},
        {"rate", said_or_none(run->text(4))},
        {"day", callers::day_short(TimePoint(Millis(run->integer(6))))},
        {"renew_day", callers::day_short(desk.caller.now + callers::listing_live_for)}};
    return out;
}

std::span<Sql const* const> hot_posts() {
    static constexpr std::array<Sql const*, 2> all{&kMine, &kItem};
    return all;
}

} // namespace haatline::storage
