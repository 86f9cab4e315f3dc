#include "gateway/app/sms_desk.hpp"

#include "base/limits.hpp"
#include "gateway/channels/ussd/reading.hpp"
#include "locales/text/clean.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

/// A message says all of itself: there is nothing to read, to reply or to remember.
class Messages final : public UssdProvider {
  public:
    std::string_view name() const override { return "sms"; }
    Result<Callback> read(RawRequest const&, std::span<std::string const>,
                          Listening const&) const override {
        return fail(Errc::unsupported, "messages come in by their carriers");
    }
    Meaning meaning(Callback const& callback, LiveDialogue const&) const override {
        return {Meaning::Kind::answer, callback.text};
    }
    RawReply reply(UssdReply const&, Echo const&) const override { return {}; }
    RawReply hung_up(bool, Echo const&) const override { return {}; }
    RawReply refuse(Error const&) const override { return {}; }
};

/// Two gates of a shared code: a state's word, then a department's.
constexpr int prefixes_most = 2;

} // namespace

SmsDesk::SmsDesk(SmsDeskOptions options, World& world, Metrics& metrics, TurnTaker take)
    : options_(std::move(options)), world_(world), metrics_(metrics), take_(std::move(take)),
      replies_(options_.replies) {
    for (auto const& prefix : options_.prefixes) prefixes_.push_back(text::match_key(prefix));
    route_.id = metrics_.routes.size();
    route_.config.name = "(sms)"; // no configured route can be called so
    route_.config.budget = options_.budget;
    route_.config.ucs2 = true;
    route_.provider = std::make_shared<Messages>();
    metrics_.routes.emplace_back().name = "sms";
}

bool SmsDesk::ours(Msisdn const& from) const {
    auto const digits = std::to_string(from.number());
    return std::any_of(options_.own_numbers.begin(), options_.own_numbers.end(),
                       [&](std::string const& own) {
                           return own == digits || (own.size() == 10 && digits.ends_with(own));
                       });
}

std::string SmsDesk::without_prefix(std::string_view text) const {
    for (int dropped = 0; dropped < prefixes_most; ++dropped) {
        auto const end = std::min(text.find(' '), text.size());
        if (std::find(prefixes_.begin(), prefixes_.end(), text::match_key(text.substr(0, end))) ==
            prefixes_.end())
            break;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return std::string(text);
}

void SmsDesk::silent(Silence why) { ++metrics_.sms_silent[static_cast<std::size_t>(why)]; }

void SmsDesk::take(SmsIn message, std::function<void(bool stored)> stored) {
    auto const leave = [&](Silence why) {
        silent(why);
        stored(true);
    };
    if (message.from.number() == 0) return leave(Silence::short_code);
    if (ours(message.from)) return leave(Silence::own_number);
    auto const cleaned = text::clean_input(message.text, limits::input_bytes);
    if (!message.odd.empty() || !cleaned) return leave(Silence::unreadable);

    Turn turn;
    turn.route = &route_;
    turn.provider = route_.provider;
    turn.callback.phone = message.from;
    turn.callback.session = std::to_string(message.from.number());
    turn.callback.text = without_prefix(*cleaned);
    bool const named = !message.identity.empty();
    turn.callback.identity = named ? message.route + "|" + message.identity : "text|" + *cleaned;
    // Who answers "1" twice means it twice; a whole command twice within a minute is a finger's slip.
    bool const command = turn.callback.text.find(' ') != std::string::npos;
    turn.callback.retry = named && (!message.by_content || message.maybe_again) ? RetryRule::exact
                          : !named && command ? RetryRule::within_a_minute
                                              : RetryRule::while_unanswered;
    turn.message = std::make_shared<MessageTurn>();
    turn.message->hand_to = std::move(message.hand_to);
    turn.message->guard = &replies_;
    turn.done = [stored = std::move(stored)](TurnReply const& reply) { stored(reply.taken); };
    take_(std::move(turn));
}

} // namespace haatline::gateway
