#include "cluster/dlt/sending.hpp"

#include "cluster/dlt/hours.hpp"
#include "cluster/dlt/links.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::dlt {
namespace {

struct Asked {
    Registry const& registry;
    Rules const& rules;
    Match const& match;
    Category category;
    Sender const& sender;
    Recipient const& to;
    TimePoint now;
};
using Told = std::optional<Refusal>;

Told entity(Asked const& a) {
    auto const* known = a.registry.entity(a.sender.entity);
    if (known && known->active) return {};
    return Refusal{Reason::entity,
                   known ? "the entity is not active in the register: ask its DLT operator why"
                   : a.sender.entity.empty()
                       ? "no entity id is set: [dlt] entity in the configuration"
                       : "the entity id is in no import: check [dlt] entity, or import the entity"};
}

Told header(Asked const& a) {
    auto const* known = a.registry.header(a.sender.header);
    if (!known)
        return Refusal{
            Reason::header,
            fmt::format("header {} is not in the register: import the headers' export, or "
                        "send under one that is (haatline dlt list --kind headers)",
                        a.sender.header.empty() ? "(none set)" : a.sender.header)};
    if (!known->active)
        return Refusal{
            Reason::header,
            fmt::format("header {} is suspended: re-activate it at its DLT operator, then "
                        "import the export again",
                        known->text)};
    if (facts(a.category).exempt && !known->exempt)
        return Refusal{
            Reason::header,
            fmt::format("header {} is not exempted by TRAI: government messages need one "
                        "that is; send it as service_implicit until then",
                        known->text)};
    if (!same_category(known->category, a.category, a.rules) &&
        facts(known->category).suffix != facts(a.category).suffix && !known->exempt)
        return Refusal{Reason::header,
                       fmt::format("header {} is registered for {}, the message is {}: use another "
                                   "header",
                                   known->text, name(known->category), name(a.category))};
    auto const& headers = a.match.of->headers;
    if (!headers.empty() && std::find(headers.begin(), headers.end(), known->text) == headers.end())
        return Refusal{
            Reason::header,
            fmt::format("template {} may not be sent under header {}: link the two at the "
                        "DLT operator",
                        a.match.of->id, known->text)};
    return {};
}

Told chain(Asked const& a) {
    if (!a.rules.chain) return {};
    auto const* known = a.registry.chain(a.sender.entity);
    if (known && !known->telemarketers.empty()) return {};
    return Refusal{Reason::chain,
                   "the chain of telemarketers is not known: set [dlt] chain, or import "
                   "it, as it is declared at the DLT operator"};
}

Told targets(Asked const& a) {
    for (auto const& target : targets_in(a.match, a.rules))
        if (!a.registry.allows(target.kind, target.value))
            return Refusal{
                Reason::url,
                target.kind == AllowedTarget::Kind::url
                    ? "a link in the text is not on the white list: register it at the DLT "
                      "operator and import the list, or leave it out"
                    : "a telephone number in the text is not on the white list of call-back "
                      "numbers: give our own registered number, and ring through"};
    return {};
}

Told preference(Asked const& a) {
    if (a.to.stopped && !a.to.asked)
        return Refusal{Reason::preference,
                       "she turned our messages off: nothing but answers goes to her"};
    if (!facts(a.category).scrubbed || a.to.agreed) return {};
    auto const blocked = a.registry.blocked(a.to.phone);
    bool const ours = a.sender.content == 0 || a.sender.content > 15
                          ? blocked != 0
                          : (blocked >> a.sender.content & 1U) != 0;
    if (!ours) return {};
    return Refusal{Reason::preference,
                   "she stands in the preference register, and gave us no consent"};
}

Told consent(Asked const& a) {
    if (!facts(a.category).consent || a.to.agreed) return {};
    return Refusal{Reason::consent, "no consent of hers for this purpose is on record"};
}

Told time_band(Asked const& a) {
    auto const& hours = a.rules.hours[static_cast<std::size_t>(a.category)];
    auto const next = a.to.asked ? std::nullopt : wait_for(hours, a.rules.zone, a.now);
    if (!next) return {};
    return Refusal{Reason::time_band,
                   fmt::format("{} messages go out from {:02}:{:02} to {:02}:{:02} only: it waits",
                               name(a.category), hours.from_minute / 60, hours.from_minute % 60,
                               hours.to_minute / 60, hours.to_minute % 60),
                   {},
                   next};
}

constexpr std::array kQuestions{&entity,     &header,  &chain,    &targets,
                                &preference, &consent, &time_band};

} // namespace

std::optional<Refusal> may_send(Registry const& registry, Rules const& rules, Match const& match,
                                Category category, Sender const& sender, Recipient const& to,
                                TimePoint now) {
    Asked const asked{registry, rules, match, category, sender, to, now};
    for (auto const question : kQuestions)
        if (auto refusal = question(asked)) return refusal;
    return {};
}

} // namespace haatline::dlt
