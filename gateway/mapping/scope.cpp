#include "gateway/mapping/scope.hpp"

#include "gateway/mapping/request_view.hpp"

namespace haatline::gateway::mapping {
namespace {

Found of(Value const& value) {
    if (!value) return {};
    return {std::string_view(*value), false, nullptr};
}

Found of(Values const* values, std::string_view name) {
    if (!values || !values->has(name)) return {};
    return {values->get(name), false, nullptr};
}

Found of_route(RouteFacts const* route, std::string_view name) {
    if (!route) return {};
    if (name == "code") return {route->code, false, nullptr};
    if (name == "bare_code") return {route->bare_code, false, nullptr};
    if (name == "url") return {route->url, false, nullptr};
    return {};
}

} // namespace

Found Scope::variable(Source const& source) const {
    for (auto const& [known, text] : given)
        if (known == source.name) return {text, false, nullptr};
    if (!sheet) return {};
    if (source.field) return of(sheet->at(*source.field));
    return kept(source.name);
}

Found Scope::kept(std::string_view name) const {
    if (!keep_names || !sheet) return {};
    for (std::size_t i = 0; i < keep_names->size() && i < sheet->keep.size(); ++i)
        if ((*keep_names)[i] == name) return of(sheet->keep[i]);
    return {};
}

std::vector<std::string> const* Scope::list(std::string_view name) const {
    if (!lists) return nullptr;
    auto const found = lists->lists.find(name);
    return found == lists->lists.end() ? nullptr : &found->second;
}

Scope Scope::with(std::vector<Given>& room, std::initializer_list<Given> more) const {
    room.assign(more);
    room.insert(room.end(), given.begin(), given.end());
    Scope out = *this;
    out.given = room;
    return out;
}

Found Scope::find(Source const& source) const {
    switch (source.place) {
    case Place::constant:
        return {source.name, false, nullptr};
    case Place::variable:
        return variable(source);
    case Place::stored:
        return of(stored, source.name);
    case Place::keep:
        return kept(source.name);
    case Place::setting:
        return of(route ? &route->settings : nullptr, source.name);
    case Place::secret:
        return of(route ? &route->secrets : nullptr, source.name);
    case Place::route:
        return of_route(route, source.name);
    default:
        return request ? request->find(source) : Found{};
    }
}

} // namespace haatline::gateway::mapping
