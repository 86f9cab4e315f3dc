#include "gateway/phone/web_phone.hpp"

#include "base/embedded.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <array>
#include <span>

namespace haatline::phone {
std::span<const Embedded> embedded_files(); // haatline_embed (gateway/room.cmake)
}

namespace haatline::gateway {
namespace {

constexpr std::string_view folder = "/phone/";

struct FileKind {
    std::string_view suffix, type;
};
constexpr std::array kinds{
    FileKind{".html", "text/html; charset=utf-8"},
    FileKind{".css", "text/css; charset=utf-8"},
    FileKind{".mjs", "text/javascript; charset=utf-8"},
    FileKind{".svg", "image/svg+xml"},
};

/// Nothing from elsewhere, nothing written into the page, no other page around it: the page may hold
/// a route's token in its memory.
constexpr std::string_view security_policy =
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

std::string_view type_of(std::string_view path) {
    for (auto const& kind : kinds)
        if (path.ends_with(kind.suffix)) return kind.type;
    return {};
}

/// Every route with what a phone must know to use it. A token is told only where everybody knows it.
std::string routes_json(Config const& config) {
    boost::json::array routes;
    for (auto const& route : config.routes) {
        boost::json::object row{{"name", route.name},
                                {"provider", route.provider},
                                {"service_code", route.service_code},
                                {"page_septets", route.budget.septets},
                                {"page_ucs2_units", route.budget.ucs2_units},
                                {"ucs2", route.ucs2},
                                {"credentials", !route.user.empty()}};
        if (config.phone.tells_tokens) row["token"] = route.token.full();
        routes.push_back(std::move(row));
    }
    return boost::json::serialize(
        boost::json::object{{"demo", config.phone.tells_tokens}, {"routes", std::move(routes)}});
}

RawReply bare(unsigned status) {
    RawReply out;
    out.status = status;
    return out;
}

} // namespace

WebPhone::WebPhone(Config const& config) : enabled_(config.phone.enabled) {
    if (!enabled_) return;
    routes_ = routes_json(config);
    for (auto const& file : phone::embedded_files()) {
        auto const name = file.path.substr(file.path.rfind('/') + 1);
        auto const path =
            name == "page.html" ? std::string(folder) : fmt::format("{}{}", folder, name);
        pages_.emplace(path, Page{type_of(name), file.content});
    }
    pages_.emplace(fmt::format("{}routes.json", folder), Page{"application/json", routes_});
}

bool WebPhone::owns(std::string_view path) {
    return path.starts_with(folder) || path == folder.substr(0, folder.size() - 1);
}

RawReply WebPhone::answer(RawRequest const& request) const {
    if (!enabled_) return bare(404);
    if (request.method != "GET") {
        auto out = bare(405);
        out.headers.emplace_back("Allow", "GET");
        return out;
    }
    if (request.path + '/' == folder) { // the page's own addresses begin in its folder
        auto out = bare(308);
        out.headers.emplace_back("Location", folder);
        return out;
    }
    auto const found = pages_.find(request.path);
    if (found == pages_.end()) return bare(404);
    auto const& page = found->second;
    auto out = bare(200);
    out.content_type = page.type;
    // All of it is 100 kB from this machine or the next: asking whether it changed saves nothing.
    out.headers = {{"Content-Security-Policy", std::string(security_policy)},
                   {"X-Content-Type-Options", "nosniff"},
                   {"Referrer-Policy", "no-referrer"},
                   {"Cache-Control", "no-store"}};
    out.body = page.body;
    return out;
}

} // namespace haatline::gateway
