#include "gateway/phone/phone_messages.hpp"

#include "base/json_text.hpp"
#include "gateway/wire/fields.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <charconv>

namespace haatline::gateway {
namespace {

namespace json = boost::json;

/// A phone writes at most ten parts; more is no message.
constexpr std::size_t text_octets_max = 4'096;
/// Whatever code it writes to is ours.
constexpr std::string_view demo_code = "56767";

RawReply told(unsigned status, std::string body) {
    RawReply out;
    out.status = status;
    out.content_type = "application/json";
    out.headers = {{"Cache-Control", "no-store"}};
    out.body = std::move(body);
    return out;
}

RawReply refused(std::string_view field, std::string_view why) {
    std::string body = "{\"field\":";
    append_json_text(body, field);
    body += ",\"detail\":";
    append_json_text(body, why);
    return told(400, body + '}');
}

void read(DemoCarrier& carrier, RawRequest const& request,
          std::function<void(RawReply)> const& respond) {
    auto const fields = Fields::parse(request.query);
    if (!fields) return respond(refused("query", fields.error().detail));
    auto const number = fields->need("phone");
    if (!number) return respond(refused("phone", number.error().detail));
    auto const after_text = fields->need("after").value_or("0");
    auto const phone = Msisdn::parse(*number);
    if (!phone) return respond(refused("phone", phone.error().detail));
    std::uint64_t after = 0;
    auto const [end, bad] =
        std::from_chars(after_text.data(), after_text.data() + after_text.size(), after);
    if (bad != std::errc() || end != after_text.data() + after_text.size())
        return respond(refused("after", "the id of the last message you have, or 0"));
    std::string body = "{\"messages\":[";
    bool first = true;
    for (auto const& message : carrier.inbox(*phone, after)) {
        if (!first) body += ',';
        first = false;
        body += fmt::format("{{\"id\":{},\"parts\":{},\"from\":", message.id, message.parts);
        append_json_text(body, message.from);
        body += ",\"text\":";
        append_json_text(body, message.text);
        body += '}';
    }
    respond(told(200, body + "]}"));
}

void write(DemoCarrier& carrier, RawRequest const& request, std::function<void(RawReply)> respond) {
    boost::system::error_code bad;
    auto const parsed = json::parse(request.body, bad);
    auto const* const object = bad ? nullptr : parsed.if_object();
    if (!object) return respond(refused("body", "a JSON object with phone and text"));
    auto const text = [&](std::string_view name) -> std::string {
        auto const* const value = object->if_contains({name.data(), name.size()});
        auto const* const string = value ? value->if_string() : nullptr;
        return string ? std::string(*string) : std::string();
    };
    auto const from = Msisdn::parse(text("phone"));
    if (!from) return respond(refused("phone", from.error().detail));
    auto words = text("text");
    if (words.empty() || words.size() > text_octets_max)
        return respond(refused("text", "what the phone writes, at most ten messages long"));
    carrier.write(
        *from, std::string(demo_code), std::move(words),
        [respond = std::move(respond)](bool stored) { respond(told(stored ? 202 : 503, "{}")); });
}

} // namespace

void answer_phone_messages(DemoCarrier& carrier, RawRequest const& request,
                           std::function<void(RawReply)> respond) {
    bool const reads = request.path == phone_inbox_path;
    if (reads && request.method == "GET") return read(carrier, request, respond);
    if (request.path == phone_sms_path && request.method == "POST")
        return write(carrier, request, std::move(respond));
    RawReply out;
    out.status = 405;
    out.headers = {{"Allow", reads ? "GET" : "POST"}};
    respond(std::move(out));
}

} // namespace haatline::gateway
