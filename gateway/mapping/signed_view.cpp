#include "gateway/mapping/signed_view.hpp"

#include "gateway/mapping/request_view.hpp"

#include <algorithm>

namespace haatline::gateway::mapping {
namespace {

/// What stands behind the token: the route's own address is known to us, whatever a proxy made of it.
std::string_view behind_token(std::string_view path) {
    constexpr int before = 3; // "/in/ROUTE/TOKEN"
    if (!path.starts_with("/in/") && !path.starts_with("/dlr/"))
        return path == "/" ? std::string_view() : path;
    for (int i = 0; i < before; ++i) {
        auto const slash = path.find('/', 1);
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash);
    }
    return path;
}

} // namespace

SignedView::SignedView(RequestView const& view) : view_(view) {
    if (auto const* fields = view.query()) query_ = fields->all();
    auto const& raw = view.raw();
    if (raw.body.empty()) return;
    if (raw.content_type.find("json") == std::string::npos) {
        auto const* fields =
            raw.content_type.find("xml") == std::string::npos ? view.form() : nullptr;
        if (fields) posted_ = fields->all();
        return;
    }
    for (auto const name : view.json_names()) {
        auto const found = view.find({Place::json, std::string(name)});
        flat_ = flat_ && found.text.has_value();
        if (found.text) posted_.emplace_back(name, *found.text);
    }
}

SignedRequest SignedView::request(std::string_view base) const {
    auto const& raw = view_.raw();
    return {raw.method, base,    behind_token(raw.path), raw.query, raw.headers, query_,
            posted_,    raw.body};
}

bool SignedView::covers_all(Recipe const& recipe) const {
    return flat_ ||
           std::any_of(
               recipe.parts.begin(), recipe.parts.end(),
               [](SignedPart const& part) { return part.kind == SignedPart::Kind::body; }) ||
           std::any_of(query_.begin(), query_.end(), [&](NamedValue const& each) {
               return !recipe.body_hash_field.empty() && each.first == recipe.body_hash_field;
           });
}

} // namespace haatline::gateway::mapping
