#include "gateway/channels/sms/send_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::gateway {
namespace {
using namespace mapping;

constexpr std::string_view bulk_call = "sms_bulk";
constexpr std::size_t code_chars_max = 64;
constexpr unsigned too_many_requests = 429, unauthorized = 401, unavailable = 503,
                   gateway_timeout = 504;

/// Inputs of a call and whose move it is when one is missing (docs/failure-reasons.md).
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> reasons{
    {{"template_id", "template"},
     {"entity_id", "entity"},
     {"sender", "header"},
     {"variables", "variable"}}};

/// Refusals that end by themselves or by somebody's hand: the message is worth another try.
constexpr std::array<std::string_view, 4> passing{"absent", "time_band", "auth", "credits"};

template <class List>
bool holds(List const& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool tells_parts(Mapping const& mapping) {
    return std::any_of(mapping.in.begin(), mapping.in.end(), [](Section const& section) {
        return section.channel == Channel::sms && section.reads_field(Field::part);
    });
}

bool reads_our_id(Mapping const& mapping) {
    return std::any_of(mapping.in.begin(), mapping.in.end(), [](Section const& section) {
        return section.channel == Channel::sms && section.reads_field(Field::our_message_id);
    });
}

Submitted::What what_of(SubmitResult const& result, ClientReply const& reply, Call const& call) {
    using What = Submitted::What;
    if (result.ok) return What::accepted;
    if (reply.status == too_many_requests) return What::slow_down;
    if (reply.status == unavailable && retry_after(reply).count() > 0) return What::slow_down;
    // Somebody between us and the provider gave up waiting: it may have been taken all the same.
    if (reply.status == gateway_timeout) return call.idempotent ? What::retry : What::unknown;
    return result.retryable || holds(passing, result.reason) ? What::retry : What::refused;
}

Submitted submitted_of(Outgoing const& message, SubmitResult const& result, SentBatch const& batch,
                       ClientReply const& reply) {
    Submitted out;
    out.parcel = message.parcel;
    out.segments = batch.segments;
    out.reason = result.reason;
    if (!result.ok && result.reason == "unknown" && reply.status == unauthorized)
        out.reason = "auth";
    auto judged = result;
    judged.reason = out.reason;
    out.what = what_of(judged, reply, batch.call);
    out.retry_after = retry_after(reply);
    if (auto const& code = result.sheet.at(Field::raw_code))
        out.raw_code = shown_code(*code);
    else if (!result.ok)
        out.raw_code = fmt::format("http {}", reply.status);
    if (!result.ok) return out;
    auto const& theirs = result.sheet.at(Field::provider_message_id);
    auto id = theirs && !batch.calls.by_our_id ? *theirs : std::string();
    if (id.empty() && batch.calls.by_our_id) id = our_id(message);
    if (id.empty() && theirs) id = *theirs;
    if (id.empty()) return out;
    out.ids.push_back(id);
    if (batch.calls.parts_are_told)
        for (std::size_t part = 2; part <= batch.segments; ++part)
            out.ids.push_back(part_id(id, part));
    return out;
}

/// The line of an answer that is about this number: by the number, else by its place.
SubmitResult const* line_of(std::vector<SubmitResult> const& lines, std::size_t at,
                            Outgoing const& message, std::size_t messages) {
    bool named = false;
    auto const number = message.to.full();
    for (auto const& line : lines) {
        auto const& phone = line.sheet.at(Field::phone);
        named = named || phone.has_value();
        if (phone && *phone == number) return &line;
    }
    return !named && lines.size() == messages ? &lines[at] : nullptr;
}

} // namespace

Result<SendCalls> SendCalls::of(Mapping const& mapping, std::string_view name) {
    SendCalls out;
    out.one = mapping.call(name);
    if (!out.one)
        return fail(Errc::invalid_config,
                    fmt::format("{} has no call `{}` in `out:`", mapping.provider, name));
    auto const* bulk = mapping.call(bulk_call);
    if (out.one->batch > 1)
        out.many = out.one;
    else if (bulk && bulk->batch > 1 && name == "sms_send")
        out.many = bulk;
    for (auto const& call : mapping.out)
        if (call.answer.event == EventKind::dlr && holds(call.needs, "provider_message_id"))
            out.poll = &call;
    out.parts_are_told = tells_parts(mapping);
    out.by_our_id = reads_our_id(mapping);
    return out;
}

bool goes_with(Outgoing const& first, Outgoing const& other) {
    auto const facts = [](Outgoing const& each) {
        return std::tie(each.text, each.sender, each.dlt.entity, each.dlt.header,
                        each.dlt.template_id, each.dlt.chain, each.dlt.variables,
                        each.wants_receipt);
    };
    return first.to != other.to && facts(first) == facts(other);
}

CallInputs inputs_of(std::span<Outgoing const> messages, std::string_view sender) {
    CallInputs out;
    auto const& first = messages.front();
    auto const give = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) out.texts.set(name, value);
    };
    give("text", first.text);
    give("sender", !first.sender.empty()       ? std::string_view(first.sender)
                   : !first.dlt.header.empty() ? std::string_view(first.dlt.header)
                                               : sender);
    give("entity_id", first.dlt.entity);
    give("template_id", first.dlt.template_id);
    give("chain", first.dlt.chain);
    give("our_message_id", our_id(first));
    give("receipt", first.wants_receipt ? "true" : "");
    if (!first.dlt.variables.empty()) {
        auto& named = out.lists.maps["variables"];
        auto& in_order = out.lists.lists["values"];
        for (auto const& [name, value] : first.dlt.variables) {
            named.set(name, value);
            in_order.push_back(value);
        }
    }
    if (messages.size() == 1) {
        give("to", first.to.full());
        return out;
    }
    for (auto const& each : messages) out.lists.lists["to"].push_back(each.to.full());
    return out;
}

std::string our_id(Outgoing const& message) { return std::to_string(message.parcel); }

std::string part_id(std::string const& id, std::size_t part) {
    return part <= 1 ? id : fmt::format("{}#{}", id, part);
}

std::string_view reason_without(std::string_view input) {
    for (auto const& [name, reason] : reasons)
        if (name == input) return reason;
    return "unknown";
}

std::vector<Submitted> read_submitted(SentBatch const& batch, RouteFacts const& route,
                                      ClientReply const& reply, TimePoint now) {
    auto const lines = read_answers(batch.call, route, reply, now);
    std::vector<Submitted> out;
    bool const one_for_all = !batch.call.answer.each || (lines.size() == 1 && !lines.front().ok);
    for (std::size_t i = 0; i < batch.messages.size(); ++i) {
        auto const& message = batch.messages[i];
        auto const* line =
            one_for_all ? &lines.front() : line_of(lines, i, message, batch.messages.size());
        if (line) {
            out.push_back(submitted_of(message, *line, batch, reply));
            continue;
        }
        Submitted nothing_said;
        nothing_said.parcel = message.parcel;
        nothing_said.what = Submitted::What::unknown;
        nothing_said.segments = batch.segments;
        nothing_said.reason = "unknown";
        out.push_back(std::move(nothing_said));
    }
    return out;
}

std::vector<Submitted> all_of(std::span<Outgoing const> messages, Submitted const& result) {
    std::vector<Submitted> out(messages.size(), result);
    for (std::size_t i = 0; i < messages.size(); ++i) out[i].parcel = messages[i].parcel;
    return out;
}

Millis retry_after(ClientReply const& reply) {
    auto const text = reply.header("Retry-After");
    std::int64_t seconds = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (ec != std::errc{} || end != text.data() + text.size() || seconds <= 0) return Millis(0);
    constexpr std::int64_t hour_s = 3600;
    return std::chrono::seconds(std::min(seconds, hour_s));
}

std::string shown_code(std::string_view code) {
    std::string out(code.substr(0, code_chars_max));
    std::erase_if(out, [](char c) { return c < ' ' || c > '~'; });
    return out;
}

} // namespace haatline::gateway
