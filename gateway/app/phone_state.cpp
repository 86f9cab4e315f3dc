#include "base/json_text.hpp"
#include "gateway/app/phones.hpp"

#include <boost/json.hpp>

#include <chrono>

// {"d":"africastalking:ATUid_1","t":[3,"9f…"],"e":true,"p":"6f1e…","s":{…}}: `s` comes last and is menus::to_json's
// own text, so that the menus alone know what a session looks like inside.
namespace haatline::gateway {
namespace {

constexpr std::string_view session_mark = ",\"s\":";

/// Size and mark, or the text itself, as it was kept before.
Result<TextMark> read_text(boost::json::value const& value, Marker const& marker) {
    if (value.is_string()) {
        std::string_view const text(value.get_string().data(), value.get_string().size());
        return text.empty() ? TextMark{} : TextMark{text.size(), marker(text)};
    }
    auto const* pair = value.if_array();
    if (!pair || pair->size() != 2 || !(*pair)[0].is_int64() || (*pair)[0].get_int64() <= 0 ||
        !(*pair)[1].is_string())
        return fail(Errc::invalid_data, "phone state: t is neither a text nor its mark");
    auto const& mark = (*pair)[1].get_string();
    return TextMark{static_cast<std::size_t>((*pair)[0].get_int64()),
                    std::string(mark.data(), mark.size())};
}

} // namespace

std::string phone_state_json(std::string_view dialogue, TextMark const& text, bool ended,
                             std::string_view program, menus::Session const& session) {
    std::string const inner = menus::to_json(session);
    std::string out;
    out.reserve(inner.size() + dialogue.size() + text.mark.size() + 80);
    out += "{\"d\":";
    append_json_text(out, dialogue);
    out += ",\"t\":";
    if (text.size == 0) {
        out += "\"\"";
    } else {
        out.append(1, '[').append(std::to_string(text.size)).append(1, ',');
        append_json_text(out, text.mark);
        out += ']';
    }
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

Result<void> read_phone_state(std::string_view json, Phone& phone, Marker const& marker) {
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
    if (!dialogue || !dialogue->is_string() || !text || !session)
        return fail(Errc::invalid_data, "phone state lacks d, t or s");
    auto mark = read_text(*text, marker);
    if (!mark) return fail(mark.error());
    auto read = menus::session_from_json(boost::json::serialize(*session));
    if (!read) return fail(read.error());
    phone.dialogue.assign(dialogue->get_string().data(), dialogue->get_string().size());
    phone.text = std::move(*mark);
    phone.ended = ended && ended->is_bool() && ended->get_bool();
    phone.program.clear();
    if (program && program->is_string())
        phone.program.assign(program->get_string().data(), program->get_string().size());
    phone.last = read->last;
    phone.session = std::move(*read);
    return {};
}

} // namespace haatline::gateway
