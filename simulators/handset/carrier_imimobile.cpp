#include "simulators/handset/carrier.hpp"

#include <fmt/format.h>

namespace haatline::simulators {
namespace {

/// IMImobile: GET, no session id and no flag for a new dialogue; the code is the path's last part,
/// `tid` counts requests. The header X-USSD-SESSION says whether the dialogue stays open. A hang-up
/// comes as the text of an answer.
class Imimobile final : public Carrier {
  public:
    Imimobile(Line line, World& world)
        : line_(std::move(line)), tid_(world.random.next() % 1'000'000'000) {
        for (char const c : line_.code.substr(0, line_.code.find('#')))
            if (c != '*') suffix_ += c;
    }

    Result<CarrierRequest> dial(std::string_view dialled) override {
        return get(std::string(dialled));
    }
    Result<CarrierRequest> answer(std::string_view text) override { return get(std::string(text)); }
    std::optional<CarrierRequest> hang_up() override {
        return get("Map Dialog User Abort User Reason: User specific reason");
    }

    Result<Heard> read(gateway::ClientReply const& reply) const override {
        if (reply.status != 200) return refused(reply);
        auto const session = reply.header("x-ussd-session");
        if (session != "0" && session != "1")
            return fail(Errc::invalid_data, "the reply has no X-USSD-SESSION header of 0 or 1");
        return Heard{reply.body, session == "0"};
    }

    std::string session() const override { return national() + "|" + suffix_; }

  private:
    /// This provider sends ten digits without the country's code.
    std::string national() const { return std::to_string(line_.from.number()).substr(2); }

    CarrierRequest get(std::string message) {
        auto const query = encode_fields({{"msisdn", national()},
                                          {"msg", std::move(message)},
                                          {"tid", std::to_string(++tid_)},
                                          {"dcs", "x"},
                                          {"code", "HAAT"}});
        return {"GET", fmt::format("/in/imimobile/{}/{}?{}", line_.token, suffix_, query), {}};
    }

    Line line_;
    std::string suffix_;
    std::uint64_t tid_;
};

} // namespace

std::unique_ptr<Carrier> make_imimobile(Line line, World& world) {
    return std::make_unique<Imimobile>(std::move(line), world);
}

} // namespace haatline::simulators
