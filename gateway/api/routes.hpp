#pragma once

#include "gateway/api/keys.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// What a path of the API does.
enum class ApiCall : std::uint8_t {
    description,
    list_alerts,
    new_alert,
    show_alert,
    edit_alert,
    preview_alert,
    progress_of_alert,
    move_alert,
    put_messages,
    show_message,
};

struct ApiRoute {
    std::string_view method;
    std::string_view pattern; ///< behind /api/v1; {id} stands for one segment
    ApiCall call;
    May may;               ///< any of these; nothing: open to everybody
    std::string_view verb; ///< of move_alert
};
std::span<ApiRoute const> api_routes();

/// What a path means.
struct ApiMatch {
    ApiRoute const* route = nullptr; ///< null: no such path, or not with this method
    std::string_view id;
    std::string allowed; ///< methods of the path, where only the method was wrong
};
constexpr std::string_view api_root = "/api/v1";
ApiMatch api_route(std::string_view method, std::string_view path);

} // namespace haatline::gateway
