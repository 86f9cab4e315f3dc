#include "base/limits.hpp"
#include "cluster/place.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/enrol.hpp"
#include "storage/sqlite/peer_search.hpp"

#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kShown{
    "peer.shown",
    "SELECT opened(e.name), p.product FROM enterprise e CROSS JOIN enterprise_product p ON "
    "p.enterprise = e.id WHERE e.id = ? LIMIT 1"};
// Unlisted ones have no card either, whoever guesses their number.
constexpr Sql kCard{
    "peer.card",
    "SELECT opened(e.name), e.lat_e4, e.lon_e4, e.district, p.product, ifnull(i.place, '') FROM "
    "enterprise e CROSS JOIN enterprise_product p ON p.enterprise = e.id LEFT JOIN pin i ON "
    "i.pin = e.pin WHERE e.id = ? AND e.listed = 1 AND e.status <> 'closed' LIMIT 1"};
constexpr Sql kVouchedBy{"peer.vouched_by",
                         "SELECT o.short FROM vouch v CROSS JOIN org o ON o.id = v.org WHERE "
                         "v.enterprise = ? AND v.withdrawn_at IS NULL AND v.from_at <= ?2 AND "
                         "(v.until_at IS NULL OR v.until_at > ?2) ORDER BY v.from_at DESC LIMIT 1"};
constexpr Sql kOwnPlace{"peer.own_place",
                        "SELECT lat_e4, lon_e4, district FROM enterprise WHERE id = ?"};
constexpr Sql kOwnEnterprise{
    "peer.own", "SELECT o.enterprise FROM person_phone h CROSS JOIN ownership o ON "
                "o.person = h.person WHERE h.phone = ? AND h.until_at IS NULL LIMIT 1"};

/// Where the caller looks from: the PIN or district of the session, else where the caller's own
/// enterprise is.
Result<PlaceRow> origin(Desk& desk, Values const& with, std::int64_t own) {
    auto const pin = number_in(with, "pin"), district = number_in(with, "dist_id");
    if (pin || district) {
        auto place = find_place(desk.sql, pin, district);
        if (place || place.error().code != Errc::bad_request || !own) return place;
    }
    Run run(desk.sql[kOwnPlace]);
    if (!run->bind(1, own).step()) {
        if (auto ended = desk.sql.ended(*run, kOwnPlace); !ended) return fail(ended.error());
        return fail(Errc::bad_request,
                    "peers.near needs pin, dist_id or eid to know where the caller looks from");
    }
    auto const* facts = desk.words.district(run->integer(2));
    return PlaceRow{run->integer(2), facts ? facts->state : 0, run->integer(0), run->integer(1)};
}

Result<std::int64_t> own_enterprise(Desk& desk, Values const& with) {
    if (auto const given = number_in(with, "eid")) return given;
    Run run(desk.sql[kOwnEnterprise]);
    auto const own = run->bind(1, desk.phone()).step() ? run->integer(0) : 0;
    if (auto ended = desk.sql.ended(*run, kOwnEnterprise); !ended) return fail(ended.error());
    return own;
}

std::string km_of(std::int64_t metres) { return std::to_string(whole_km(metres)); }

Result<PeerQuery> query_of(Desk& desk, Values const& with) {
    auto const want = role_named(with.get("want"));
    auto const ring = ring_named(with.get("ring"));
    auto const* product = desk.words.product(with.get("product"));
    if (!want || !ring)
        return fail(Errc::bad_request,
                    "peers.near: the flow sets a want or ring that is not known");
    PeerQuery query;
    query.ring = *ring;
    query.want = product ? role_for(*want, product->kind) : *want;
    // Who says "machines" means any of them; who typed a machine's name after "makers" means that
    // one.
    query.product = facts(*want).any_product ? 0 : product ? product->id : -1;
    if (facts(*want).any_product) query.want = *want;
    auto const own = own_enterprise(desk, with);
    if (!own) return fail(own.error());
    query.own = *own;
    auto const place = origin(desk, with, *own);
    if (!place) return fail(place.error());
    query.from = {static_cast<std::int32_t>(place->lat_e4),
                  static_cast<std::int32_t>(place->lon_e4)};
    query.district = place->district;
    query.state = place->state;
    return query;
}

} // namespace

Result<Answer> peers_near(Desk& desk, Values const& with) {
    auto const query = query_of(desk, with);
    if (!query) return fail(query.error());
    auto const page = find_peers(
        desk.sql, *query, static_cast<std::size_t>(number_in(with, "offset")), limits::list_rows);
    if (!page) return fail(page.error());

    Answer out;
    out.outcome = page->total == 0 ? "none" : "some";
    out.values.set("n", page->total >= limits::count_shown ? "99+" : std::to_string(page->total));
    out.more = page->more;
    for (auto const& peer : page->rows) {
        Run run(desk.sql[kShown]);
        if (!run->bind(1, peer.rank.id).step()) {
            if (auto ended = desk.sql.ended(*run, kShown); !ended) return fail(ended.error());
            continue;
        }
        out.rows.push_back({{"peer", std::to_string(peer.rank.id)},
                            {"name", std::string(shown_name(desk, run->text(0), run->integer(1)))},
                            {"km", km_of(peer.rank.metres)},
                            {"mark", peer.rank.vouched ? "*" : ""}});
    }
    return out;
}

Result<Answer> peer_card(Desk& desk, Values const& with) {
    auto const peer = number_in(with, "peer");
    Answer out;
    Run card(desk.sql[kCard]);
    if (!card->bind(1, peer).step()) {
        if (auto ended = desk.sql.ended(*card, kCard); !ended) return fail(ended.error());
        out.outcome = "none";
        return out;
    }
    auto const district = card->integer(3), product = card->integer(4);
    auto const own = own_enterprise(desk, with);
    if (!own) return fail(own.error());
    std::string km;
    if (auto const from = origin(desk, with, *own)) {
        Point const here{static_cast<std::int32_t>(from->lat_e4),
                         static_cast<std::int32_t>(from->lon_e4)};
        Point const there{static_cast<std::int32_t>(card->integer(1)),
                          static_cast<std::int32_t>(card->integer(2))};
        km = km_of(distance_m(here, there));
    } else if (from.error().code != Errc::bad_request) {
        return fail(from.error());
    }
    out.outcome = "some";
    out.values.set("name", shown_name(desk, card->text(0), product));
    auto const place = card->text(5);
    out.values.set("village", place.empty()
                                  ? desk.words.district_label(district, desk.caller.language)
                                  : place);
    out.values.set("km", km);
    out.values.set("prod", desk.words.product_label(product, desk.caller.language));

    Run vouched(desk.sql[kVouchedBy]);
    out.values.set("assoc", vouched->bind(1, peer).bind(2, desk.now()).step() ? vouched->text(0)
                                                                              : std::string_view());
    if (auto ended = desk.sql.ended(*vouched, kVouchedBy); !ended) return fail(ended.error());
    return out;
}

std::span<Sql const* const> hot_cards() {
    static constexpr std::array<Sql const*, 5> all{&kShown, &kCard, &kVouchedBy, &kOwnPlace,
                                                   &kOwnEnterprise};
    return all;
}

} // namespace haatline::storage
