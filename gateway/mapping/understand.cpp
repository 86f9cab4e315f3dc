#include "gateway/mapping/understand.hpp"

namespace haatline::gateway::mapping {

RawRequest as_raw(ClientRequest const& request) {
    RawRequest out;
    out.method = request.method;
    auto const question = request.path.find('?');
    out.path = request.path.substr(0, question);
    if (question != std::string::npos) out.query = request.path.substr(question + 1);
    out.body = request.body;
    if (!request.body.empty())
        out.content_type = request.content_type.substr(0, request.content_type.find(';'));
    for (auto const& [name, value] : request.headers) out.headers.add(name, value);
    return out;
}

Result<Understood> understand(Mapping const& mapping, RouteFacts const& route,
                              ClientRequest const& request, Values const* stored, TimePoint now) {
    auto const raw = as_raw(request);
    RequestView view(raw);
    Recall const recall = [stored](std::string_view) { return stored; };
    Ear const ear{route, recall, now};
    auto const rest = path_segments(raw.path);
    if (!rest) return fail(rest.error());
    auto const section = choose_section(mapping, view, *rest, ear);
    if (!section) return fail(section.error());
    auto all = hear(**section, view, ear);
    if (!all) return fail(all.error());
    return Understood{*section, std::move(*all)};
}

void store(Heard const& heard, Values& stored) {
    Scope scope;
    scope.sheet = &heard.sheet;
    scope.keep_names = &heard.section->keep_names;
    for (auto const& name : heard.section->stores)
        if (auto const found = scope.find({Place::variable, name}); found.text)
            stored.set(name, *found.text);
}

} // namespace haatline::gateway::mapping
