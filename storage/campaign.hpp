#pragma once

#include "base/result.hpp"
#include "cluster/alert/item.hpp"
#include "cluster/alert/preview.hpp"
#include "cluster/alert/standing.hpp"
#include "cluster/msisdn.hpp"
#include "storage/audit.hpp"
#include "storage/campaign_work.hpp"
#include "storage/outbox.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Alerts to many as the desk and the gateway see them. The desk's calls stand beside a gateway that
/// goes on serving: each is one short transaction on a connection of its own, with its row in the audit.
namespace haatline::storage::campaigns {

struct Campaign {
    std::int64_t id = 0;
    alerts::Standing standing = alerts::Standing::draft;
    alerts::Item item;
    alerts::Hands hands;
    std::string approved_by;
    std::string mark; ///< digest of the item: what was approved is what is sent
    TimePoint created{}, changed{}, began{}, ended{};
    std::uint64_t looked_at = 0, written = 0;
    bool all_written = false;
};

/// What became of those it was written for.
struct Progress {
    Campaign campaign;
    std::uint64_t subscribers = 0; ///< of its topic
    std::array<std::uint64_t, outbox::states> by_state{};
    std::vector<std::pair<std::string, std::uint64_t>> reasons; ///< of those that did not arrive
    std::uint64_t segments = 0;
};

/// Writes a draft. @fails Errc::bad_request naming the entry of the audience that is nowhere.
Result<Campaign> create(std::string const& dir, alerts::Item const& item, Staff const& staff);
/// Writes a draft anew.
Result<Campaign> edit(std::string const& dir, std::int64_t id, alerts::Item const& item,
                      Staff const& staff);
/// One step of cluster/alert/standing.hpp. `mark`: what the approver read; empty: not compared.
/// `reason`: for the audit.
Result<Campaign> move(std::string const& dir, std::int64_t id, alerts::Verb verb,
                      Staff const& staff, std::string_view reason, std::string_view mark = {});
/// The gateway sends the text of `language` to this phone, whatever hours and standing.
Result<void> try_on(std::string const& dir, std::int64_t id, Msisdn to, std::string_view language,
                    Staff const& staff);

Result<Campaign> show(std::string const& dir, std::int64_t id);
struct Filter {
    std::string standing;    ///< empty: those that are not over
    std::int64_t before = 0; ///< id; for the next page
    int most = 100;
};
/// Newest first. @fails Errc::bad_request for a standing that is none.
Result<std::vector<Campaign>> list(std::string const& dir, Filter const& filter);
/// Reads the audience as it is now, without writing anything. Looks at `most` subscribers at the most;
/// 0: at all of them.
Result<alerts::Counts> count(std::string const& dir, std::int64_t id, std::uint64_t most,
                             TimePoint now);
Result<Progress> progress(std::string const& dir, std::int64_t id);

} // namespace haatline::storage::campaigns
