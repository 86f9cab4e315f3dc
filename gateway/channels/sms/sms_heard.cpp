#include "gateway/channels/sms/sms_heard.hpp"

#include "gateway/channels/sms/send_call.hpp"
#include "gateway/mapping/events.hpp"
#include "gateway/wire/digest.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::gateway {
namespace {
using namespace mapping;

/// A mapping's word for what became of a message → ours (carrier.hpp).
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> states{{
    {"queued", "accepted"},
    {"sent", "accepted"},
    {"delivered", "delivered"},
    {"failed", "undelivered"},
    {"rejected", "refused"},
    {"expired", "expired"},
    {"unknown", "accepted"}, // a code that no list knows ends nothing
}};

/// No phone writes more: 255 parts of 67 letters in three octets each are longer, and nobody's answer.
constexpr std::size_t text_octets_max = 4096;

std::string_view state_of(Value const& status) {
    for (auto const& [theirs, ours] : states)
        if (status && *status == theirs) return ours;
    return "accepted";
}

template <class Number>
Number number_of(std::string_view text) {
    Number out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    return ec == std::errc{} && end == text.data() + text.size() ? out : 0;
}

Msisdn phone_of(Sheet const& sheet) {
    auto const& phone = sheet.at(Field::phone); // "+91…", as the filter left it
    if (!phone || phone->empty()) return {};
    return Msisdn::from_number(number_of<std::uint64_t>(std::string_view(*phone).substr(1)));
}

std::string bounded(std::string text) {
    text.resize(text::cut_before(text, text_octets_max));
    return text;
}

std::string digits_of(Value const& address) {
    std::string out;
    for (char const c : address.value_or(std::string()))
        if (c >= '0' && c <= '9') out += c;
    return out;
}

HeardMessage message_of(mapping::Heard const& heard, EventKind kind, RouteFacts const& route) {
    HeardMessage out;
    out.message.from = phone_of(heard.sheet);
    out.message.to = digits_of(heard.sheet.at(Field::to));
    // Whoever asks the provider to be left alone says STOP to us.
    out.message.text = kind == EventKind::opt_out
                           ? "STOP"
                           : bounded(heard.sheet.at(Field::text).value_or(std::string()));
    if (auto const key = dedupe_key(heard, route); key && !key->empty()) {
        out.message.identity = short_digest({name_of(kind), *key});
        out.like_within = std::chrono::seconds(heard.section->dedupe->within_s);
    }
    return out;
}

/// @returns whether it says what an event of its kind must say.
bool add(mapping::Heard const& heard, RouteFacts const& route, SmsHeard& out) {
    auto const kind = heard.event(session_unseen).value_or(EventKind::ignore);
    if (kind == EventKind::dlr) {
        auto news = receipt_of(heard.sheet);
        bool const named = !news.id.empty();
        if (named) out.receipts.push_back(std::move(news));
        return named;
    }
    if (kind != EventKind::mo && kind != EventKind::opt_out) return true;
    auto message = message_of(heard, kind, route);
    bool const from_somebody = message.message.from.number() != 0;
    if (from_somebody) out.messages.push_back(std::move(message));
    return from_somebody;
}

} // namespace

ReceiptNews receipt_of(Sheet const& sheet) {
    ReceiptNews out;
    auto const& theirs = sheet.at(Field::provider_message_id);
    auto const& ours = sheet.at(Field::our_message_id);
    out.id = theirs ? *theirs : ours.value_or(std::string());
    if (theirs && ours && *ours != *theirs) out.also.push_back(*ours);
    if (ours) out.reference = number_of<std::uint64_t>(*ours);
    if (auto const& part = sheet.at(Field::part)) {
        auto const number = number_of<std::size_t>(*part);
        out.id = part_id(out.id, number);
        for (auto& each : out.also) each = part_id(each, number);
    }
    out.to = phone_of(sheet);
    out.state = state_of(sheet.at(Field::status));
    if (out.state != "delivered" && out.state != "accepted")
        out.reason = sheet.at(Field::reason).value_or("unknown");
    if (auto const& code = sheet.at(Field::raw_code)) out.raw_code = shown_code(*code);
    return out;
}

bool is_final_state(std::string_view state) { return state != "accepted"; }

Result<SmsHeard> hear_sms(Section const& section, RequestView const& view, Ear const& ear,
                          std::vector<mapping::Heard>& events) {
    SmsHeard out;
    std::vector<RequestView::Item> items{{nullptr, nullptr}};
    if (section.each) {
        auto found = view.items(*section.each);
        if (!found) return fail(found.error());
        items = std::move(*found);
    }
    Error first{Errc::bad_request, "the message has no id, or nobody sent it"};
    for (auto const& item : items) {
        view.look_at(item);
        mapping::Heard heard;
        auto const read = hear_one(section, view, ear, heard);
        if (!read && out.unreadable == 0) first = read.error();
        if (!read || !add(heard, ear.route, out))
            ++out.unreadable;
        else
            events.push_back(std::move(heard));
    }
    if (events.empty() && !items.empty()) return fail(std::move(first));
    return out;
}

} // namespace haatline::gateway
