#include "locales/text/clean.hpp"
#include "storage/sqlite/importer.hpp"

namespace haatline::storage {
namespace {

// India lies between 6 and 38 degrees north, 68 and 98 east; a swapped or lost sign is refused
// here.
constexpr std::int64_t kLatFrom = 60'000, kLatTo = 380'000, kLonFrom = 680'000, kLonTo = 980'000;

constexpr Sql kPutState{
    "state.put",
    "INSERT INTO state (id, code, name) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
    "code = excluded.code, name = excluded.name "
    "WHERE code <> excluded.code OR name <> excluded.name"};
constexpr Sql kStateByCode{"state.by_code", "SELECT id FROM state WHERE code = ?"};
constexpr Sql kPutDistrict{
    "district.put",
    "INSERT INTO district (id, state, name) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
    "state = excluded.state, name = excluded.name "
    "WHERE state <> excluded.state OR name <> excluded.name"};
constexpr Sql kPutAlias{"district_alias.put",
                        "INSERT INTO district_alias (key, district, alias) VALUES (?, ?, ?) "
                        "ON CONFLICT DO NOTHING"};
constexpr Sql kDistrictThere{"district.there", "SELECT 1 FROM district WHERE id = ?"};
constexpr Sql kPutPin{
    "pin.put",
    "INSERT INTO pin (pin, lat_e4, lon_e4, place) VALUES (?, ?, ?, ?) ON CONFLICT (pin) DO "
    "UPDATE SET lat_e4 = excluded.lat_e4, lon_e4 = excluded.lon_e4, place = excluded.place "
    "WHERE lat_e4 <> excluded.lat_e4 OR lon_e4 <> excluded.lon_e4 OR place <> excluded.place"};
constexpr Sql kPutPinDistrict{
    "pin_district.put",
    "INSERT INTO pin_district (pin, rank, district) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET "
    "district = excluded.district WHERE district <> excluded.district"};
constexpr Sql kDropPinDistricts{"pin_district.drop",
                                "DELETE FROM pin_district WHERE pin = ? AND rank >= ?"};
// Of the PINs that lie mainly there; a few new districts are nobody's main one and take all of
// theirs.
constexpr Sql kMiddleOfDistricts{
    "district.middle",
    "UPDATE district SET (lat_e4, lon_e4) = (SELECT ifnull(avg(p.lat_e4) FILTER (WHERE d.rank = "
    "0), "
    "avg(p.lat_e4)) + 0.5, ifnull(avg(p.lon_e4) FILTER (WHERE d.rank = 0), avg(p.lon_e4)) + 0.5 "
    "FROM "
    "pin_district d JOIN pin p ON p.pin = d.pin WHERE d.district = district.id)"};
constexpr Sql kMiddleWhole{
    "district.middle.whole",
    "UPDATE district SET lat_e4 = CAST(lat_e4 AS INTEGER), lon_e4 = CAST(lon_e4 AS INTEGER)"};

class States final : public Importer {
  public:
    explicit States(Prepared& prepared) : prepared_(prepared) {}
    Result<bool> take(FileRow const& row) override {
        auto const id = whole_number(row, "id", 1, 99);
        if (!id) return fail(id.error());
        if (row.get("code").empty() || row.get("name").empty())
            return fail(Errc::bad_request, "code and name must not be empty");
        auto const changed = change(prepared_, kPutState, *id, row.get("code"), row.get("name"));
        if (!changed) return fail(changed.error());
        return *changed > 0;
    }

  private:
    Prepared& prepared_;
};

class Districts final : public Importer {
  public:
    explicit Districts(Prepared& prepared) : prepared_(prepared) {}
    Result<bool> take(FileRow const& row) override {
        auto const id = whole_number(row, "id", 101, 99'999);
        if (!id) return fail(id.error());
        auto const name = row.get("name");
        if (name.empty()) return fail(Errc::bad_request, "name must not be empty");
        Run state(prepared_[kStateByCode]);
        if (!state->bind(1, row.get("state")).step())
            return fail(Errc::bad_request,
                        "state is not known: import states first, or use its code");
        auto const label = row.get("short").empty() ? name : row.get("short");

        auto changed = change(prepared_, kPutDistrict, *id, state->integer(0), name);
        if (!changed) return fail(changed.error());
        auto total = *changed;
        auto const kept = put_label(prepared_, "district", *id, "en", "short", label, "checked");
        if (!kept) return fail(kept.error());
        total += *kept;
        auto aliases = parts_of(row.get("aliases"), ';');
        aliases.push_back(label);
        aliases.push_back(name);
        for (auto const alias : aliases) {
            auto const added = put_district_alias(prepared_, *id, alias);
            if (!added) return fail(added.error());
            total += *added;
        }
        return total > 0;
    }

  private:
    Prepared& prepared_;
};

class Pins final : public Importer {
  public:
    explicit Pins(Prepared& prepared) : prepared_(prepared) {}
    Result<bool> take(FileRow const& row) override {
        auto const pin = whole_number(row, "pin", 100'000, 999'999);
        if (!pin) return fail(pin.error());
        auto const lat = whole_number(row, "lat_e4", kLatFrom, kLatTo);
        if (!lat) return fail(lat.error());
        auto const lon = whole_number(row, "lon_e4", kLonFrom, kLonTo);
        if (!lon) return fail(lon.error());
        auto const districts = parts_of(row.get("districts"), ';');
        if (districts.empty())
            return fail(Errc::bad_request, "districts must name at least one district id");
        for (auto const district : districts) {
            Run there(prepared_[kDistrictThere]);
            if (!there->bind(1, district).step())
                return fail(
                    Errc::bad_request,
                    fmt::format("district {} is not known: import districts first", district));
        }
        auto changed = change(prepared_, kPutPin, *pin, *lat, *lon, row.get("place"));
        if (!changed) return fail(changed.error());
        auto total = *changed;
        std::int64_t rank = 0;
        for (auto const district : districts) {
            changed = change(prepared_, kPutPinDistrict, *pin, rank++, district);
            if (!changed) return fail(changed.error());
            total += *changed;
        }
        changed = change(prepared_, kDropPinDistricts, *pin, rank);
        if (!changed) return fail(changed.error());
        total += *changed;
        moved_ = moved_ || total > 0;
        return total > 0;
    }
    Result<void> finish() override {
        if (!moved_) return {};
        for (auto const* sql : {&kMiddleOfDistricts, &kMiddleWhole})
            if (auto done = change(prepared_, *sql); !done) return fail(done.error());
        return {};
    }

  private:
    Prepared& prepared_;
    bool moved_ = false;
};

} // namespace

Result<bool> put_district_alias(Prepared& prepared, std::int64_t district, std::string_view alias) {
    auto const changed = change(prepared, kPutAlias, text::match_key(alias), district, alias);
    if (!changed) return fail(changed.error());
    return *changed > 0;
}

std::unique_ptr<Importer> state_importer(Prepared& prepared) {
    return std::make_unique<States>(prepared);
}
std::unique_ptr<Importer> district_importer(Prepared& prepared) {
    return std::make_unique<Districts>(prepared);
}
std::unique_ptr<Importer> pin_importer(Prepared& prepared) {
    return std::make_unique<Pins>(prepared);
}

Sql const export_states{"states.export", "SELECT id, code, name FROM state ORDER BY id"};
Sql const export_districts{
    "districts.export",
    "SELECT d.id, s.code, d.name, l.text, (SELECT group_concat(a.alias, ';') FROM district_alias a "
    "WHERE a.district = d.id "
    "AND a.alias <> d.name AND a.alias <> l.text) FROM district d JOIN state s ON s.id = d.state "
    "JOIN label l ON "
    "l.object = 'district' AND l.id = d.id AND l.lang = 'en' AND l.kind = 'short' ORDER BY d.id"};
Sql const export_places{
    "places.export",
    "SELECT p.pin, (SELECT group_concat(d.district, ';') FROM pin_district d WHERE d.pin = p.pin), "
    "p.lat_e4, p.lon_e4, p.place FROM pin p ORDER BY p.pin"};

} // namespace haatline::storage
