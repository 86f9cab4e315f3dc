#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <functional>
#include <string>

namespace haatline::storage {

struct DemoReport {
    int enterprises = 0; ///< invented ones in the database now
    int clusters = 0;
    bool added = false; ///< false: they were there already
};

/// Called now and then while there is much to do.
using DemoProgress = std::function<void(int enterprises_done)>;

/// Fills the database of a folder with invented enterprises on real PIN codes, the same ones every
/// time: about 2,000 clusters, a fifth vouched, phones 9000000000 and up. All rows are marked
/// `demo`. Up to 50,000 in one transaction; more in several, with the search index made at the end
/// (memory stays under about 100 MB, however many). A second call adds nothing.
/// @fails Errc::conflict when the database holds demo data of another size, or a filling was cut
/// off; Errc::bad_request above 10,000,000.
Result<DemoReport> fill_demo(std::string const& dir, int enterprises, World& world,
                             DemoProgress const& progress = {});

} // namespace haatline::storage
