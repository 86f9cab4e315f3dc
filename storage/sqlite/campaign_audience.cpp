#include "storage/sqlite/campaign_audience.hpp"

#include "cluster/place.hpp"
#include "cluster/role.hpp"
#include "locales/text/clean.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace haatline::storage {
namespace {

namespace json = boost::json;
using alerts::Audience;

constexpr std::array kForget{
    Sql{"campaign_area.forget", "DELETE FROM campaign_area WHERE campaign = ?"},
    Sql{"campaign_product.forget", "DELETE FROM campaign_product WHERE campaign = ?"}};
constexpr Sql kState{"campaign.state", "SELECT id, name, code FROM state"};
constexpr Sql kAddState{"campaign_area.state",
                        "INSERT OR IGNORE INTO campaign_area (campaign, kind, id) SELECT ?1, 0, id "
                        "FROM district WHERE state = ?2"};
constexpr Sql kDistricts{
    "campaign.district",
    "SELECT d.id, d.name, s.name, s.code FROM district_alias a CROSS JOIN district d ON d.id = "
    "a.district CROSS JOIN state s ON s.id = d.state WHERE a.key = ?"};
constexpr Sql kAddArea{"campaign_area.add",
                       "INSERT OR IGNORE INTO campaign_area (campaign, kind, id) VALUES (?, ?, ?)"};
constexpr Sql kPin{"campaign.pin", "SELECT lat_e4, lon_e4 FROM pin WHERE pin = ?"};
constexpr Sql kAddCircle{
    "campaign_area.circle",
    "INSERT OR REPLACE INTO campaign_area (campaign, kind, id, lat_e4, lon_e4, reach2, lon_scale) "
    "VALUES (?, 2, ?, ?, ?, ?, ?)"};
constexpr Sql kAddProduct{"campaign_product.add",
                          "INSERT OR IGNORE INTO campaign_product (campaign, product) SELECT ?1, "
                          "id FROM product WHERE code = ?2"};
constexpr Sql kAnyProduct{"campaign.product", "SELECT 1 FROM product WHERE code = ?"};
#define IN_SECTOR(word) "(kind = " word " OR nic GLOB " word " || '*')"
constexpr Sql kAnySector{"campaign.sector",
                         "SELECT 1 FROM product WHERE " IN_SECTOR("?1") " LIMIT 1"};
constexpr Sql kAddSector{"campaign_product.sector",
                         "INSERT OR IGNORE INTO campaign_product (campaign, product) SELECT ?1, "
                         "id FROM product WHERE " IN_SECTOR("?2")};
#undef IN_SECTOR
constexpr Sql kRule{"campaign.rule", "UPDATE campaign SET has_area = ?2, has_work = ?3, roles = "
                                     "?4, languages = ?5 WHERE id = ?1"};

/// A 1/10,000 of a degree of latitude in metres.
constexpr double kUnitMetres = 11.1195;

std::string trimmed(std::string_view text) {
    auto const from = text.find_first_not_of(' ');
    auto const to = text.find_last_not_of(' ');
    return from == std::string_view::npos ? std::string()
                                          : std::string(text.substr(from, to - from + 1));
}

class Resolving {
  public:
    Resolving(Prepared& sql, std::int64_t campaign) : sql_(sql), campaign_(campaign) {}

    Result<void> all(Audience const& audience) {
        for (auto const& forget : kForget)
            if (auto done = change(sql_, forget, campaign_); !done) return fail(done.error());
        for (auto const& name : audience.states)
            if (auto done = state(name); !done) return done;
        for (auto const& name : audience.districts)
            if (auto done = district(name); !done) return done;
        for (auto const pin : audience.pins)
            if (auto done = add_pin(pin); !done) return done;
        for (auto const& around : audience.around)
            if (auto done = circle(around); !done) return done;
        for (auto const& code : audience.products)
            if (auto done = goods(kAnyProduct, kAddProduct, "products", code); !done) return done;
        for (auto const& sector : audience.sectors)
            if (auto done = goods(kAnySector, kAddSector, "sectors", sector); !done) return done;
        if (!faults_.empty()) return fail(Errc::bad_request, faults_);
        return rule(audience);
    }

  private:
    void note(std::string_view field, std::string_view entry, std::string_view what) {
        faults_ +=
            fmt::format("{}audience.{}: '{}' {}", faults_.empty() ? "" : "\n", field, entry, what);
    }

    Result<void> state(std::string const& name) {
        auto const key = text::match_key(name);
        std::int64_t found = 0;
        {
            Run row(sql_[kState]);
            while (row->step())
                if (text::match_key(row->text(1)) == key || text::match_key(row->text(2)) == key)
                    found = row->integer(0);
            if (auto ended = sql_.ended(*row, kState); !ended) return ended;
        }
        if (found == 0) {
            note("states", name,
                 "is no state: give its name or its code, as `haatline export places` has them");
            return {};
        }
        return done(change(sql_, kAddState, campaign_, found));
    }

    /// "Aurangabad, Bihar", or the name alone where only one state has it.
    Result<void> district(std::string const& written) {
        auto const comma = written.rfind(',');
        auto const key = text::match_key(trimmed(written.substr(0, comma)));
        auto const in =
            comma == std::string::npos ? std::string() : text::match_key(written.substr(comma + 1));
        std::vector<std::int64_t> found;
        std::string of;
        {
            Run row(sql_[kDistricts]);
            row->bind(1, key);
            while (row->step()) {
                auto const state = text::match_key(row->text(2));
                if (!in.empty() && in != state && in != text::match_key(row->text(3))) continue;
                found.push_back(row->integer(0));
                of += fmt::format("{}{}, {}", of.empty() ? "" : " or ", row->text(1), row->text(2));
            }
            if (auto ended = sql_.ended(*row, kDistricts); !ended) return ended;
        }
        if (found.size() == 1) return done(change(sql_, kAddArea, campaign_, 0, found.front()));
        if (found.empty())
            note("districts", written,
                 "is no district: `haatline find --kind district` knows their names");
        else
            note("districts", written, "may be " + of + ": write which");
        return {};
    }

    Result<void> add_pin(std::int64_t pin) {
        auto const there = first(sql_, kPin, pin);
        if (!there) return fail(there.error());
        if (!*there) {
            note("pins", std::to_string(pin), "is not in the list of places");
            return {};
        }
        return done(change(sql_, kAddArea, campaign_, 1, pin));
    }

    Result<void> circle(alerts::Circle const& around) {
        std::optional<Point> middle;
        {
            Run row(sql_[kPin]);
            if (row->bind(1, around.pin).step())
                middle = Point{static_cast<std::int32_t>(row->integer(0)),
                               static_cast<std::int32_t>(row->integer(1))};
            if (auto ended = sql_.ended(*row, kPin); !ended) return ended;
        }
        if (!middle) {
            note("around", std::to_string(around.pin), "is not in the list of places");
            return {};
        }
        double const reach = static_cast<double>(around.metres) / kUnitMetres;
        double const shrink = std::cos(middle->lat_e4 / 1e4 * std::numbers::pi / 180);
        auto& row = sql_[kAddCircle];
        Run run(row);
        row.bind(1, campaign_).bind(2, around.pin).bind(3, middle->lat_e4).bind(4, middle->lon_e4);
        // Statement binds whole numbers: squares in 1/10,000 degrees are below 2^53.
        row.bind(5, static_cast<std::int64_t>(reach * reach));
        auto const scale = fmt::format("{:.9f}", shrink * shrink);
        row.bind(6, scale); // the column's affinity makes a number of it
        return sql_.db().finish(row);
    }

    Result<void> goods(Sql const& any, Sql const& add, std::string_view field,
                       std::string const& word) {
        bool there = false;
        if (!word.empty() && word.find_first_of("*?[") == std::string::npos) {
            Run row(sql_[any]);
            there = row->bind(1, word).step();
            if (auto ended = sql_.ended(*row, any); !ended) return ended;
        }
        if (there) return done(change(sql_, add, campaign_, word));
        note(field, word,
             field == "products" ? "is no product's code: `haatline export products` has them"
                                 : "is no sector: food, machine, service, or the first digits of "
                                   "a NIC code that some product has");
        return {};
    }

    Result<void> rule(Audience const& audience) {
        std::int64_t roles = 0;
        for (auto const& name : audience.roles)
            if (auto const role = role_named(name))
                roles |= std::int64_t{1} << static_cast<int>(*role);
        std::string languages;
        for (auto const& code : audience.languages)
            languages += (languages.empty() ? "|" : "") + code + "|";
        bool const area = !audience.states.empty() || !audience.districts.empty() ||
                          !audience.pins.empty() || !audience.around.empty();
        bool const work = !audience.products.empty() || !audience.sectors.empty();
        return done(change(sql_, kRule, campaign_, area ? 1 : 0, work ? 1 : 0, roles, languages));
    }

    static Result<void> done(Result<int> const& changed) {
        if (!changed) return fail(changed.error());
        return {};
    }

    Prepared& sql_;
    std::int64_t campaign_;
    std::string faults_;
};

template <class List>
void put(json::object& out, std::string_view name, List const& list) {
    if (list.empty()) return;
    json::array values;
    for (auto const& each : list) values.emplace_back(each);
    out[name] = std::move(values);
}

template <class T>
bool take(json::object const& from, std::string_view name, std::vector<T>& into) {
    auto const* value = from.if_contains(name);
    if (!value) return true;
    auto const* list = value->if_array();
    if (!list) return false;
    for (auto const& each : *list) {
        if constexpr (std::is_same_v<T, std::string>) {
            if (!each.is_string()) return false;
            into.emplace_back(each.get_string());
        } else {
            if (!each.is_int64()) return false;
            into.push_back(each.get_int64());
        }
    }
    return true;
}

} // namespace

Result<void> resolve_audience(Prepared& sql, std::int64_t campaign, Audience const& audience) {
    return Resolving(sql, campaign).all(audience);
}

std::string audience_json(Audience const& audience) {
    json::object out;
    put(out, "states", audience.states);
    put(out, "districts", audience.districts);
    put(out, "pins", audience.pins);
    std::vector<std::int64_t> pins, metres;
    for (auto const& circle : audience.around) {
        pins.push_back(circle.pin);
        metres.push_back(circle.metres);
    }
    put(out, "around", pins);
    put(out, "metres", metres);
    put(out, "products", audience.products);
    put(out, "sectors", audience.sectors);
    put(out, "roles", audience.roles);
    put(out, "languages", audience.languages);
    return json::serialize(out);
}

Result<Audience> audience_of(std::string_view text) {
    auto const broken = [] {
        return fail(Errc::invalid_data,
                    "the audience of an alert cannot be read: restore a backup");
    };
    boost::system::error_code ec;
    auto const value = json::parse(json::string_view(text.data(), text.size()), ec);
    auto const* from = value.if_object();
    if (ec || !from) return broken();
    Audience out;
    std::vector<std::int64_t> pins, metres;
    bool const whole = take(*from, "states", out.states) &&
                       take(*from, "districts", out.districts) && take(*from, "pins", out.pins) &&
                       take(*from, "around", pins) && take(*from, "metres", metres) &&
                       take(*from, "products", out.products) &&
                       take(*from, "sectors", out.sectors) && take(*from, "roles", out.roles) &&
                       take(*from, "languages", out.languages);
    if (!whole || pins.size() != metres.size()) return broken();
    for (std::size_t i = 0; i < pins.size(); ++i) out.around.push_back({pins[i], metres[i]});
    return out;
}

} // namespace haatline::storage
