#include "gateway/outbox/message_maker.hpp"

#include "gateway/app/sms_text.hpp"
#include "locales/text/letters.hpp"
#include "menus/draw.hpp"

#include <array>

namespace haatline::gateway {
namespace {

bool does_not_fit(Judgement const& judged) {
    auto const* no = std::get_if<MayNot>(&judged);
    return no && no->reason == "variable";
}

/// Our own tidings name people and what they make; what another program hands in is data.
constexpr std::string_view our_tidings = "note.";
constexpr std::array<std::string_view, 2> names{"name", "prod"};

/// Its names as a typed variable takes them: no signs.
storage::outbox::Parcel plain(storage::outbox::Parcel parcel) {
    for (auto const name : names)
        if (parcel.with.has(name))
            parcel.with.set(name, text::without_signs(parcel.with.get(name)));
    return parcel;
}

} // namespace

Making MessageMaker::operator()(storage::outbox::Parcel const& parcel, Carrier const& carrier,
                                TimePoint now) const {
    auto const& words = program_().words;
    std::string const language(
        menus::read_language(words, parcel.language, carrier.writes(parcel.language)));
    Made made;
    auto& message = made.message;
    // An alert's text was read with the parcel, in the reader's language or the one it falls back to.
    if (parcel.campaign != 0 && parcel.text.empty() && parcel.words.empty())
        return MayNot{"template",
                      "the alert has no text in the reader's language, and falls back to none"};
    if (!parcel.words.empty()) {
        message.text = sms_text(program_(), parcel, language);
    } else {
        message.text = parcel.text;
    }
    if (message.text.empty()) return MayNot{"unknown", "its words were erased with their reader"};
    message.parcel = parcel.id;
    message.to = parcel.to;
    message.valid_until = parcel.valid_until;
    message.cls = static_cast<std::uint8_t>(parcel.cls);
    if (!judge) return made;
    auto judged = judge(parcel, message.text, language, carrier, now);
    // Many a name has its dots and ampersands ("Asha Foods Pvt. Ltd."): rather without them than not at all.
    if (does_not_fit(judged) && parcel.words.starts_with(our_tidings)) {
        auto text = sms_text(program_(), plain(parcel), language);
        if (text != message.text) {
            message.text = std::move(text);
            judged = judge(parcel, message.text, language, carrier, now);
        }
    }
    if (auto* no = std::get_if<MayNot>(&judged)) return std::move(*no);
    if (auto* later = std::get_if<NotNow>(&judged)) return std::move(*later);
    auto& found = std::get<Registered>(judged);
    made.facts = {found.facts.entity,       found.facts.header, found.facts.template_id,
                  std::move(found.version), found.facts.chain,  std::move(found.variables)};
    if (!found.text.empty()) message.text = std::move(found.text);
    message.sender = found.facts.header;
    message.dlt = std::move(found.facts);
    return made;
}

} // namespace haatline::gateway
