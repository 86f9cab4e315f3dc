#include "simulators/handset/carrier_mapped.hpp"

#include "gateway/mapping/player.hpp"
#include "gateway/mapping/presets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>

namespace haatline::simulators {
namespace {

namespace mapping = gateway::mapping;

/// A provider as its mapping plays it. Numbers alone as ids: every provider's format can carry them.
class Mapped final : public Carrier {
  public:
    Mapped(std::shared_ptr<mapping::Mapping const> of, Line line, World& world)
        : mapping_(std::move(of)), line_(std::move(line)), world_(world),
          facts_(facts_of(*mapping_, line_)), transaction_(fresh()) {}

    Result<CarrierRequest> dial(std::string_view dialled) override {
        session_ = std::to_string(fresh());
        auto player = mapping::Player::make(*mapping_, facts_, {line_.from.full(), session_});
        if (!player) return fail(player.error());
        player_.emplace(std::move(*player));
        return placed(player_->begin(dialled, next(), world_.clock.now()));
    }

    Result<CarrierRequest> answer(std::string_view text) override {
        return placed(player_->answer(text, next(), world_.clock.now()));
    }

    std::optional<CarrierRequest> hang_up() override {
        if (!player_) return std::nullopt;
        auto notice = player_->abort(next(), world_.clock.now());
        if (!notice || !*notice) return std::nullopt;
        return *placed(std::move(*notice));
    }

    Result<Heard> read(gateway::ClientReply const& reply) const override {
        if (reply.status == 403 || reply.status == 413 || reply.status >= 500)
            return refused(reply);
        auto shown = player_->hear(reply);
        if (!shown)
            return fail(Errc::invalid_data,
                        fmt::format("{} (the gateway answered {}: {})", shown.error().detail,
                                    reply.status, reply.body));
        return Heard{std::move(shown->text), shown->ended};
    }

    std::string session() const override { return session_; }
    bool answers_later() const override { return player_ && player_->asynchronous(); }
    std::vector<std::string> marks() const override {
        return {session_, std::to_string(transaction_), line_.from.full().substr(1)};
    }

  private:
    std::uint64_t fresh() const { return fresh_number(world_); }
    std::string next() { return std::to_string(++transaction_); }

    Result<CarrierRequest> placed(Result<gateway::ClientRequest> request) const {
        if (request) request->path = simulators::placed(*mapping_, line_, request->path);
        return request;
    }

    std::shared_ptr<mapping::Mapping const> mapping_;
    Line line_;
    World& world_;
    mapping::RouteFacts facts_;
    std::optional<mapping::Player> player_;
    std::string session_;
    std::uint64_t transaction_;
};

} // namespace

mapping::RouteFacts facts_of(mapping::Mapping const& of, Line const& line) {
    mapping::RouteFacts out;
    out.code = line.code;
    for (char const c : line.code)
        if (c != '#') out.bare_code += c;
    if (out.bare_code.starts_with('*')) out.bare_code.erase(0, 1);
    out.settings = of.settings;
    out.settings.merge(line.settings);
    out.secrets = line.secrets;
    out.url = line.url;
    return out;
}

std::string placed(mapping::Mapping const& of, Line const& line, std::string_view path) {
    bool const root = path == "/" || path.starts_with("/?");
    return fmt::format("/in/{}/{}{}", line.route.empty() ? of.provider : line.route, line.token,
                       path.substr(root ? 1 : 0));
}

std::uint64_t fresh_number(World& world) {
    return 100'000'000'000'000 + world.random.next() % 900'000'000'000'000;
}

Result<void> plays_ussd(mapping::Mapping const& of) {
    bool const plays = std::any_of(of.in.begin(), of.in.end(), [](mapping::Section const& section) {
        return section.channel == mapping::Channel::ussd && section.play("begin");
    });
    if (plays) return {};
    return fail(Errc::unsupported,
                fmt::format("{} says nothing of how a USSD dialogue is played", of.provider));
}

Result<std::shared_ptr<mapping::Mapping const>> preset_of(std::string_view provider) {
    auto const preset = mapping::preset_named(provider);
    if (!preset) return fail(Errc::not_found, fmt::format("no provider named '{}'", provider));
    // Read once: a load makes a carrier for each of its callers.
    static std::mutex mutex;
    static std::map<std::string, std::shared_ptr<mapping::Mapping const>, std::less<>> known;
    std::scoped_lock const lock(mutex);
    auto& out = known[std::string(provider)];
    if (out) return out;
    std::vector<Problem> problems;
    out = mapping::load_mapping(preset->content, std::string(preset->path), problems, false);
    if (!out)
        return fail(Errc::invalid_config,
                    problems.empty() ? std::string(preset->path) : problems.front().what);
    return out;
}

Result<std::shared_ptr<mapping::Mapping const>> ussd_preset(std::string_view provider) {
    auto out = preset_of(provider);
    if (!out) return out;
    if (auto playable = plays_ussd(**out); !playable) return fail(playable.error());
    return out;
}

std::unique_ptr<Carrier> make_mapped(std::shared_ptr<mapping::Mapping const> mapping, Line line,
                                     World& world) {
    return std::make_unique<Mapped>(std::move(mapping), std::move(line), world);
}

std::vector<std::string_view> mapped_ussd_providers() {
    std::vector<std::string_view> out;
    for (auto const& preset : mapping::presets())
        if (auto const name = mapping::provider_of(preset); ussd_preset(name)) out.push_back(name);
    return out;
}

bool knows_repeats(mapping::Mapping const& mapping) {
    return std::any_of(mapping.in.begin(), mapping.in.end(), [](mapping::Section const& section) {
        return section.play("begin") && section.retry.always;
    });
}

} // namespace haatline::simulators
