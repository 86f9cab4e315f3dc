#include "cluster/msisdn.hpp"
#include "storage/sqlite/enrol.hpp"
#include "storage/sqlite/importer.hpp"
#include "storage/sqlite/shelf.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kProduct{"import.product", "SELECT id, kind FROM product WHERE code = ?"};
// may_list: no owner took back her consent to be found, or wishes to be erased. A file does not
// outlive that.
constexpr Sql kThere{
    "import.enterprise",
    "SELECT e.id, opened(e.name), ifnull(e.pin, 0), e.district, e.listed, EXISTS (SELECT 1 FROM "
    "enterprise_product p WHERE p.enterprise = e.id AND p.role = ?2 AND p.product = ?3), NOT "
    "EXISTS (SELECT 1 FROM ownership o JOIN person h ON h.id = o.person WHERE o.enterprise = e.id "
    "AND (h.delete_at IS NOT NULL OR (EXISTS (SELECT 1 FROM consent c WHERE c.person = h.id AND "
    "c.purpose = 'list') AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.person = h.id AND "
    "c.purpose = 'list' AND c.withdrawn_at IS NULL)))) FROM enterprise e WHERE e.code = ?1"};
constexpr Sql kUpdate{
    "enterprise.update",
    "UPDATE enterprise SET name = sealed(?2, sealer(name)), pin = ?3, district = ?4, lat_e4 = ?5, "
    "lon_e4 = ?6, listed = ?7 WHERE id = ?1"};
constexpr Sql kNoMain{"enterprise.no_main", "UPDATE enterprise SET product = NULL WHERE id = ?"};
constexpr Sql kDropProduct{"enterprise_product.drop",
                           "DELETE FROM enterprise_product WHERE enterprise = ?"};
constexpr Sql kAddProduct{
    "enterprise_product.put",
    "INSERT INTO enterprise_product (enterprise, role, product) VALUES (?, ?, ?)"};

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
    /// Lines of one code that follow one another are one enterprise with several products, as an
    /// export writes them; a line alone says the one product that is left, unless it is one of hers.
    Result<bool> put(NewMember const& member, PlaceRow const& place) {
        bool const goes_on = member.code == last_code_;
        last_code_ = member.code;
        auto const role = static_cast<int>(member.role);
        std::int64_t id = 0;
        bool makes = false, listed = member.listed;
        {
            Run there(prepared_[kThere]);
            if (there->bind(1, member.code).bind(2, role).bind(3, member.product).step()) {
                id = there->integer(0);
                makes = there->integer(5) == 1;
                listed = member.listed && there->integer(6) == 1;
                if (makes && there->text(1) == member.name && there->integer(2) == member.pin &&
                    there->integer(3) == place.district && (there->integer(4) == 1) == listed)
                    return false;
            }
            if (auto ended = prepared_.ended(*there, kThere); !ended) return fail(ended.error());
        }
        if (id == 0) {
            auto const added = enrol(prepared_, member);
            if (!added) return fail(added.error());
            return true;
        }
        auto const put = reshelve(prepared_, id, [&]() -> Result<void> {
            auto done = change(prepared_, kUpdate, id, member.name, OrNull{member.pin},
                               place.district, place.lat_e4, place.lon_e4, listed ? 1 : 0);
            if (done && !makes && !goes_on) done = change(prepared_, kDropProduct, id);
            if (done && !makes && !goes_on) done = change(prepared_, kNoMain, id);
            if (done && !makes) done = change(prepared_, kAddProduct, id, role, member.product);
            if (!done) return fail(done.error());
            return {};
        });
        if (!put) return fail(put.error());
        return true;
    }

    std::string last_code_;
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
