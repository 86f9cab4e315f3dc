#include "gateway/app/config_sms.hpp"

#include "gateway/channels/sms/send_call.hpp"
#include "gateway/channels/sms/send_hours.hpp"
#include "gateway/mapping/mapping.hpp"

#include <fmt/format.h>

namespace haatline::gateway {
namespace {

constexpr std::size_t sender_chars_max = 20; ///< a header is 6, an international number 15

void check_calls(TomlTable& table, RouteConfig const& route) {
    auto const& mapping = *route.mapping;
    auto const calls = SendCalls::of(mapping, route.sms.call);
    if (!calls)
        return table.fault(route.sms.call == "sms_send" ? "sms" : "send_by",
                           fmt::format("{}: nothing says how messages are sent; "
                                       "`haatline adapter list` shows whose mapping does",
                                       calls.error().detail));
    if (auto const hours = SendHours::parse(mapping.limits.send_hours); !hours)
        table.fault("sms",
                    fmt::format("limits.send_hours of the mapping: {}", hours.error().detail));
    if (route.send_to.empty())
        table.fault("sms", "needs send_to: the hosts of the provider that messages may go to, "
                           "with :PORT where it is not the usual one");
}

} // namespace

void read_sms_side(TomlTable& table, RouteConfig& out) {
    auto& sms = out.sms;
    auto const before = sms;
    table.flag("sms", sms.sends);
    table.text("send_by", sms.call);
    table.text("sender", sms.sender);
    table.number("window", sms.window, 1, 1'000);
    table.number("rate_per_s", sms.rate_per_s, 0, 100'000);
    table.number("price_paise", sms.price_paise, 0, 100'000);
    table.duration("answer_timeout_ms", sms.answer_timeout, 1'000, 120'000);
    // 67 units is what a part holds (3GPP TS 23.040 §9.2.3.24); some vendors bill every 63.
    table.number("ucs2_part_units", sms.coding.ucs2_part_units, 60, 67);
    if (sms.sender.size() > sender_chars_max ||
        sms.sender.find_first_not_of(
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-_ ") !=
            std::string::npos)
        table.fault("sender", "must be a registered header or a number, at most 20 characters");
    if (!out.mapping) return;
    if (sms.sends) return check_calls(table, out);
    auto const said = [](SmsSideConfig const& of) {
        return std::tie(of.call, of.sender, of.window, of.rate_per_s, of.price_paise,
                        of.answer_timeout, of.coding);
    };
    if (said(sms) != said(before))
        table.fault("sms", "must be true for send_by, sender, window, rate_per_s, price_paise, "
                           "answer_timeout_ms and ucs2_part_units to mean anything");
}

} // namespace haatline::gateway
