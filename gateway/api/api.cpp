#include "gateway/api/api.hpp"

#include "base/embedded.hpp"
#include "gateway/api/problem.hpp"

#include <span>

namespace haatline::api {
std::span<Embedded const> embedded_files(); // haatline_embed (gateway/room.cmake)
}

namespace haatline::gateway {

Api::Api(std::vector<ApiKey> keys, ApiPorts ports)
    : keys_(std::move(keys)), ports_(std::make_shared<ApiPorts>(std::move(ports))),
      desk_(std::make_unique<ApiDesk>(ports_->post)) {}

std::string_view api_description() {
    for (auto const& file : api::embedded_files())
        if (file.path.ends_with("openapi.json")) return file.content;
    return {};
}

void Api::take(RawRequest request, Respond respond) {
    auto const match = api_route(request.method, request.path);
    if (!match.route) {
        if (match.allowed.empty())
            return respond(
                problem({Errc::not_found, "there is no such path: see /api/v1/openapi.json"}));
        auto out = problem({Errc::unsupported, "this path takes " + match.allowed});
        out.headers.emplace_back("Allow", match.allowed);
        return respond(std::move(out));
    }
    if (match.route->call == ApiCall::description)
        return respond(json_reply(200, std::string(api_description())));
    auto const* key = key_of(keys_, request.headers);
    if (!key) {
        std::uint64_t left_out = 0;
        if (refused_brake_.lets(ports_->world->clock.steady(), left_out))
            spdlog::warn("api: no key, or a wrong one left_out={}", left_out);
        return respond(problem(
            {Errc::unauthenticated, "send Authorization: Bearer KEY with a key of ours"}, {}, 401));
    }
    if (!any(key->may, match.route->may))
        return respond(problem(
            {Errc::unauthenticated, "this key may not do that: see `may` of its [[api_key]]"}));
    Asked asked{std::move(request), match.route, std::string(match.id),
                "api:" + key->name, key->name,   std::move(respond)};
    switch (match.route->call) {
    case ApiCall::description:
        return;
    case ApiCall::list_alerts:
        return list_alerts(std::move(asked));
    case ApiCall::new_alert:
        return write_alert(std::move(asked), true);
    case ApiCall::edit_alert:
        return write_alert(std::move(asked), false);
    case ApiCall::show_alert:
        return show_alert(std::move(asked));
    case ApiCall::preview_alert:
        return preview_alert(std::move(asked));
    case ApiCall::progress_of_alert:
        return progress_of_alert(std::move(asked));
    case ApiCall::move_alert:
        return move_alert(std::move(asked));
    case ApiCall::put_messages:
        return put_messages(std::move(asked));
    case ApiCall::show_message:
        return show_message(std::move(asked));
    }
}

storage::Staff Api::staff(Asked const& asked) const {
    return {asked.staff, ports_->world->clock.now()};
}

void Api::on_desk(Asked asked, bool changes, std::function<RawReply(Asked const&)> work) {
    auto const shared = std::make_shared<Asked>(std::move(asked));
    bool const taken =
        desk_->take([shared, changes, ports = ports_, work = std::move(work)]() -> ApiDesk::Back {
            auto reply = std::make_shared<RawReply>(work(*shared));
            return [shared, reply, changes, ports] {
                if (changes && reply->status < 300 && ports->alerts_changed)
                    ports->alerts_changed();
                shared->respond(std::move(*reply));
            };
        });
    if (!taken) shared->respond(problem({Errc::unavailable, "much is asked just now: try again"}));
}

} // namespace haatline::gateway
