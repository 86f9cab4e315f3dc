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

RawReply bare(unsigned status) {
    RawReply out;
    out.status = status;
    return out;
}

RawReply not_allowed(std::string_view method) {
    auto out = bare(405);
    out.headers.emplace_back("Allow", method);
    return out;
}

RawReply told(std::string_view type, std::string_view body) {
    auto out = bare(200);
    out.content_type = type;
    // All of it is 100 kB from this machine or the next: asking whether it changed saves nothing.
    out.headers = {{"Content-Security-Policy", std::string(security_policy)},
                   {"X-Content-Type-Options", "nosniff"},
                   {"Referrer-Policy", "no-referrer"},
                   {"Cache-Control", "no-store"}};
    out.body = body;
    return out;
}

} // namespace

WebPhone::WebPhone(Config const& config)
    : config_(config.phone), configured_(config.routes), players_(configured_) {
    if (!config_.enabled) return;
    for (auto const& file : phone::embedded_files()) {
        auto const name = file.path.substr(file.path.rfind('/') + 1);
        auto const path =
            name == "page.html" ? std::string(folder) : fmt::format("{}{}", folder, name);
        pages_.emplace(path, Page{type_of(name), file.content});
    }
}

void WebPhone::use(std::string_view route, std::shared_ptr<mapping::Mapping const> mapping) {
    for (auto& each : configured_)
        if (each.name == route) each.mapping = mapping;
    routes_.clear();
}

bool WebPhone::owns(std::string_view path) {
    return path.starts_with(folder) || path == folder.substr(0, folder.size() - 1);
}

/// Every route with what a phone must know to use it. A token is told only where everybody knows it.
std::string const& WebPhone::routes() {
    if (!routes_.empty()) return routes_;
    boost::json::array rows;
    for (auto const& route : configured_) {
        boost::json::object row{{"name", route.name},
                                {"provider", route.provider},
                                {"service_code", route.service_code},
                                {"page_septets", route.budget.septets},
                                {"page_ucs2_units", route.budget.ucs2_units},
                                {"ucs2", route.ucs2},
                                {"credentials", !route.user.empty()},
                                {"played", players_.plays(route)}};
        if (config_.tells_tokens) row["token"] = route.token.full();
        rows.push_back(std::move(row));
    }
    routes_ = boost::json::serialize(
        boost::json::object{{"demo", config_.tells_tokens}, {"routes", std::move(rows)}});
    return routes_;
}

RawReply WebPhone::play(RawRequest const& request, TimePoint now) {
    if (request.method != "POST") return not_allowed("POST");
    auto const said = players_.answer(request.body, now);
    if (said) return told("application/json", *said);
    auto out = told("application/json",
                    boost::json::serialize(boost::json::object{{"fault", said.error().detail}}));
    out.status = said.error().code == Errc::bad_request ? 400 : 200;
    return out;
}

RawReply WebPhone::answer(RawRequest const& request, TimePoint now) {
    if (!config_.enabled) return bare(404);
    auto const path = std::string_view(request.path);
    if (path == "/phone/play") return play(request, now);
    if (request.method != "GET") return not_allowed("GET");
    if (path == "/phone/routes.json") return told("application/json", routes());
    if (path.size() < folder.size()) { // the page's own addresses begin in its folder
        auto out = bare(308);
        out.headers.emplace_back("Location", folder);
        return out;
    }
    auto const found = pages_.find(path);
    return found == pages_.end() ? bare(404) : told(found->second.type, found->second.body);
}

} // namespace haatline::gateway
