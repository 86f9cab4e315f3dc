#include "simulators/handset/carrier.hpp"

#include <fmt/format.h>

namespace haatline::simulators {
namespace {

/// Comviva Flares: GET with SessionID; the first input is the dialled code without its '*' and '#',
/// later ones are plain answers. Freeflow FC keeps the dialogue open, FB closes it. A hang-up is a
/// clean-up call with `msisdn` in small letters.
class Comviva final : public Carrier {
  public:
    Comviva(Line line, World& world) : line_(std::move(line)), world_(world) {}

    Result<CarrierRequest> dial(std::string_view dialled) override {
        session_ = "s-" + fresh_id(world_);
        if (dialled.starts_with('*')) dialled.remove_prefix(1);
        if (dialled.ends_with('#')) dialled.remove_suffix(1);
        return turn(std::string(dialled));
    }

    Result<CarrierRequest> answer(std::string_view text) override {
        return turn(std::string(text));
    }

    std::optional<CarrierRequest> hang_up() override {
        return get({{"SessionID", session_},
                    {"msisdn", digits()},
                    {"clean", "clean-session"},
                    {"error", "522"}}); // the code seen from a phone that closed the dialogue
    }

    Result<Heard> read(gateway::ClientReply const& reply) const override {
        if (reply.status != 200) return refused(reply);
        auto const flow = reply.header("freeflow");
        // The answer to a clean-up call has no header: the phone shows nothing any more.
        if (flow.empty() && (reply.body.empty() || reply.body == "Unknown Session"))
            return Heard{reply.body, true};
        if (flow != "FC" && flow != "FB")
            return fail(Errc::invalid_data, "the reply has no Freeflow header of FC or FB");
        return Heard{reply.body, flow == "FB"};
    }

    std::string session() const override { return session_; }

  private:
    std::string digits() const { return std::to_string(line_.from.number()); }

    CarrierRequest turn(std::string input) const {
        return get({{"SessionID", session_},
                    {"MSISDN", digits()},
                    {"MSC", "msc"},
                    {"input", std::move(input)}});
    }

    CarrierRequest get(std::vector<std::pair<std::string_view, std::string>> const& fields) const {
        return {"GET", fmt::format("/in/comviva/{}?{}", line_.token, encode_fields(fields)), {}};
    }

    Line line_;
    World& world_;
    std::string session_;
};

} // namespace

std::unique_ptr<Carrier> make_comviva(Line line, World& world) {
    return std::make_unique<Comviva>(std::move(line), world);
}

} // namespace haatline::simulators
