#include "storage/sqlite/peer_search.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <array>

namespace haatline::storage {
namespace {

constexpr int kRowUnits = 1000; // a row of the index is a tenth of a degree, in e4 units

constexpr Sql kRow{
    "peer.row",
    "SELECT enterprise, lat_e4, lon_e4, district, state, vouched FROM peer WHERE product = ? AND "
    "role = ? AND lat_row = ? AND lon_e4 BETWEEN ? AND ? LIMIT ?"};
constexpr Sql kDistrict{
    "peer.district",
    "SELECT enterprise, lat_e4, lon_e4, district, state, vouched FROM peer INDEXED BY "
    "peer_in_district WHERE product = ? AND role = ? AND district = ? LIMIT ?"};
constexpr Sql kState{
    "peer.state",
    "SELECT enterprise, lat_e4, lon_e4, district, state, vouched FROM peer INDEXED BY "
    "peer_in_state WHERE product = ? AND role = ? AND state = ? LIMIT ?"};
constexpr Sql kVouched{
    "peer.vouched",
    "SELECT enterprise, lat_e4, lon_e4, district, state, vouched FROM peer INDEXED BY "
    "peer_in_india WHERE product = ? AND role = ? AND vouched = 1 LIMIT ?"};
constexpr Sql kIndia{
    "peer.india",
    "SELECT enterprise, lat_e4, lon_e4, district, state, vouched FROM peer WHERE product = ? "
    "AND role = ? LIMIT ?"};

constexpr Sql kCountState{
    "peer.count_state",
    "SELECT count(*) FROM (SELECT 1 FROM peer INDEXED BY peer_in_state WHERE product = ?1 AND role "
    "= ?2 AND state = ?5 AND enterprise <> ?3 LIMIT ?4)"};
constexpr Sql kCountIndia{
    "peer.count_india",
    "SELECT count(*) FROM (SELECT 1 FROM peer WHERE product = ?1 AND role = ?2 AND enterprise <> "
    "?3 LIMIT ?4)"};

/// Radii tried outwards for the unvouched of a crowded state or country, in metres. The last one
/// spans India.
constexpr std::array<std::int64_t, 6> kOutwards{50'000,  100'000,   200'000,
                                                400'000, 1'000'000, 4'000'000};

struct Reading {
    std::vector<PeerFound> found;
    bool cut = false; ///< more stood there than were read
};

class Search {
  public:
    Search(Prepared& prepared, PeerQuery const& query) : prepared_(prepared), query_(query) {}

    /// What the ring holds, in order, at least the first `needed` of it.
    Result<Reading> ordered(std::size_t needed) {
        if (query_.ring == Ring::near) return near(needed);
        if (query_.ring == Ring::district) return area(kDistrict, query_.district, needed);
        return tier_by_tier(needed);
    }

    /// How many the ring holds, counted no further than a screen shows.
    Result<std::size_t> count() {
        bool const state = query_.ring == Ring::state;
        Sql const& sql = state ? kCountState : kCountIndia;
        Statement& statement = prepared_[sql];
        bind_kind(statement).bind(3, query_.own);
        statement.bind(4, static_cast<std::int64_t>(limits::count_shown));
        if (state) statement.bind(5, query_.state);
        Run run(statement);
        std::size_t const counted = run->step() ? static_cast<std::size_t>(run->integer(0)) : 0;
        if (auto ended = prepared_.ended(*run, sql); !ended) return fail(ended.error());
        return counted;
    }

  private:
    /// State and India are ranked nearest tier first, so a page seldom needs the wide reading: the
    /// neighbourhood, then the district, then the state, then the rest, until the page is full.
    /// Tiers do not overlap, so nobody comes twice.
    Result<Reading> tier_by_tier(std::size_t needed) {
        Reading out;
        bool const whole_country = query_.ring == Ring::india;
        for (int stage = 0; stage < (whole_country ? 4 : 3); ++stage) {
            auto reading = stage == 0   ? near(needed)
                           : stage == 1 ? area(kDistrict, query_.district, needed)
                           : stage == 2 ? area(kState, query_.state, needed)
                                        : india(needed);
            if (!reading) return reading;
            int const tier_from = stage == 0 ? 0 : stage + 2, tier_to = stage + 2;
            for (auto& peer : reading->found)
                if (peer.rank.tier >= tier_from && peer.rank.tier <= tier_to && in_area(peer))
                    out.found.push_back(peer);
            out.cut = out.cut || reading->cut;
            if (out.found.size() >= needed && stage < 3) {
                out.cut = true;
                break;
            }
        }
        return out;
    }

    /// From the narrowest ring outwards, as far as the page needs: whoever stands in a narrower one
    /// comes first, so a town's thousands are seldom read beyond 5 km. Of a crowd that could not be
    /// read whole, what the narrower ring knew stays.
    Result<Reading> near(std::size_t needed) {
        Reading known;
        for (auto const radius : near_rings_m) {
            auto reading = within(radius);
            if (!reading) return reading;
            if (query_.ring != Ring::near)
                std::erase_if(reading->found, [&](auto const& peer) { return !in_area(peer); });
            if (reading->cut) join(*reading, known);
            known = std::move(*reading);
            bool const settled = known.cut && query_.ring == Ring::near;
            if (settled || known.found.size() >= needed) {
                known.cut = true; // there may be more outside
                break;
            }
        }
        sort(known);
        return known;
    }

    /// A district or a state. The index gives the vouched first, so a cut reading has them all (or
    /// more than fit a dialogue); the others of a crowded area are then read outwards from the
    /// caller.
    Result<Reading> area(Sql const& sql, std::int64_t area_id, std::size_t needed) {
        Statement& statement = prepared_[sql];
        bind_kind(statement)
            .bind(3, area_id)
            .bind(4, static_cast<std::int64_t>(candidates_max) + 1);
        auto reading = collect(statement, sql);
        if (reading && reading->cut) return outwards(std::move(*reading), needed);
        if (reading) sort(*reading);
        return reading;
    }

    Result<Reading> india(std::size_t needed) {
        Statement& all = prepared_[kIndia];
        bind_kind(all).bind(3, static_cast<std::int64_t>(candidates_max) + 1);
        auto reading = collect(all, kIndia);
        if (!reading || !reading->cut) {
            if (reading) sort(*reading);
            return reading;
        }
        Statement& vouched = prepared_[kVouched];
        bind_kind(vouched).bind(3, static_cast<std::int64_t>(candidates_max) + 1);
        reading = collect(vouched, kVouched);
        if (!reading) return reading;
        return outwards(std::move(*reading), needed);
    }

    /// Vouched ones as read, and around the caller as many others as the page needs.
    Result<Reading> outwards(Reading vouched, std::size_t needed) {
        std::erase_if(vouched.found, [](PeerFound const& peer) { return !peer.rank.vouched; });
        for (auto const radius : kOutwards) {
            auto around = within(radius);
            if (!around) return around;
            std::erase_if(around->found, [&](PeerFound const& peer) { return !in_area(peer); });
            bool const enough = around->cut || around->found.size() >= needed;
            if (!enough && radius != kOutwards.back()) continue;
            join(*around, vouched);
            sort(*around);
            around->cut = true;
            return around;
        }
        return vouched;
    }

    /// In no order.
    Result<Reading> within(std::int64_t radius) {
        auto const box = box_around(query_.from, radius);
        Reading out;
        int const middle = query_.from.lat_e4 / kRowUnits;
        int const below = std::max(0, box.lat_from) / kRowUnits, above = box.lat_to / kRowUnits;
        // From the caller's own row outwards, so that a cut reading has lost the farthest.
        for (int step = 0; step <= std::max(middle - below, above - middle); ++step) {
            for (int const row : {middle - step, middle + step}) {
                if (row < below || row > above || (step == 0 && row != middle)) continue;
                if (auto read = read_row(row, box, radius, out); !read) return fail(read.error());
                if (step == 0) break;
            }
            if (out.cut) break;
        }
        return out;
    }

    Result<void> read_row(int row, Box const& box, std::int64_t radius, Reading& out) {
        Run run(prepared_[kRow]);
        bind_kind(*run).bind(3, row).bind(4, box.lon_from).bind(5, box.lon_to);
        std::size_t const limit = candidates_max + 1 - std::min(candidates_max, out.found.size());
        run->bind(6, static_cast<std::int64_t>(limit));
        std::size_t read = 0;
        while (run->step()) {
            ++read;
            take(*run, out);
            if (!out.found.empty() && out.found.back().rank.metres > radius) out.found.pop_back();
        }
        out.cut = out.cut || read == limit;
        return prepared_.ended(*run, kRow);
    }

    Result<Reading> collect(Statement& statement, Sql const& sql) {
        Run run(statement);
        Reading out;
        std::size_t read = 0;
        while (run->step()) {
            ++read;
            take(*run, out);
        }
        out.cut = read > candidates_max;
        if (auto ended = prepared_.ended(*run, sql); !ended) return fail(ended.error());
        return out;
    }

    void take(Statement const& row, Reading& out) const {
        auto const id = row.integer(0);
        if (id == query_.own) return;
        Point const at{static_cast<std::int32_t>(row.integer(1)),
                       static_cast<std::int32_t>(row.integer(2))};
        PeerFound peer{{0, row.integer(5) != 0, distance_m(query_.from, at), id},
                       row.integer(3),
                       row.integer(4)};
        peer.rank.tier =
            tier_of(peer.rank.metres, peer.district == query_.district, peer.state == query_.state);
        out.found.push_back(peer);
    }

    Statement& bind_kind(Statement& statement) const {
        return statement.bind(1, query_.product).bind(2, static_cast<int>(query_.want));
    }

    bool in_area(PeerFound const& peer) const {
        return query_.ring == Ring::india ||
               (query_.ring == Ring::state ? peer.state == query_.state
                                           : peer.district == query_.district);
    }

    static void sort(Reading& reading) {
        std::sort(reading.found.begin(), reading.found.end(),
                  [](PeerFound const& a, PeerFound const& b) { return before(a.rank, b.rank); });
    }

    /// Adds those of `other` that are not there yet, in no order.
    static void join(Reading& reading, Reading const& other) {
        std::vector<std::int64_t> ids;
        for (auto const& peer : reading.found) ids.push_back(peer.rank.id);
        std::sort(ids.begin(), ids.end());
        for (auto const& peer : other.found)
            if (!std::binary_search(ids.begin(), ids.end(), peer.rank.id))
                reading.found.push_back(peer);
        reading.cut = reading.cut || other.cut;
    }

    Prepared& prepared_;
    PeerQuery const& query_;
};

} // namespace

Result<PeerPage> find_peers(Prepared& prepared, PeerQuery const& query, std::size_t offset,
                            std::size_t rows) {
    bool const wide = query.ring == Ring::state || query.ring == Ring::india;
    Search search(prepared, query);
    auto reading =
        search.ordered(wide ? offset + rows + 1 : std::max(offset + rows + 1, limits::count_shown));
    if (!reading) return fail(reading.error());
    PeerPage page;
    auto& found = reading->found;
    page.total = std::min(found.size(), limits::count_shown);
    if (reading->cut && wide) {
        auto const counted = search.count();
        if (!counted) return fail(counted.error());
        page.total = std::max(page.total, *counted);
    } else if (reading->cut) {
        page.total = limits::count_shown;
    }
    auto const from = std::min(offset, found.size());
    auto const to = std::min(from + rows, found.size());
    page.more = to < found.size();
    page.rows.assign(found.begin() + static_cast<std::ptrdiff_t>(from),
                     found.begin() + static_cast<std::ptrdiff_t>(to));
    return page;
}

std::span<Sql const* const> hot_peers() {
    static constexpr std::array<Sql const*, 7> all{&kRow,   &kDistrict,   &kState,     &kVouched,
                                                   &kIndia, &kCountState, &kCountIndia};
    return all;
}

} // namespace haatline::storage
