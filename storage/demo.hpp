#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <string>

namespace haatline::storage {

struct DemoReport {
    int enterprises = 0; ///< invented ones in the database now
    int clusters = 0;
    bool added = false; ///< false: they were there already
};

/// Fills the database of a folder with invented enterprises on real PIN codes, the same ones every
/// time: about 2,000 clusters, a fifth vouched, phones 9000000000 and up. All rows are marked
/// `demo`. In one transaction, once: a second call adds nothing.
/// @fails Errc::conflict when the database holds demo data of another size; Errc::bad_request above
/// 10,000 … see detail.
Result<DemoReport> fill_demo(std::string const& dir, int enterprises, World& world);

} // namespace haatline::storage
