#include "simulators/aggregator/faults.hpp"

namespace haatline::simulators::aggregator {

Fate fate_of(Faults const& faults, world::Chance& chance) {
    Fate out;
    if (chance.percent(faults.drop)) {
        out.reply_lost = faults.repeats_are_known && chance.percent(50);
        out.lost = !out.reply_lost;
    } else if (faults.repeats_are_known) {
        out.doubled = chance.percent(faults.duplicate);
        out.late_copy = chance.percent(faults.reorder);
    }
    if (faults.slow.most > Millis(0)) {
        auto const slow = chance.between(faults.slow.least.count(), faults.slow.most.count());
        out.there = Millis(
            static_cast<std::int64_t>(chance.below(static_cast<std::size_t>(slow.count()) + 1)));
        out.back = slow - out.there;
    }
    return out;
}

} // namespace haatline::simulators::aggregator
