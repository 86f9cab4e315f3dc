#pragma once

#include "base/world.hpp"
#include "storage/sqlite/sealing.hpp"

namespace haatline::storage {

/// 32 octets of chance: the seed of a KeySource.
inline Key drawn_key(Random& random) {
    Key out{};
    for (std::size_t i = 0; i < out.size(); i += 8) {
        auto const chance = random.next();
        for (std::size_t at = 0; at < 8; ++at)
            out[i + at] = static_cast<unsigned char>(chance >> (8 * at));
    }
    return out;
}

} // namespace haatline::storage
