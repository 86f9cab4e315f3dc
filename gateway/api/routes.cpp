#include "gateway/api/routes.hpp"

#include <array>
#include <optional>

namespace haatline::gateway {
namespace {

constexpr May kLook = May::read | May::alerts;

constexpr std::array kRoutes{
    ApiRoute{"GET", "/openapi.json", ApiCall::description, May::nothing, ""},
    ApiRoute{"GET", "/alerts", ApiCall::list_alerts, kLook, ""},
    ApiRoute{"POST", "/alerts", ApiCall::new_alert, May::alerts, ""},
    ApiRoute{"GET", "/alerts/{id}", ApiCall::show_alert, kLook, ""},
    ApiRoute{"PUT", "/alerts/{id}", ApiCall::edit_alert, May::alerts, ""},
    ApiRoute{"GET", "/alerts/{id}/progress", ApiCall::progress_of_alert, kLook, ""},
    ApiRoute{"POST", "/alerts/{id}/preview", ApiCall::preview_alert, kLook, ""},
    ApiRoute{"POST", "/alerts/{id}/submit", ApiCall::move_alert, May::alerts, "submit"},
    ApiRoute{"POST", "/alerts/{id}/return", ApiCall::move_alert, May::alerts, "return"},
    ApiRoute{"POST", "/alerts/{id}/approve", ApiCall::move_alert, May::alerts, "approve"},
    ApiRoute{"POST", "/alerts/{id}/pause", ApiCall::move_alert, May::alerts, "pause"},
    ApiRoute{"POST", "/alerts/{id}/resume", ApiCall::move_alert, May::alerts, "resume"},
    ApiRoute{"POST", "/alerts/{id}/cancel", ApiCall::move_alert, May::alerts, "cancel"},
    ApiRoute{"POST", "/messages", ApiCall::put_messages, May::messages, ""},
    ApiRoute{"GET", "/messages/{id}", ApiCall::show_message, May::read | May::messages, ""},
};

/// The segment that stands for {id}; empty where the pattern has none. Nothing: another path.
std::optional<std::string_view> fits(std::string_view pattern, std::string_view path) {
    std::string_view id;
    while (!pattern.empty() && !path.empty()) {
        auto const piece = pattern.substr(0, pattern.find('/', 1));
        auto const segment = path.substr(0, path.find('/', 1));
        if (piece == "/{id}" && segment.size() > 1)
            id = segment.substr(1);
        else if (piece != segment)
            return std::nullopt;
        pattern.remove_prefix(piece.size());
        path.remove_prefix(segment.size());
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return id;
}

} // namespace

std::span<ApiRoute const> api_routes() { return kRoutes; }

ApiMatch api_route(std::string_view method, std::string_view path) {
    ApiMatch out;
    if (!path.starts_with(api_root)) return out;
    path.remove_prefix(api_root.size());
    for (auto const& route : kRoutes) {
        auto const id = fits(route.pattern, path);
        if (!id) continue;
        if (route.method == method) return {&route, *id, {}};
        (out.allowed += out.allowed.empty() ? "" : ", ") += route.method;
    }
    return out;
}

} // namespace haatline::gateway
