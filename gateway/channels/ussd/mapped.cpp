#include "gateway/channels/ussd/mapped.hpp"

#include "gateway/channels/route_facts.hpp"
#include "gateway/channels/sms/sms_heard.hpp"
#include "gateway/channels/ussd/reading.hpp"
#include "gateway/mapping/answer.hpp"
#include "gateway/mapping/events.hpp"
#include "gateway/mapping/presets.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace haatline::gateway {
namespace {
using namespace mapping;

/// What a reply will see of its request, and of what came before it.
struct Remembered {
    Sheet sheet;
    Values stored;
};

SessionState state_of(Callback const& callback, LiveDialogue const& live,
                      std::chrono::milliseconds ttl) {
    if (callback.session != live.session)
        return live.overtaken ? session_overtaken : session_unseen;
    bool const over = live.ended || (callback.without_id && live.idle > ttl);
    return over ? session_ended : session_open;
}

class Mapped final : public UssdProvider {
  public:
    Mapped(std::shared_ptr<Mapping const> mapping, ProviderOptions const& options)
        : mapping_(std::move(mapping)), route_(route_facts(*mapping_, options)),
          session_ttl_(options.session_ttl), answer_gap_(options.answer_gap),
          accept_get_(options.accept_get) {
        reports_ = route_;
        if (auto const at = reports_.url.rfind("/in/"); at != std::string::npos)
            reports_.url.replace(at, 4, "/dlr/");
        cumulative_ =
            std::any_of(mapping_->in.begin(), mapping_->in.end(), [](Section const& each) {
                return each.dialogue.answers != Dialogue::Answers::single;
            });
    }

    std::string_view name() const override { return mapping_->provider; }
    bool cumulative() const override { return cumulative_; }

    Result<Callback> read(RawRequest const& request, std::span<std::string const> rest,
                          Listening const& listening) const override;
    Meaning meaning(Callback const& callback, LiveDialogue const& live) const override;
    RawReply reply(UssdReply const& screen, Echo const& echo) const override;
    RawReply hung_up(bool known, Echo const& echo) const override;
    RawReply refuse(Error const& error) const override;
    RawReply refuse_messages(Error const& error, Echo const& echo) const override {
        return mapping::refuse(*mapping_, &section(echo), error, route_, {});
    }
    bool answers_later(Echo const& echo) const override { return section(echo).later.has_value(); }
    RawReply acknowledge(Echo const& echo) const override {
        // A question whether a dialogue lives is answered as the notice of its end would be.
        auto const* name = section(echo).reply("ack") ? "ack" : echo.known ? "known" : "unknown";
        return answer(name, {}, echo);
    }
    Result<ClientRequest> later(UssdReply const& screen, Echo const& echo,
                                TimePoint now) const override;

  private:
    Result<Section const*> report_section(RequestView& view, std::span<std::string const> rest,
                                          Ear const& ear) const;
    Result<Callback> messages(Section const& section, RequestView const& view,
                              Ear const& ear) const;
    Result<Callback> nothing_to_us(Section const& section, RequestView const& view,
                                   Ear const& ear) const;
    Section const& section(Echo const& echo) const { return mapping_->in[echo.section]; }
    void fill(Callback& out, mapping::Heard& heard, Values const* stored) const;
    Scope scope(Echo const& echo, std::span<Given const> given) const;
    RawReply answer(std::string_view name, std::span<Given const> given, Echo const& echo) const;

    std::shared_ptr<Mapping const> mapping_;
    RouteFacts route_;
    RouteFacts reports_; ///< the same at /dlr/…: what a signature there is over
    std::chrono::milliseconds session_ttl_, answer_gap_;
    bool accept_get_;
    bool cumulative_ = false;
};

Result<Callback> Mapped::read(RawRequest const& request, std::span<std::string const> rest,
                              Listening const& listening) const {
    Ear const ear{listening.at_dlr ? reports_ : route_, listening.recall, listening.now,
                  accept_get_, listening.trusted_proxies};
    RequestView view(request);
    auto const section = listening.at_dlr ? report_section(view, rest, ear)
                                          : choose_section(*mapping_, view, rest, ear);
    auto const section_name = section ? std::string_view((*section)->name) : std::string_view();
    // Before anything is said of the request: a stranger learns nothing about fields.
    auto admitted = admits(*mapping_, view, section_name, ear);
    if (!admitted) return fail(admitted.error());
    if (!section) return fail(section.error());
    if ((*section)->channel == Channel::sms) return messages(**section, view, ear);
    if ((*section)->channel != Channel::ussd) return nothing_to_us(**section, view, ear);
    mapping::Heard heard;
    if (auto done = hear_one(**section, view, ear, heard); !done) return fail(done.error());
    Values const* stored = nullptr;
    if ((*section)->recalls && listening.recall) stored = listening.recall(heard.key);
    Result<Callback> out(tl::in_place);
    fill(*out, heard, stored);
    for (auto const& once : admitted->once) out->once += once + ' ';
    // What is signed with something used once is the same request whenever it comes: it gets the reply it got, also
    // after a restart that forgot the signature, and moves nothing.
    if (!out->once.empty()) out->retry = RetryRule::exact;
    return out;
}

/// A section whose path is /dlr, or one of the same path as here: `/dlr/ROUTE/TOKEN` is another name for both.
Result<Section const*> Mapped::report_section(RequestView& view, std::span<std::string const> rest,
                                              Ear const& ear) const {
    std::vector<std::string> below{"dlr"};
    below.insert(below.end(), rest.begin(), rest.end());
    auto out = choose_section(*mapping_, view, below, ear);
    if (!out) out = choose_section(*mapping_, view, rest, ear);
    if (out && (*out)->channel != Channel::sms)
        return fail(Errc::bad_request, "reports on messages come here, and nothing else");
    return out;
}

Result<Callback> Mapped::messages(Section const& section, RequestView const& view,
                                  Ear const& ear) const {
    std::vector<mapping::Heard> events;
    auto heard = hear_sms(section, view, ear, events);
    Result<Callback> out(tl::in_place);
    if (!heard) {
        out->kind = Callback::Kind::messages;
        out->echo.section = static_cast<std::uint16_t>(&section - mapping_->in.data());
        out->fault = std::move(heard.error());
        return out;
    }
    bool const nothing = heard->receipts.empty() && heard->messages.empty();
    out->kind = nothing ? Callback::Kind::notice : Callback::Kind::messages;
    out->echo.section = static_cast<std::uint16_t>(&section - mapping_->in.data());
    for (auto const& each : events)
        out->unknown_fields += static_cast<std::uint32_t>(each.unknown_fields);
    if (section.replies_see_request && !events.empty())
        out->echo.request = std::make_shared<Remembered>(Remembered{events.front().sheet, {}});
    out->sms = std::make_shared<SmsHeard>(std::move(*heard));
    return out;
}

/// Calls: not taken rather than taken and lost, since who asks again later finds somebody who
/// answers. Only what the mapping ignores is told that it came, or it would come for ever.
Result<Callback> Mapped::nothing_to_us(Section const& section, RequestView const& view,
                                       Ear const& ear) const {
    auto const all = hear(section, view, ear);
    // What a call's first request said is not remembered yet, so its later ones cannot be judged.
    if (!all && !section.recalls) return fail(all.error());
    bool const ignored =
        all && std::all_of(all->begin(), all->end(), [](mapping::Heard const& heard) {
            return heard.event(session_unseen).value_or(EventKind::ignore) == EventKind::ignore;
        });
    if (!ignored) return fail(Errc::unavailable, "calls of this provider are not answered yet");
    Result<Callback> out(tl::in_place);
    out->kind = Callback::Kind::notice;
    out->echo.section = static_cast<std::uint16_t>(&section - mapping_->in.data());
    for (auto const& heard : *all)
        out->unknown_fields += static_cast<std::uint32_t>(heard.unknown_fields);
    if (section.replies_see_request && !all->empty())
        out->echo.request = std::make_shared<Remembered>(Remembered{all->front().sheet, {}});
    return out;
}

void Mapped::fill(Callback& out, mapping::Heard& heard, Values const* stored) const {
    auto const& section = *heard.section;
    auto const certain = heard.event_in_any_state();
    if (certain && ends_dialogue(*certain))
        out.kind = Callback::Kind::hangup;
    else if (certain && (*certain == EventKind::push || *certain == EventKind::status))
        out.kind = Callback::Kind::notice;
    auto& sheet = heard.sheet;
    if (auto const& phone = sheet.at(Field::phone)) { // "+91…", as the filter left it
        std::uint64_t number = 0;
        std::from_chars(phone->data() + 1, phone->data() + phone->size(), number);
        out.phone = Msisdn::from_number(number);
    }
    out.echo.known = stored != nullptr;
    if (section.recalls) {
        Scope scope;
        scope.sheet = &sheet;
        scope.keep_names = &section.keep_names;
        if (stored) out.stores = *stored;
        for (auto const& name : section.stores)
            if (auto const found = scope.find({Place::variable, name}); found.text)
                out.stores.set(name, *found.text);
    }
    out.echo.section = static_cast<std::uint16_t>(heard.section - mapping_->in.data());
    if (section.replies_see_request || section.later)
        out.echo.request =
            std::make_shared<Remembered>(Remembered{sheet, stored ? *stored : Values()});
    out.session = std::move(heard.key);
    out.without_id = section.dialogue.key.has_value() && !sheet.at(Field::session);
    out.identity = std::move(heard.identity);
    out.retry = section.retry.always ? RetryRule::exact : RetryRule::while_unanswered;
    out.rules = heard.rules;
    out.unknown_fields = static_cast<std::uint32_t>(heard.unknown_fields);
    if (auto& reason = sheet.at(Field::raw_code)) out.reason = bounded_input(*reason);
    if (out.kind == Callback::Kind::turn) {
        out.text = std::move(sheet.at(Field::text)).value_or(std::string());
        // The dialled code stands before the answers and a hash behind them: neither is an answer.
        if (section.dialogue.answers == Dialogue::Answers::cumulative_behind_code)
            out.text = bare_code(out.text);
    }
}

Meaning Mapped::meaning(Callback const& callback, LiveDialogue const& live) const {
    auto const& section = this->section(callback.echo);
    auto const state = state_of(callback, live, session_ttl_);
    Meaning out{Meaning::Kind::late, {}};
    mapping::Heard heard;
    heard.section = &section;
    heard.rules = callback.rules;
    auto const event = heard.event(state);
    auto const answers = section.dialogue.answers;
    if (event == EventKind::begin) {
        out.kind = Meaning::Kind::dial;
        auto const dial = answers == Dialogue::Answers::cumulative_behind_code
                              ? Dial::bare_code
                              : section.dialogue.dial;
        is_dialled(callback.text, dial, route_.bare_code, out.input);
        return out;
    }
    if (event != EventKind::go_on || state != session_open) return out;
    if (answers == Dialogue::Answers::single) {
        bool const long_ago =
            callback.without_id && section.dialogue.ask_again && live.idle > answer_gap_;
        return {long_ago ? Meaning::Kind::again : Meaning::Kind::answer,
                bounded_input(callback.text)};
    }
    auto const answer = answer_after(live.text, callback.text);
    if (!answer) return out;
    return {Meaning::Kind::answer, bounded_input(*answer)};
}

Scope Mapped::scope(Echo const& echo, std::span<Given const> given) const {
    Scope out;
    out.route = &route_;
    out.given = given;
    out.keep_names = &section(echo).keep_names;
    if (auto const* remembered = static_cast<Remembered const*>(echo.request.get())) {
        out.sheet = &remembered->sheet;
        out.stored = &remembered->stored;
    }
    return out;
}

RawReply Mapped::answer(std::string_view reply_name, std::span<Given const> given,
                        Echo const& echo) const {
    auto reply = make_reply(section(echo), reply_name, scope(echo, given));
    if (reply) return std::move(*reply);
    // A screen that cannot be written for a provider is our fault; its self-test would have shown it.
    RawReply out;
    out.status = reply.error().about().http_status;
    return out;
}

RawReply Mapped::reply(UssdReply const& screen, Echo const& echo) const {
    std::array<Given, 1> const given{Given{"text", screen.text}};
    return answer(screen.ended ? "end" : "continue", given, echo);
}

RawReply Mapped::hung_up(bool known, Echo const& echo) const {
    return answer(known ? "known" : "unknown", {}, echo);
}

RawReply Mapped::refuse(Error const& error) const {
    if (error.code == Errc::unavailable) {
        // Some providers' refusals travel with HTTP 200: a message nobody took must not look delivered.
        RawReply out;
        out.status = error.about().http_status;
        return out;
    }
    return mapping::refuse(*mapping_, nullptr, error, route_, {});
}

Result<ClientRequest> Mapped::later(UssdReply const& screen, Echo const& echo,
                                    TimePoint now) const {
    auto const* call = mapping_->call(*section(echo).later);
    auto const* remembered = static_cast<Remembered const*>(echo.request.get());
    CallInputs inputs;
    inputs.texts.set("text", screen.text);
    inputs.texts.set("action", screen.ended ? "end" : "continue");
    inputs.texts.set("ended", screen.ended ? "true" : "false");
    inputs.keep_names = &section(echo).keep_names;
    if (remembered) {
        inputs.sheet = &remembered->sheet;
        inputs.stored = &remembered->stored;
    }
    return make_request(*call, route_, inputs, now);
}

} // namespace

std::unique_ptr<UssdProvider> make_mapped(std::shared_ptr<Mapping const> mapping,
                                          ProviderOptions const& options) {
    return std::make_unique<Mapped>(std::move(mapping), options);
}

std::unique_ptr<UssdProvider> make_provider(std::string_view name, ProviderOptions const& options) {
    auto const preset = preset_named(name);
    if (!preset) return nullptr;
    std::vector<Problem> problems;
    auto mapping = load_mapping(preset->content, std::string(preset->path), problems, false);
    if (!mapping || !mapping->hears(Channel::ussd)) return nullptr;
    return make_mapped(std::move(mapping), options);
}

std::vector<std::string_view> provider_names() {
    static auto const names = [] {
        std::vector<std::string_view> out;
        for (auto const& preset : presets()) {
            std::vector<Problem> problems;
            auto const mapping =
                load_mapping(preset.content, std::string(preset.path), problems, false);
            if (mapping && mapping->hears(Channel::ussd)) out.push_back(provider_of(preset));
        }
        return out;
    }();
    return names;
}

} // namespace haatline::gateway
