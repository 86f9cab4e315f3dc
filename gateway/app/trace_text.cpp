#include "gateway/app/trace_text.hpp"

#include "gateway/app/moment.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <array>

namespace haatline::gateway {
namespace {

using storage::LedgerAct;
using storage::TracedMessage;
using storage::TraceLine;

// TCCCPR as amended on 12 Feb 2025: a complaint counts within seven days of the message, and is acted upon
// within five (reference/telecom-india.md §2).
constexpr auto kComplaintWindow = std::chrono::days(7);
constexpr auto kActWithin = std::chrono::days(5);
constexpr std::array<std::string_view, storage::outbox::classes> kClasses{"caller", "service",
                                                                          "bulk"};

std::string number_of(TracedMessage const& message, Reveal reveal) {
    if (message.phone.number() == 0) return "a number that is erased";
    return reveal == Reveal::yes ? message.phone.full() : message.phone.masked();
}

std::string_view class_of(TracedMessage const& message) {
    auto const at = static_cast<std::size_t>(message.cls);
    return at < kClasses.size() ? kClasses[at] : "unknown";
}

/// Of the whole message: what the provider billed last stands.
struct Bill {
    std::uint32_t segments = 0, paise = 0;
};
Bill bill_of(TracedMessage const& message) {
    Bill out;
    for (auto const& line : message.life)
        if (line.segments != 0) out = {line.segments, line.paise};
    return out;
}

TraceLine const* with_terms(TracedMessage const& message) {
    for (auto it = message.life.rbegin(); it != message.life.rend(); ++it)
        if (!it->template_id.empty() || !it->header.empty()) return &*it;
    return nullptr;
}

std::string joined(std::initializer_list<std::string> parts, std::string_view between) {
    std::string out;
    for (auto const& part : parts) {
        if (part.empty()) continue;
        if (!out.empty()) out += between;
        out += part;
    }
    return out;
}
std::string named(std::string_view name, std::string_view value) {
    return value.empty() ? std::string() : fmt::format("{} {}", name, value);
}

std::string consent_of(TracedMessage const& message) {
    if (message.purpose.empty())
        return message.cls == storage::outbox::Class::caller
                   ? "none needed: an answer to her own message"
                   : "none named by who sent it";
    if (!message.consent) return message.purpose + ": NONE STOOD when this was queued";
    auto const& proof = *message.consent;
    auto out =
        fmt::format("{} ({}): given {} on {} in {} by the notice {}", proof.purpose, proof.basis,
                    in_india(proof.given), proof.channel, proof.lang, proof.notice);
    if (proof.withdrawn == TimePoint{}) return out + "; it stands";
    return out + fmt::format("; withdrawn {}{}", in_india(proof.withdrawn),
                             proof.withdrawn <= message.began() ? ", BEFORE this message" : "");
}

std::string stop_of(TracedMessage const& message) {
    if (message.stopped != TimePoint{})
        return fmt::format("STOP STOOD since {} when this was queued", in_india(message.stopped));
    if (message.stopped_now != TimePoint{})
        return fmt::format("none stood then; she said STOP {}", in_india(message.stopped_now));
    return "";
}

std::string act_of(TraceLine const& line) {
    bool const told = line.act == LedgerAct::receipt || line.act == LedgerAct::given_up;
    return joined({std::string(name_of(line.act)), told ? std::string(name_of(line.state)) : "",
                   named("on", line.route), named("as", line.ids), line.reason,
                   named("code", line.raw_code)},
                  " ");
}

std::string window_of(TracedMessage const& message, TimePoint now) {
    auto const until = message.began() + kComplaintWindow;
    if (now > until) return fmt::format("closed {} (7 days after the message)", in_india(until));
    return fmt::format("open until {}; act within {} days of the complaint", in_india(until),
                       kActWithin.count());
}

void page_of(std::string& out, TracedMessage const& message, TimePoint now, Reveal reveal) {
    auto const line = [&](std::string_view name, std::string const& value) {
        if (!value.empty()) out += fmt::format("  {:<10} {}\n", name, value);
    };
    out += message.from_her()
               ? fmt::format("message from {}\n", number_of(message, reveal))
               : fmt::format("message {} to {}\n", message.parcel, number_of(message, reveal));
    line("member", message.person == 0 ? "" : std::to_string(message.person));
    line("kind", joined({message.from_her() ? "" : std::string(class_of(message)), message.category,
                         message.language},
                        ", "));
    line("caused by", joined({message.campaign ? fmt::format("campaign {}", message.campaign) : "",
                              message.campaign ? "" : message.caused_by},
                             ""));
    if (auto const* terms = with_terms(message))
        line("template",
             joined({joined({terms->template_id,
                             terms->version.empty() ? "" : "version " + terms->version},
                            " "),
                     named("header", terms->header), named("entity", terms->entity),
                     named("chain", terms->chain), named("variables", terms->variables)},
                    ", "));
    if (!message.from_her()) line("consent", consent_of(message));
    line("stop", stop_of(message));
    if (auto const bill = bill_of(message); bill.segments != 0)
        line("price", fmt::format("{} paise, {} segment{}", bill.paise, bill.segments,
                                  bill.segments == 1 ? "" : "s"));
    for (auto const& each : message.life)
        out += fmt::format("  {}  {}  {}\n", in_india(each.at), in_utc(each.at), act_of(each));
    if (!message.from_her()) line("complaint", window_of(message, now));
}

boost::json::object life_json(TraceLine const& line) {
    boost::json::object out;
    auto const text = [&](char const* name, std::string const& value) {
        if (!value.empty()) out[name] = value;
    };
    out["row"] = line.seq;
    out["at"] = in_utc(line.at);
    out["at_india"] = in_india(line.at);
    out["act"] = name_of(line.act);
    out["state"] = name_of(line.state);
    text("route", line.route);
    text("ids", line.ids);
    if (line.segments != 0) {
        out["segments"] = line.segments;
        out["paise"] = line.paise;
    }
    text("reason", line.reason);
    text("raw_code", line.raw_code);
    text("entity", line.entity);
    text("header", line.header);
    text("template", line.template_id);
    text("template_version", line.version);
    text("chain", line.chain);
    text("variables", line.variables);
    return out;
}

boost::json::object consent_json(storage::ConsentProof const& proof) {
    boost::json::object out{{"purpose", proof.purpose}, {"basis", proof.basis},
                            {"notice", proof.notice},   {"language", proof.lang},
                            {"channel", proof.channel}, {"given_at", in_utc(proof.given)}};
    if (proof.withdrawn != TimePoint{}) out["withdrawn_at"] = in_utc(proof.withdrawn);
    return out;
}

} // namespace

std::string trace_page(storage::Traced const& traced, TimePoint now, Reveal reveal) {
    std::string out;
    for (auto const& message : traced.messages) {
        if (!out.empty()) out += '\n';
        page_of(out, message, now, reveal);
    }
    if (traced.left_out != 0)
        out += fmt::format("\n{} older ones are left out: --most, --since and --until choose\n",
                           traced.left_out);
    return out;
}

std::string trace_json(storage::Traced const& traced, TimePoint now, Reveal reveal) {
    std::string out;
    for (auto const& message : traced.messages) {
        boost::json::object one;
        auto const text = [&](char const* name, std::string const& value) {
            if (!value.empty()) one[name] = value;
        };
        one["from_her"] = message.from_her();
        if (!message.from_her()) one["message"] = message.parcel;
        if (message.phone.number() != 0) text("number", number_of(message, reveal));
        one["erased"] = message.phone.number() == 0;
        if (message.person != 0) one["member"] = message.person;
        if (message.campaign != 0) one["campaign"] = message.campaign;
        if (!message.from_her()) one["class"] = class_of(message);
        text("category", message.category);
        text("language", message.language);
        text("caused_by", message.caused_by);
        text("purpose", message.purpose);
        if (message.consent) one["consent"] = consent_json(*message.consent);
        if (message.stopped != TimePoint{}) one["stop_stood_since"] = in_utc(message.stopped);
        if (message.stopped_now != TimePoint{})
            one["stop_stands_since"] = in_utc(message.stopped_now);
        one["complaint_until"] = in_utc(message.began() + kComplaintWindow);
        one["complaint_open"] = now <= message.began() + kComplaintWindow;
        boost::json::array life;
        for (auto const& line : message.life) life.push_back(life_json(line));
        one["life"] = std::move(life);
        out += boost::json::serialize(one) + '\n';
    }
    return out;
}

} // namespace haatline::gateway
