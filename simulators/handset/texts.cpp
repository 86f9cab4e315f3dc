#include "simulators/handset/texts.hpp"

#include "base/json_text.hpp"
#include "gateway/phone/phone_messages.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace haatline::simulators {
namespace {

namespace json = boost::json;

Result<void> taken(gateway::ClientReply const& reply, unsigned wanted) {
    if (reply.status == wanted) return {};
    if (reply.status == 404)
        return fail(Errc::not_found, "this gateway carries no messages to a phone in a terminal: "
                                     "`haatline serve --demo` does");
    if (reply.status == 503)
        return fail(Errc::unavailable, "the gateway cannot keep messages now: see its log");
    if (reply.status == 400)
        return fail(Errc::bad_request, "the gateway refused it: " + reply.body);
    return fail(Errc::invalid_data, fmt::format("the gateway answered {}", reply.status));
}

std::string text_in(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    auto const* const text = value ? value->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

std::uint64_t number_in(json::object const& object, std::string_view name) {
    auto const* const value = object.if_contains(name);
    boost::system::error_code bad;
    auto const number = value ? value->to_number<std::uint64_t>(bad) : 0;
    return bad ? 0 : number;
}

} // namespace

Result<void> TextPhone::write(std::string_view text) {
    CarrierRequest request;
    request.method = "POST";
    request.path = gateway::phone_sms_path;
    request.content_type = "application/json";
    request.body = fmt::format("{{\"phone\":\"{}\",\"text\":", from_.number());
    append_json_text(request.body, text);
    request.body += '}';
    auto const reply = send_(request);
    if (!reply) return fail(reply.error());
    return taken(*reply, 202);
}

Result<std::vector<Text>> TextPhone::look() {
    CarrierRequest request;
    request.path =
        fmt::format("{}?phone={}&after={}", gateway::phone_inbox_path, from_.number(), after_);
    auto const reply = send_(request);
    if (!reply) return fail(reply.error());
    if (auto ok = taken(*reply, 200); !ok) return fail(ok.error());
    boost::system::error_code bad;
    auto const parsed = json::parse(reply->body, bad);
    auto const* const object = bad ? nullptr : parsed.if_object();
    auto const* const messages = object ? object->if_contains("messages") : nullptr;
    if (!messages || !messages->is_array())
        return fail(Errc::invalid_data, "the gateway's inbox is not what the phone can read: is it "
                                        "of this version?");
    std::vector<Text> out;
    for (auto const& each : messages->get_array()) {
        auto const* const message = each.if_object();
        if (!message) continue;
        after_ = std::max(after_, number_in(*message, "id"));
        Text text{text_in(*message, "from"), text_in(*message, "text"),
                  static_cast<unsigned>(number_in(*message, "parts"))};
        if (!text.text.empty()) out.push_back(std::move(text));
    }
    return out;
}

} // namespace haatline::simulators
