#include "cluster/allowance.hpp"
#include "cluster/role.hpp"
#include "storage/sqlite/account.hpp"
#include "storage/sqlite/desk.hpp"

#include <algorithm>
#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kDetails{
    "account.details",
    "SELECT opened(e.name), ifnull(e.pin, ''), e.district, p.role FROM enterprise e CROSS JOIN "
    "enterprise_product p ON p.enterprise = e.id WHERE e.id = ?1 AND p.product = ifnull(e.product, "
    "p.product) LIMIT 1"};
// At most callers::products_most rows, but an import may bring more.
constexpr Sql kMade{"account.products",
                    "SELECT p.product, p.role, p.product = ifnull(e.product, 0) FROM enterprise e "
                    "CROSS JOIN enterprise_product p ON p.enterprise = e.id WHERE e.id = ?1"};
constexpr Sql kUdyam{"account.udyam",
                     "SELECT opened(value), verified_at IS NOT NULL FROM enterprise_id "
                     "WHERE enterprise = ?1 AND kind = 'UDYAM'"};

Answer nobody() { return {"none", {}, {}, false}; }

struct Products {
    std::vector<std::int64_t> ids; ///< each once, the main one first
    std::vector<Role> roles;
};

Result<Products> products_of(Desk& desk, std::int64_t enterprise) {
    Products out;
    Run run(desk.sql[kMade]);
    run->bind(1, enterprise);
    while (run->step()) {
        auto const id = run->integer(0);
        out.roles.push_back(static_cast<Role>(run->integer(1)));
        if (std::find(out.ids.begin(), out.ids.end(), id) != out.ids.end()) continue;
        out.ids.insert(run->integer(2) == 1 ? out.ids.begin() : out.ids.end(), id);
    }
    if (auto ended = desk.sql.ended(*run, kMade); !ended) return fail(ended.error());
    return out;
}

bool is_full(Products const& made) {
    return made.ids.size() >= static_cast<std::size_t>(callers::products_most);
}

/// The role suits a product when whoever plays it is found under that role, not under another one.
bool suits(Desk const& desk, Products const& made, Role role) {
    return std::any_of(made.ids.begin(), made.ids.end(), [&](std::int64_t id) {
        auto const* product = desk.words.product(id);
        return product && role_for(role, product->kind) == role;
    });
}

} // namespace

Result<Answer> account_details(Desk& desk, Values const&) {
    auto const own = own_enterprise(desk.sql, desk.caller.person);
    if (!own) return fail(own.error());
    Run run(desk.sql[kDetails]);
    if (!run->bind(1, *own).step()) {
        if (auto ended = desk.sql.ended(*run, kDetails); !ended) return fail(ended.error());
        return nobody();
    }
    std::string const pin(run->text(1));
    std::string const dist(desk.words.district_label(run->integer(2), desk.caller.language));
    Answer out{"some", {}, {}, false};
    out.values.set("own", run->text(0));
    out.values.set("place", pin.empty() ? dist : dist + " " + pin);
    out.values.set("role", facts(static_cast<Role>(run->integer(3))).name);
    return out;
}

Result<Answer> account_work(Desk& desk, Values const& with) {
    auto const role = role_named(with.get("role"));
    if (!role)
        return fail(Errc::bad_request, "account.work: the flow sets a role that is not known");
    auto const own = own_enterprise(desk.sql, desk.caller.person);
    if (!own) return fail(own.error());
    auto const made = products_of(desk, *own);
    if (!made) return fail(made.error());
    if (made->ids.empty()) return nobody();
    if (suits(desk, *made, *role)) return Answer{"fits", {}, {}, false};
    return Answer{is_full(*made) ? "full" : "product", {}, {}, false};
}

Result<Answer> account_products(Desk& desk, Values const& with) {
    auto const own = own_enterprise(desk.sql, desk.caller.person);
    if (!own) return fail(own.error());
    auto const made = products_of(desk, *own);
    if (!made) return fail(made.error());
    if (made->ids.empty()) return nobody();
    Answer out{"some", {{"full", is_full(*made) ? "yes" : ""}}, {}, false};
    for (auto const id : made->ids) {
        auto const* product = desk.words.product(id);
        if (!product) continue;
        out.rows.push_back(
            {{"product", product->code},
             {"prod", std::string(desk.words.product_label(id, desk.caller.language))}});
    }
    cut_page(out, with);
    return out;
}

Result<Answer> product_allowed(Desk& desk, Values const& with) {
    auto const own = own_enterprise(desk.sql, desk.caller.person);
    if (!own) return fail(own.error());
    auto const made = products_of(desk, *own);
    if (!made) return fail(made.error());
    auto const* product = desk.words.product(with.get("product"));
    if (made->ids.empty() || !product) return nobody();
    bool const there =
        std::find(made->ids.begin(), made->ids.end(), product->id) != made->ids.end();
    if (with.get("turn") == "on")
        return Answer{there ? "there" : is_full(*made) ? "full" : "ok", {}, {}, false};
    return Answer{there && made->ids.size() < 2 ? "last" : "ok", {}, {}, false};
}

Result<Answer> account_udyam(Desk& desk, Values const&) {
    auto const own = own_enterprise(desk.sql, desk.caller.person);
    if (!own) return fail(own.error());
    Run run(desk.sql[kUdyam]);
    if (!run->bind(1, *own).step()) {
        if (auto ended = desk.sql.ended(*run, kUdyam); !ended) return fail(ended.error());
        return nobody();
    }
    return Answer{run->integer(1) != 0 ? "verified" : "claimed",
                  {{"udyam", std::string(run->text(0))}},
                  {},
                  false};
}

std::span<Sql const* const> hot_account() {
    static constexpr std::array<Sql const*, 3> all{&kDetails, &kMade, &kUdyam};
    return all;
}

} // namespace haatline::storage
