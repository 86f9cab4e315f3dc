#include "base/json_text.hpp"
#include "gateway/app/phones.hpp"

#include <boost/json.hpp>

#include <chrono>

// {"d":"africastalking:ATUid_1","t":"1*2","e":true,"p":"6f1e…","s":{…}}: `s` comes last and is menus::to_json's
// own text, so that the menus alone know what a session looks like inside.
namespace haatline::gateway {
namespace {

constexpr std::string_view session_mark = ",\"s\":";

} // namespace

std::string phone_state_json(std::string_view dialogue, std::string_view text, bool ended,
                             std::string_view program, menus::Session const& session) {
    std::string const inner = menus::to_json(session);
    std::string out;
    out.reserve(inner.size() + dialogue.size() + text.size() + 64);
    out += "{\"d\":";
    append_json_text(out, dialogue);
    out += ",\"t\":";
    append_json_text(out, text);
    if (ended) out += ",\"e\":true";
    if (!program.empty()) {
        out += ",\"p\":";
        append_json_text(out, program);
    }
    out += session_mark;
    out += inner;
    out += '}';
    return out;
}

Result<void> read_phone_state(std::string_view json, Phone& phone) {
    boost::json::error_code ec;
    auto const value = boost::json::parse(boost::json::string_view(json.data(), json.size()), ec);
    if (ec || !value.is_object())
        return fail(Errc::invalid_data, "phone state is not a JSON object");
    auto const& object = value.as_object();
    auto const* dialogue = object.if_contains("d");
    auto const* text = object.if_contains("t");
    auto const* ended = object.if_contains("e");
    auto const* program = object.if_contains("p");
    auto const* session = object.if_contains("s");
    if (!dialogue || !dialogue->is_string() || !text || !text->is_string() || !session)
        return fail(Errc::invalid_data, "phone state lacks d, t or s");
    auto read = menus::session_from_json(boost::json::serialize(*session));
    if (!read) return fail(read.error());
    phone.dialogue.assign(dialogue->get_string().data(), dialogue->get_string().size());
    phone.text.assign(text->get_string().data(), text->get_string().size());
    phone.ended = ended && ended->is_bool() && ended->get_bool();
    phone.program.clear();
    if (program && program->is_string())
        phone.program.assign(program->get_string().data(), program->get_string().size());
    phone.last = read->last;
    phone.session = std::move(*read);
    return {};
}

} // namespace haatline::gateway
