#include "storage/sqlite/shelf.hpp"

#include "storage/sqlite/enrol.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kUncount{
    "district_product.uncount",
    "UPDATE district_product SET n = n - 1 WHERE (district, role, product) IN (SELECT e.district, "
    "p.role, p.product FROM enterprise e JOIN enterprise_product p ON p.enterprise = e.id WHERE "
    "e.id = ?1)"};
constexpr Sql kDropEmpty{
    "district_product.drop_empty",
    "DELETE FROM district_product WHERE n <= 0 AND (district, role, product) IN (SELECT "
    "e.district, p.role, p.product FROM enterprise e JOIN enterprise_product p ON p.enterprise = "
    "e.id WHERE e.id = ?1)"};
constexpr Sql kCountAll{
    "district_product.count_all",
    "INSERT INTO district_product (district, role, product, n) SELECT e.district, p.role, "
    "p.product, 1 FROM enterprise e JOIN enterprise_product p ON p.enterprise = e.id WHERE e.id = "
    "?1 ON CONFLICT DO UPDATE SET n = n + 1"};
constexpr Sql kList{
    "enterprise.list_by_consent",
    "UPDATE enterprise SET listed = EXISTS (SELECT 1 FROM ownership o CROSS JOIN person h ON h.id "
    "= o.person CROSS JOIN consent c ON c.person = h.id WHERE o.enterprise = ?1 AND h.delete_at IS "
    "NULL AND c.purpose = 'list' AND c.basis = 'consent' AND c.withdrawn_at IS NULL) WHERE id = "
    "?1"};

Result<void> each(Prepared& prepared, std::int64_t enterprise,
                  std::initializer_list<Sql const*> statements) {
    for (auto const* sql : statements)
        if (auto done = change(prepared, *sql, enterprise); !done) return fail(done.error());
    return {};
}

} // namespace

Result<void> take_off_shelf(Prepared& prepared, std::int64_t enterprise) {
    if (auto done = unindex_peer(prepared, enterprise); !done) return done;
    return each(prepared, enterprise, {&kUncount, &kDropEmpty});
}

Result<void> put_on_shelf(Prepared& prepared, std::int64_t enterprise) {
    if (auto done = each(prepared, enterprise, {&kCountAll}); !done) return done;
    return index_peer(prepared, enterprise);
}

Result<void> list_by_consent(Prepared& prepared, std::int64_t enterprise) {
    if (auto done = unindex_peer(prepared, enterprise); !done) return done;
    if (auto done = each(prepared, enterprise, {&kList}); !done) return done;
    return index_peer(prepared, enterprise);
}

} // namespace haatline::storage
