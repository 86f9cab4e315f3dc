#include "cluster/msisdn.hpp"
#include "cluster/revoked.hpp"
#include "storage/sqlite/importer.hpp"

#include <charconv>
#include <chrono>
#include <optional>

namespace haatline::storage {
namespace {

constexpr Sql kNumber{"revoked.number", "SELECT last_seen FROM phone WHERE e164 = ?"};
constexpr Sql kGone{"revoked.gone",
                    "UPDATE person_phone SET until_at = ?2, ended_why = 'revoked' WHERE phone = ?1 "
                    "AND until_at IS NULL AND from_at < ?2"};
constexpr Sql kDead{"revoked.dead",
                    "UPDATE phone SET state = 'dead', last_verified = NULL WHERE e164 = ?"};

/// "2026-09-12", a day in India; its end.
Result<TimePoint> end_of_day(std::string_view text) {
    auto const part = [&](std::size_t at, std::size_t size) {
        int value = -1;
        auto const digits = text.substr(at, size);
        auto const [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), value);
        return error == std::errc() && end == digits.data() + digits.size() ? value : -1;
    };
    using namespace std::chrono;
    if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
        year_month_day const day{year(part(0, 4)), month(static_cast<unsigned>(part(5, 2))),
                                 std::chrono::day(static_cast<unsigned>(part(8, 2)))};
        if (day.ok() && part(0, 4) >= 2000) return revoked::day_end(day);
    }
    return fail(Errc::bad_request, "date: the day of disconnection, as 2026-09-12");
}

/// A list of numbers that were given back to their operator (MNRL or an operator's own). Numbers
/// that nobody here has are left alone and kept nowhere.
class RevokedImporter final : public Importer {
  public:
    explicit RevokedImporter(Prepared& prepared) : sql_(prepared) {}

    Result<bool> take(FileRow const& row) override {
        auto const phone = Msisdn::parse(row.get("number"));
        if (!phone) return fail(phone.error());
        auto const given_back = end_of_day(row.get("date"));
        if (!given_back) return fail(given_back.error());
        auto const number = static_cast<std::int64_t>(phone->number());
        std::optional<TimePoint> last_seen;
        {
            Run run(sql_[kNumber]);
            bool const known = run->bind(1, number).step();
            if (known && !run->is_null(0)) last_seen = TimePoint(Millis(run->integer(0)));
            if (auto ended = sql_.ended(*run, kNumber); !ended) return fail(ended.error());
            if (!known) return false;
        }
        if (revoked::used_since(last_seen, *given_back)) return false;
        auto const gone = change(sql_, kGone, number, given_back->time_since_epoch().count());
        if (!gone) return fail(gone.error());
        if (*gone == 0) return false;
        if (auto dead = change(sql_, kDead, number); !dead) return fail(dead.error());
        return true;
    }

  private:
    Prepared& sql_;
};

} // namespace

std::unique_ptr<Importer> revoked_importer(Prepared& prepared) {
    return std::make_unique<RevokedImporter>(prepared);
}

} // namespace haatline::storage
