#pragma once

#include "cluster/alert/preview.hpp"
#include "storage/campaign.hpp"

#include <string>
#include <vector>

/// Alerts as the desk reads them in a terminal.
namespace haatline::gateway {

std::string alert_table(std::vector<storage::campaigns::Campaign> const& campaigns);
std::string alert_page(storage::campaigns::Campaign const& campaign);
std::string preview_page(storage::campaigns::Campaign const& campaign,
                         alerts::Preview const& preview);
std::string progress_page(storage::campaigns::Progress const& progress);

} // namespace haatline::gateway
