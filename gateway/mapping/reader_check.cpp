#include "gateway/mapping/reader.hpp"

#include <fmt/format.h>

namespace haatline::gateway::mapping {
namespace {

bool has_begin_or_more(Section const& section) {
    for (auto const& rule : section.events)
        if (rule.kind == EventKind::begin || rule.kind == EventKind::go_on) return true;
    return false;
}

} // namespace

void MappingReader::check_together(Mapping const& mapping) {
    for (auto const& section : mapping.in) {
        if (section.channel != Channel::ussd) continue;
        if (!section.dialogue.key && !section.reads_field(Field::session))
            complain(section.line, fmt::format("{}: a dialogue is known by `session` or by "
                                               "`dialogue: {{key: …}}`",
                                               section.name));
        if (!has_begin_or_more(section)) continue;
        if (!section.reads_field(Field::text))
            complain(section.line, section.name + ": what the caller typed is missing: `text:`");
        for (auto const* name : {"continue", "end"})
            if (!section.later && !section.reply(name))
                complain(section.line,
                         fmt::format("{}: reply `{}` is missing", section.name, name));
        if (section.later && !mapping.call(*section.later))
            complain(section.line, fmt::format("{}: `later` names call `{}`, which `out:` has not",
                                               section.name, *section.later));
    }
    for (auto const& call : mapping.out)
        if (call.auth == Call::Auth::token) {
            auto const* token = mapping.call(call.token_call);
            if (!token || !token->token)
                complain(call.line,
                         fmt::format("{}: `auth: {{token: {}}}` needs a call of that name "
                                     "with `token:`",
                                     call.name, call.token_call));
        }
    for (auto const& proof : mapping.tests) {
        bool const of_section =
            proof.kind == Proof::Kind::request || proof.kind == Proof::Kind::reply;
        if (of_section ? mapping.section(proof.of) == nullptr : mapping.call(proof.of) == nullptr)
            complain(proof.line, fmt::format("test `{}` names `{}`, which does not exist",
                                             proof.name, proof.of));
    }
}

} // namespace haatline::gateway::mapping
