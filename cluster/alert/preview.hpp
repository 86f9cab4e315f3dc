#pragma once

#include "base/result.hpp"
#include "cluster/alert/item.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::alerts {

/// Why somebody who wants this topic does not get it. The names stand in previews and in SQL
/// (storage/sqlite/campaign_readers.hpp).
struct LeftOut {
    std::string_view name;
    std::string_view why; ///< for the desk
};
constexpr std::array<LeftOut, 9> left_out_reasons{{
    {"outside", "other places, work or languages than it is for"},
    {"leaving", "wished to be erased"},
    {"consent", "no consent to be told (alerts)"},
    {"stopped", "stopped all messages"},
    {"voice", "wants alerts by voice only"},
    {"no_phone", "no number that is hers and in use"},
    {"language", "no text in her language, and no fallback"},
    {"shared", "somebody else on the same phone gets it"},
    {"capped", "her phone had its alerts of this week"},
}};

/// What the store counted.
struct Counts {
    std::map<std::string, std::uint64_t> by_language; ///< of the text they get
    std::map<std::string, std::uint64_t> left_out;
    std::uint64_t looked_at = 0; ///< subscribers of the topic that were looked at
    std::uint64_t subscribers = 0;
    bool whole() const { return looked_at >= subscribers; }
};

/// What sending it would mean.
struct Preview {
    struct Line {
        std::string language;
        std::uint64_t recipients = 0;
        std::uint32_t parts = 0;      ///< of one message
        std::uint32_t units_left = 0; ///< in its last part
        bool ucs2 = false;
        std::uint64_t paise = 0;
        bool operator==(Line const&) const = default;
    };
    std::vector<Line> lines;                                     ///< in the order of the texts
    std::vector<std::pair<std::string, std::uint64_t>> left_out; ///< none with 0
    std::uint64_t recipients = 0, messages = 0, paise = 0;
    std::uint32_t paise_a_part = 0;
    bool exact = true; ///< false: counted up to a limit, the rest in proportion
    std::uint64_t counted = 0;
    /// Seconds until the last has left, at the item's own pace; 0 where it has none.
    std::uint64_t seconds_at_least = 0;
};

/// @fails Errc::bad_request when a text cannot travel.
Result<Preview> preview(Item const& item, Counts const& counts, std::uint32_t paise_a_part);

/// "₹1,23,456.78", as sums are written in India.
std::string rupees(std::uint64_t paise);

} // namespace haatline::alerts
