#pragma once

#include "base/world.hpp"
#include "gateway/api/api_desk.hpp"
#include "gateway/api/keys.hpp"
#include "gateway/api/routes.hpp"
#include "gateway/app/log.hpp"
#include "gateway/net/http.hpp"
#include "storage/campaign.hpp"
#include "storage/store.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace haatline::gateway {

/// What the API needs of the house, all on the loop's thread.
struct ApiPorts {
    std::string data_dir;
    World* world = nullptr;
    std::function<void(std::function<void()>)> post; ///< to the loop, from any thread
    /// Messages for the outbox, told once they are on disk (or not).
    using Told = std::function<void(Result<storage::outbox::Done> const&)>;
    std::function<void(storage::outbox::Put, Told)> put;
    /// Runs where the readers are; what it gives back runs on the loop (gateway/app/asker.hpp).
    using Reading = std::function<std::function<void()>(storage::Reader&)>;
    std::function<void(Reading)> read;
    std::function<void()> alerts_changed; ///< the campaigns look at once
    std::vector<std::string> languages;
    std::uint32_t paise_a_segment = 0;
};

/// /api/v1/…: JSON for other programs.
class Api {
  public:
    using Respond = std::function<void(RawReply)>;

    Api(std::vector<ApiKey> keys, ApiPorts ports);
    static bool owns(std::string_view path) { return path.starts_with("/api/"); }
    /// An `HttpHandler`: answers exactly once, on the loop's thread.
    void take(RawRequest request, Respond respond);

  private:
    struct Asked {
        RawRequest request;
        ApiRoute const* route;
        std::string id;
        std::string staff; ///< "api:NAME", as the audit has it
        std::string key;
        Respond respond;
    };
    void list_alerts(Asked asked);
    void write_alert(Asked asked, bool fresh);
    void show_alert(Asked asked);
    void preview_alert(Asked asked);
    void progress_of_alert(Asked asked);
    void move_alert(Asked asked);
    void put_messages(Asked asked);
    void show_message(Asked asked);
    /// Work on another thread that makes the reply; `changes`: the campaigns hear of it.
    void on_desk(Asked asked, bool changes, std::function<RawReply(Asked const&)> work);
    storage::Staff staff(Asked const& asked) const;

    std::vector<ApiKey> keys_;
    std::shared_ptr<ApiPorts> ports_;
    LogBrake refused_brake_;
    std::unique_ptr<ApiDesk> desk_; ///< goes first: its threads use all else
};

/// The description as it is served: OpenAPI 3.1.
std::string_view api_description();

} // namespace haatline::gateway
