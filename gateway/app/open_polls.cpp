#include "gateway/app/open_polls.hpp"

namespace haatline::gateway {

void OpenPolls::look() {
    for (auto* const carrier : routes_.polling()) {
        auto const [at, is_new] = places_.try_emplace(std::string(carrier->name()));
        auto& place = at->second;
        if (is_new) place.after.route = at->first;
        if (!place.all && !place.reading && carrier->has_time_to_poll()) read(place);
    }
}

void OpenPolls::read(Place& place) {
    place.reading = true;
    place.after.now = world_.clock.now();
    asker_.read(
        [this, after = place.after, alive = std::weak_ptr<bool>(alive_)](storage::Reader& reader) {
            return [this, route = after.route, alive, found = reader.open_parts(after)]() mutable {
                if (alive.lock()) came(route, std::move(found));
            };
        });
}

void OpenPolls::came(std::string const& route, Result<storage::outbox::OpenParts> found) {
    auto const at = places_.find(route);
    if (at == places_.end()) return;
    auto& place = at->second;
    place.reading = false;
    if (!found) return; // the disk is in trouble: the next look tries again
    place.after.id = std::move(found->id);
    place.after.parcel = found->parcel;
    place.all = found->all;
    auto* const carrier = routes_.find(route);
    if (!carrier || found->parts.empty()) return;
    std::vector<std::pair<std::string, TimePoint>> ids;
    for (auto& part : found->parts) ids.emplace_back(std::move(part.id), part.valid_until);
    carrier->poll(std::move(ids));
}

} // namespace haatline::gateway
