#pragma once

#include "gateway/app/asker.hpp"
#include "gateway/app/sms_routes.hpp"

#include <map>
#include <memory>
#include <string>

namespace haatline::gateway {

/// Messages of which the last process never heard the end, where a provider has to be asked: each route's are read from
/// disk page by page, the next page once all that was due has been asked, so that neither memory nor the provider sees
/// a flood. Those taken since the start are known already.
class OpenPolls {
  public:
    OpenPolls(Asker& asker, World& world, SmsRoutes const& routes)
        : asker_(asker), world_(world), routes_(routes) {}

    /// Once a second; costs nothing when everything was read.
    void look();

  private:
    struct Place {
        storage::outbox::OpenPartsAfter after;
        bool reading = false, all = false;
    };
    void read(Place& place);
    void came(std::string const& route, Result<storage::outbox::OpenParts> found);

    Asker& asker_;
    World& world_;
    SmsRoutes const& routes_;
    std::map<std::string, Place, std::less<>> places_; ///< by route
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

} // namespace haatline::gateway
