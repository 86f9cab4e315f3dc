#pragma once

#include "cluster/alert/preview.hpp"
#include "gateway/api/json_fields.hpp"
#include "storage/campaign.hpp"

#include <boost/json.hpp>

namespace haatline::gateway {

/// An alert as the API and a .json file write it. What is wrong goes into `faults`, by its pointer.
alerts::Item item_of_json(boost::json::value const& value, JsonFaults& faults);

/// Faults of cluster/alert/item.hpp, which name fields, as pointers.
JsonFault as_pointer(alerts::Fault const& fault);

boost::json::object item_json(alerts::Item const& item);
boost::json::object campaign_json(storage::campaigns::Campaign const& campaign);
boost::json::object preview_json(alerts::Preview const& preview);
boost::json::object progress_json(storage::campaigns::Progress const& progress);

} // namespace haatline::gateway
