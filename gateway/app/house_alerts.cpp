#include "gateway/app/alert_file.hpp"
#include "gateway/app/house.hpp"
#include "menus/report_table.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

using storage::outbox::Done;

template <class Told>
auto unpacked(Told told) {
    return [told = std::move(told)](Result<std::shared_ptr<Done const>> const& done) {
        if (done && *done)
            told(**done);
        else
            told(fail(done ? Error{Errc::internal, "a change came back without what it did"}
                           : done.error()));
    };
}

/// Paise of a segment for previews: of the dearest route that says so, else the menus' own figure.
std::uint32_t price_of(Config const& config) {
    std::uint32_t out = 0;
    for (auto const& route : config.routes) out = std::max(out, route.sms.price_paise);
    for (auto const& account : config.smpp) out = std::max(out, account.price_paise);
    return out > 0 ? out : static_cast<std::uint32_t>(menus::standard_price_paise);
}

} // namespace

void House::build_alerts() {
    campaigns_ =
        std::make_unique<Campaigns>([this](storage::outbox::Change change, Campaigns::Told told) {
            if (auto* put = std::get_if<storage::outbox::Put>(&change))
                return outbox_->put(std::move(put->parcels), unpacked(std::move(told)));
            outbox_->commit(std::move(change), unpacked(std::move(told)));
        });
    outbox_->may_run = [this](std::int64_t campaign) {
        return campaigns_->may_run(campaign, world_.clock.now());
    };
}

void House::look_at_alerts() { campaigns_->tick(world_.clock.now(), world_.clock.steady()); }

void House::build_api() {
    ApiPorts ports;
    ports.data_dir = config_.data_dir;
    ports.world = &world_;
    ports.post = [this](std::function<void()> work) { works_->post(std::move(work)); };
    ports.put = [this](storage::outbox::Put put, ApiPorts::Told told) {
        outbox_->put(std::move(put.parcels), unpacked(std::move(told)));
    };
    ports.read = [this](ApiPorts::Reading reading) { asker_->read(std::move(reading)); };
    ports.alerts_changed = [this] { look_at_alerts(); };
    ports.languages = known_languages();
    ports.paise_a_segment = price_of(config_);
    api_ = std::make_unique<Api>(config_.api_keys, std::move(ports));
    router_->serve_api([this](RawRequest request, Router::Respond respond) {
        api_->take(std::move(request), std::move(respond));
    });
}

} // namespace haatline::gateway
