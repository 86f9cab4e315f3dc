#include "cluster/msisdn.hpp"
#include "storage/sqlite/enrol.hpp"
#include "storage/sqlite/importer.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kProduct{"import.product", "SELECT id, kind FROM product WHERE code = ?"};
constexpr Sql kThere{"import.enterprise",
                     "SELECT e.id, opened(e.name), ifnull(e.pin, 0), e.district, e.listed, p.role, "
                     "p.product FROM enterprise e JOIN "
                     "enterprise_product p ON p.enterprise = e.id WHERE e.code = ? LIMIT 1"};
constexpr Sql kUpdate{
    "enterprise.update",
    "UPDATE enterprise SET name = sealed(?2, sealer(name)), pin = ?3, district = ?4, lat_e4 = ?5, "
    "lon_e4 = ?6, listed = ?7 WHERE id = ?1"};
constexpr Sql kDropProduct{"enterprise_product.drop",
                           "DELETE FROM enterprise_product WHERE enterprise = ?"};
constexpr Sql kAddProduct{
    "enterprise_product.add",
    "INSERT INTO enterprise_product (enterprise, role, product) VALUES (?, ?, ?)"};
constexpr Sql kUncount{"district_product.uncount",
                       "UPDATE district_product SET n = max(n - 1, 0) WHERE district = ? AND role "
                       "= ? AND product = ?"};
constexpr Sql kCount{
    "district_product.recount",
    "INSERT INTO district_product (district, role, product, n) VALUES (?, ?, ?, 1) "
    "ON CONFLICT DO UPDATE SET n = n + 1"};

/// Files say yes and no in many ways; anything else is a mistake worth naming, since it decides who
/// is found.
Result<bool> yes_or_no(std::string_view text) {
    for (auto const yes : {"yes", "1", "true"})
        if (text == yes) return true;
    for (auto const no : {"no", "0", "false", ""})
        if (text == no) return false;
    return fail(Errc::bad_request, "listed must be yes or no; it needs the owner's consent");
}

class Enterprises final : public Importer {
  public:
    explicit Enterprises(Prepared& prepared) : prepared_(prepared) {}

    Result<bool> take(FileRow const& row) override {
        NewMember member;
        member.via = member.channel = member.session = "import";
        member.code = row.get("code");
        member.name = row.get("name");
        if (member.code.empty())
            return fail(Errc::bad_request,
                        "code must not be empty: it is how a second import knows the row");
        if (member.name.empty()) return fail(Errc::bad_request, "name must not be empty");
        auto const role = role_named(row.get("role"));
        if (!role)
            return fail(Errc::bad_request,
                        "role must be maker, machine_maker, supplier, buyer, service or institute");
        Run product(prepared_[kProduct]);
        if (!product->bind(1, row.get("product")).step())
            return fail(
                Errc::bad_request,
                fmt::format("product {} is not known: import products first", row.get("product")));
        member.product = product->integer(0);
        member.role = role_for(*role, *kind_named(product->text(1)));
        if (!row.get("pin").empty()) {
            auto const pin = whole_number(row, "pin", 100'000, 999'999);
            if (!pin) return fail(pin.error());
            member.pin = *pin;
        }
        if (!row.get("district").empty()) {
            auto const district = whole_number(row, "district", 101, 99'999);
            if (!district) return fail(district.error());
            member.district = *district;
        }
        auto const listed = yes_or_no(row.get("listed"));
        if (!listed) return fail(listed.error());
        member.listed = *listed;
        if (!row.get("phone").empty()) {
            auto const phone = Msisdn::parse(row.get("phone"));
            if (!phone) return fail(phone.error());
            member.phone = phone->number();
            member.notice = "import"; // the importer vouches that consent was given on paper
        }
        auto const place = find_place(prepared_, member.pin, member.district);
        if (!place) return fail(place.error());
        return put(member, *place);
    }

  private:
    Result<bool> put(NewMember const& member, PlaceRow const& place) {
        std::int64_t id = 0, district = 0, role = 0, product = 0;
        {
            Run there(prepared_[kThere]);
            if (there->bind(1, member.code).step()) {
                id = there->integer(0);
                district = there->integer(3);
                role = there->integer(5);
                product = there->integer(6);
                if (there->text(1) == member.name && there->integer(2) == member.pin &&
                    district == place.district && (there->integer(4) == 1) == member.listed &&
                    role == static_cast<int>(member.role) && product == member.product)
                    return false;
            }
        }
        if (id == 0) {
            auto const added = enrol(prepared_, member);
            if (!added) return fail(added.error());
            return true;
        }
        if (auto out = unindex_peer(prepared_, id); !out) return fail(out.error());
        auto done = change(prepared_, kUncount, district, role, product);
        if (done)
            done = change(prepared_, kUpdate, id, member.name, OrNull{member.pin}, place.district,
                          place.lat_e4, place.lon_e4, member.listed ? 1 : 0);
        if (done) done = change(prepared_, kDropProduct, id);
        if (done)
            done =
                change(prepared_, kAddProduct, id, static_cast<int>(member.role), member.product);
        if (done)
            done = change(prepared_, kCount, place.district, static_cast<int>(member.role),
                          member.product);
        if (!done) return fail(done.error());
        if (auto in = index_peer(prepared_, id); !in) return fail(in.error());
        return true;
    }

    Prepared& prepared_;
};

} // namespace

std::unique_ptr<Importer> enterprise_importer(Prepared& prepared) {
    return std::make_unique<Enterprises>(prepared);
}

// Without a code of their own, members who dialled in are written with one made from their serial;
// invented ones stay out.
Sql const export_enterprises{
    "enterprises.export",
    "SELECT ifnull(e.code, 'H' || e.serial), opened(e.name), CASE p.role WHEN 1 "
    "THEN 'maker' WHEN 2 THEN 'machine_maker' WHEN 3 THEN "
    "'supplier' WHEN 4 THEN 'buyer' WHEN 5 THEN 'service' ELSE "
    "'institute' END, r.code, ifnull(e.pin, ''), e.district, CASE "
    "e.listed WHEN 1 THEN 'yes' ELSE 'no' END FROM enterprise e JOIN "
    "enterprise_product p ON p.enterprise = e.id JOIN product r "
    "ON r.id = p.product WHERE e.demo = 0 ORDER BY e.id"};

} // namespace haatline::storage
