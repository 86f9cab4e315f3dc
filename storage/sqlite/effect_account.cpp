#include "cluster/allowance.hpp"
#include "cluster/role.hpp"
#include "cluster/udyam.hpp"
#include "storage/sqlite/account.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/enrol.hpp"
#include "storage/sqlite/shelf.hpp"

#include <algorithm>
#include <optional>

// Each effect writes its own field and no other, and says what the field becomes, not how it
// changes: of two phones in one account the later answer wins field by field, and a retry writes
// the same again.
namespace haatline::storage {
namespace {

constexpr Sql kName{"account.name", "UPDATE enterprise SET name = sealed(?2, ?3) WHERE id = ?1"};
constexpr Sql kPlace{"account.place", "UPDATE enterprise SET pin = ?2, district = ?3, lat_e4 = ?4, "
                                      "lon_e4 = ?5 WHERE id = ?1"};
constexpr Sql kMain{"account.main_product", "UPDATE enterprise SET product = ?2 WHERE id = ?1"};
constexpr Sql kMade{"account.made",
                    "SELECT p.role, p.product, r.kind, p.product = ifnull(e.product, 0) FROM "
                    "enterprise e CROSS JOIN enterprise_product p ON p.enterprise = e.id CROSS "
                    "JOIN product r ON r.id = p.product WHERE e.id = ?1"};
constexpr Sql kProduct{"account.product", "SELECT id, kind FROM product WHERE code = ?1"};
constexpr Sql kAdd{"account.product_add", "INSERT INTO enterprise_product (enterprise, role, "
                                          "product) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"};
constexpr Sql kDrop{"account.product_drop",
                    "DELETE FROM enterprise_product WHERE enterprise = ?1 AND product = ?2"};
constexpr Sql kDropAll{"account.products_drop",
                       "DELETE FROM enterprise_product WHERE enterprise = ?1"};
// What an officer verified stays verified only while it is the same number.
constexpr Sql kClaim{
    "udyam.claim",
    "INSERT INTO enterprise_id (enterprise, kind, value, claimed_by, claimed_at) VALUES (?1, "
    "'UDYAM', sealed(?2, ?5), ?3, ?4) ON CONFLICT DO UPDATE SET value = excluded.value, claimed_by "
    "= "
    "excluded.claimed_by, claimed_at = excluded.claimed_at, verified_by = NULL, verified_at = NULL "
    "WHERE opened(value) <> ?2"};
constexpr Sql kUnclaim{"udyam.drop",
                       "DELETE FROM enterprise_id WHERE enterprise = ?1 AND kind = 'UDYAM'"};

struct Made {
    Role role;
    std::int64_t product;
    ProductKind kind;
    bool main;
};

Result<std::vector<Made>> made_by(Act& act, std::int64_t enterprise) {
    std::vector<Made> out;
    Run run(act.sql[kMade]);
    run->bind(1, enterprise);
    while (run->step())
        out.push_back({static_cast<Role>(run->integer(0)), run->integer(1),
                       *kind_named(run->text(2)), run->integer(3) == 1});
    if (auto ended = act.sql.ended(*run, kMade); !ended) return fail(ended.error());
    auto const main = std::find_if(out.begin(), out.end(), [](Made const& m) { return m.main; });
    if (main == out.end() && !out.empty()) out.front().main = true;
    return out;
}

struct Named {
    std::int64_t id;
    ProductKind kind;
};

Result<Named> product_named(Act& act, Values const& with, std::string_view effect) {
    Run run(act.sql[kProduct]);
    if (run->bind(1, with.get("product")).step())
        return Named{run->integer(0), *kind_named(run->text(1))};
    if (auto ended = act.sql.ended(*run, kProduct); !ended) return fail(ended.error());
    return fail(Errc::bad_request,
                fmt::format("{}: the flow sets a product that is not known", effect));
}

Result<void> write(Act& act, Sql const& sql, auto const&... values) {
    auto const done = change(act.sql, sql, values...);
    if (!done) return fail(done.error());
    return {};
}

bool holds(std::vector<Made> const& made, std::int64_t product) {
    return std::any_of(made.begin(), made.end(),
                       [&](Made const& m) { return m.product == product; });
}

std::size_t products_in(std::vector<Made> const& made) {
    std::vector<std::int64_t> ids;
    for (auto const& one : made)
        if (std::find(ids.begin(), ids.end(), one.product) == ids.end()) ids.push_back(one.product);
    return ids.size();
}

/// The main product comes first in every list, so it must be known before a second one joins it.
std::int64_t main_of(std::vector<Made> const& made) {
    for (auto const& one : made)
        if (one.main) return one.product;
    return 0;
}

Error no_room(std::string_view effect) {
    return {Errc::limit, fmt::format("{}: more than {} products; the flow must ask "
                                     "product.allowed or account.work first",
                                     effect, callers::products_most)};
}

} // namespace

Result<void> name_change(Act& act, Values const& with) {
    auto const own = acting_enterprise(act, "name.change");
    if (!own) return fail(own.error());
    auto const subject = act.subject();
    if (!subject) return fail(subject.error());
    return write(act, kName, *own, with.get("name"), *subject);
}

Result<void> place_change(Act& act, Values const& with) {
    auto const own = acting_enterprise(act, "place.change");
    if (!own) return fail(own.error());
    auto const pin = number_in(with, "pin");
    auto const place = find_place(act.sql, pin, number_in(with, "dist_id"));
    if (!place) return fail(place.error());
    return reshelve(act.sql, *own, [&] {
        return write(act, kPlace, *own, OrNull{pin}, place->district, place->lat_e4, place->lon_e4);
    });
}

Result<void> role_change(Act& act, Values const& with) {
    auto const own = acting_enterprise(act, "role.change");
    if (!own) return fail(own.error());
    auto const role = role_named(with.get("role"));
    if (!role)
        return fail(Errc::bad_request, "role.change: the flow sets a role that is not known");
    auto const made = made_by(act, *own);
    if (!made) return fail(made.error());
    std::optional<Named> further;
    if (!with.get("product").empty()) {
        auto const named = product_named(act, with, "role.change");
        if (!named) return fail(named.error());
        further = *named;
        if (!holds(*made, further->id) && products_in(*made) >= callers::products_most)
            return fail(no_room("role.change"));
    }
    return reshelve(act.sql, *own, [&]() -> Result<void> {
        if (auto done = write(act, kDropAll, *own); !done) return done;
        for (auto const& one : *made)
            if (auto done = write(act, kAdd, *own, static_cast<int>(role_for(*role, one.kind)),
                                  one.product);
                !done)
                return done;
        if (!further) return write(act, kMain, *own, main_of(*made));
        if (auto done = write(act, kAdd, *own, static_cast<int>(role_for(*role, further->kind)),
                              further->id);
            !done)
            return done;
        return write(act, kMain, *own, further->id);
    });
}

Result<void> product_add(Act& act, Values const& with) {
    auto const own = acting_enterprise(act, "product.add");
    if (!own) return fail(own.error());
    auto const product = product_named(act, with, "product.add");
    if (!product) return fail(product.error());
    auto const made = made_by(act, *own);
    if (!made) return fail(made.error());
    if (holds(*made, product->id)) return {};
    if (products_in(*made) >= callers::products_most) return fail(no_room("product.add"));
    auto const first =
        std::find_if(made->begin(), made->end(), [](Made const& m) { return m.main; });
    auto const said = first == made->end() ? Role::maker : first->role;
    return reshelve(act.sql, *own, [&]() -> Result<void> {
        auto done = write(act, kMain, *own, OrNull{main_of(*made)});
        if (!done) return done;
        return write(act, kAdd, *own, static_cast<int>(role_for(said, product->kind)), product->id);
    });
}

Result<void> product_remove(Act& act, Values const& with) {
    auto const own = acting_enterprise(act, "product.remove");
    if (!own) return fail(own.error());
    auto const product = product_named(act, with, "product.remove");
    if (!product) return fail(product.error());
    auto const made = made_by(act, *own);
    if (!made) return fail(made.error());
    if (!holds(*made, product->id)) return {};
    if (products_in(*made) < 2)
        return fail(Errc::conflict, "product.remove: the last product stays; the flow must ask "
                                    "product.allowed first");
    return reshelve(act.sql, *own, [&]() -> Result<void> {
        if (auto done = write(act, kDrop, *own, product->id); !done) return done;
        if (main_of(*made) != product->id) return {};
        return write(act, kMain, *own, nullptr);
    });
}

Result<void> udyam_claim(Act& act, Values const& with) {
    auto const own = acting_enterprise(act, "udyam.claim");
    if (!own) return fail(own.error());
    auto const number = read_udyam(with.get("udyam"));
    if (!number)
        return fail(Errc::bad_request,
                    "udyam.claim: not a Udyam number; the screen must be an `entry: udyam`");
    auto const subject = act.subject();
    if (!subject) return fail(subject.error());
    return write(act, kClaim, *own, *number, act.caller.person, act.now(), *subject);
}

Result<void> udyam_drop(Act& act, Values const&) {
    auto const own = acting_enterprise(act, "udyam.drop");
    if (!own) return fail(own.error());
    return write(act, kUnclaim, *own);
}

} // namespace haatline::storage
