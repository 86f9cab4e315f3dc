#include "simulators/handset/carrier.hpp"

namespace haatline::simulators {
namespace {

/// Africa's Talking: one POST a turn; `text` holds ALL answers so far joined by '*', what was
/// dialled behind the code first. The reply begins "CON " or "END ". A hang-up is a notice of its
/// own with a status.
class AfricasTalking final : public Carrier {
  public:
    AfricasTalking(Line line, World& world) : line_(std::move(line)), world_(world) {}

    Result<CarrierRequest> dial(std::string_view dialled) override {
        session_ = "ATUid_" + fresh_id(world_);
        code_ = line_.code;
        text_.clear();
        if (auto const behind = behind_code(line_.code, dialled))
            text_ = *behind;
        else
            code_ = dialled; // another service's code: the gateway decides what it means
        first_ = text_.empty();
        return turn();
    }

    Result<CarrierRequest> answer(std::string_view text) override {
        if (!first_) text_ += '*';
        first_ = false;
        text_ += text;
        return turn();
    }

    std::optional<CarrierRequest> hang_up() override {
        return post({{"sessionId", session_},
                     {"serviceCode", code_},
                     {"networkCode", network},
                     {"phoneNumber", line_.from.full()},
                     {"status", "Incomplete"},
                     {"cost", "INR 0.0000"}});
    }

    Result<Heard> read(gateway::ClientReply const& reply) const override {
        if (reply.status != 200) return refused(reply);
        if (reply.body.starts_with("CON ")) return Heard{reply.body.substr(4), false};
        if (reply.body.starts_with("END ")) return Heard{reply.body.substr(4), true};
        return fail(Errc::invalid_data, "the reply begins neither with CON nor with END");
    }

    std::string session() const override { return session_; }

  private:
    static constexpr auto network = "99999"; // the provider's own test network

    CarrierRequest turn() const {
        return post({{"sessionId", session_},
                     {"serviceCode", code_},
                     {"phoneNumber", line_.from.full()},
                     {"networkCode", network},
                     {"text", text_}});
    }

    CarrierRequest post(std::vector<std::pair<std::string_view, std::string>> const& fields) const {
        return {"POST", "/in/africastalking/" + line_.token, encode_fields(fields)};
    }

    Line line_;
    World& world_;
    std::string session_, code_, text_;
    bool first_ = true; ///< nothing is in `text_` yet, so the next answer needs no '*' before it
};

} // namespace

std::unique_ptr<Carrier> make_africastalking(Line line, World& world) {
    return std::make_unique<AfricasTalking>(std::move(line), world);
}

} // namespace haatline::simulators
