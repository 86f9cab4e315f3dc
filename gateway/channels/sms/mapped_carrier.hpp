#pragma once

#include "gateway/channels/sms/carrier.hpp"
#include "gateway/channels/sms/send_call.hpp"
#include "gateway/channels/sms/send_hours.hpp"
#include "gateway/channels/sms/send_window.hpp"
#include "gateway/channels/sms/status_polls.hpp"
#include "gateway/channels/sms/token_keeper.hpp"
#include "gateway/net/http_sender.hpp"

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace haatline::gateway {

/// What a carrier needs of the world outside.
struct CarrierDoor {
    Clock& clock;
    std::function<void(OutRequest, HttpSender::Done)> send;
    /// On the loop's thread, later.
    std::function<void(std::chrono::nanoseconds, std::function<void()>)> after;
    /// Something that a person must mend; holds nothing of any message.
    std::function<void(std::string_view)> alarm;
};

struct MappedCarrierOptions {
    std::string route;
    bool sends = false; ///< else messages and receipts come in only
    std::string call = "sms_send";
    std::string sender;            ///< where a message names none
    std::size_t requests_max = 16; ///< unanswered at once
    std::uint32_t rate_per_s = 0;  ///< messages; 0: the mapping's, or any number
    std::uint32_t price_paise = 0; ///< 0: the mapping's
    std::chrono::milliseconds answer_timeout{30'000};
    coding::SmsRoute coding; ///< how segments are counted
    bool native_letters = true;
};

/// Carries messages by the `out:` section of a mapping.
///
/// A request leaves once: when no answer comes its messages are `unknown`, unless the mapping says that the provider
/// knows a repetition (`idempotent:`). What certainly did not leave goes to the next of several hosts, or is
/// `not_sent`. Refused credentials, an empty account and three broken exchanges in a row take the route down
/// for a while; 429 and Retry-After make it rest.
class MappedCarrier final : public Carrier {
  public:
    /// @fails Errc::invalid_config when the mapping cannot do what the route wants of it.
    static Result<std::unique_ptr<MappedCarrier>>
    make(std::shared_ptr<mapping::Mapping const> mapping, mapping::RouteFacts route,
         MappedCarrierOptions options, CarrierDoor door, CarrierListener& listener);

    std::string_view name() const override { return options_.route; }
    bool up() const override;
    std::size_t window() const override;
    std::size_t room() const override;
    void submit(std::vector<Outgoing> messages) override;
    std::uint32_t price_paise() const override;
    bool writes(std::string_view language) const override;
    void drain(TimePoint by) override;

    /// Ids that were taken before this process began, each with the end of its message's validity: as many as it
    /// `has_time_to_poll`.
    void poll(std::vector<std::pair<std::string, TimePoint>> ids);
    /// Whether the provider's word on a message must be asked for.
    bool polls() const { return calls_.poll != nullptr; }
    /// Every question that was due has been asked.
    bool has_time_to_poll() const;
    /// What a person must mend; empty when nothing is wrong.
    std::string const& trouble() const { return trouble_; }
    /// From now on by another mapping; what is on its way is answered as it was asked.
    /// @fails as `make`; the old one stays then.
    Result<void> use(std::shared_ptr<mapping::Mapping const> mapping, mapping::RouteFacts route);

  private:
    /// Messages that travel in one request.
    struct Batch {
        std::shared_ptr<mapping::Mapping const> mapping;
        SendCalls calls;
        mapping::Call const* call = nullptr;
        std::vector<Outgoing> messages;
        std::uint32_t segments = 1;
        std::size_t host = 0, hosts_tried = 1;
        bool left = false, token_renewed = false, told = false;
    };
    using BatchPtr = std::shared_ptr<Batch>;
    enum class Rest : std::uint8_t { busy, down };

    MappedCarrier(MappedCarrierOptions options, CarrierDoor door, CarrierListener& listener);
    Result<void> take(std::shared_ptr<mapping::Mapping const> mapping, mapping::RouteFacts route);

    // mapped_carrier.cpp: who goes when
    Result<BatchPtr> batch_of(std::vector<Outgoing> messages) const;
    bool resting() const;
    void pump();
    BatchPtr next_batch();
    void wake_after(std::chrono::nanoseconds delay);
    void tell_if_changed();
    void later(std::chrono::nanoseconds delay, std::function<void()> work);
    void tell(BatchPtr const& batch, std::vector<Submitted> results);
    void tell_all(BatchPtr const& batch, Submitted result);
    // mapped_carrier_exchange.cpp: one request and its answer
    void with_token(mapping::Call const& call, TokenKeeper::Asker then);
    void fetch_token(std::string const& name);
    void send(BatchPtr batch, std::string const& token);
    void answered(BatchPtr const& batch, std::string const& token, ClientReply const& reply);
    void broken(BatchPtr const& batch, Error const& error);
    bool try_next_host(BatchPtr const& batch);
    void judge(ClientReply const& reply, std::vector<Submitted>& results);
    void exchange_broke(Error const& error);
    void rest(Rest how, Millis time);
    void ring(std::string what);
    OutRequest out_request(ClientRequest request) const;
    // mapped_carrier_polls.cpp
    void pump_polls();
    void ask_for(std::string id, std::string const& token);
    void poll_answered(std::string const& id, Result<ClientReply> const& reply);
    void start_polling(std::vector<Submitted> const& results, BatchPtr const& batch);

    MappedCarrierOptions const options_;
    CarrierDoor door_;
    CarrierListener& listener_;
    std::shared_ptr<mapping::Mapping const> mapping_;
    mapping::RouteFacts route_;
    SendCalls calls_;
    SendHours hours_;
    SendWindow window_;
    SendRate rate_;
    TokenKeeper tokens_;
    StatusPolls polls_;

    std::deque<BatchPtr> waiting_;
    std::vector<BatchPtr> out_;              ///< asked and not answered
    std::unordered_set<std::uint64_t> busy_; ///< numbers of those: hers leave in their order
    std::size_t held_ = 0;                   ///< messages without a result
    std::size_t host_ = 0;
    std::chrono::nanoseconds first_host_at_{}; ///< when it is tried again
    std::chrono::nanoseconds rests_until_{}, wakes_at_{};
    unsigned broken_in_a_row_ = 0, downs_in_a_row_ = 0, pushes_in_a_row_ = 0;
    bool down_ = false, draining_ = false, had_room_ = false, was_up_ = false, pumping_ = false;
    unsigned polls_out_ = 0;
    bool poll_wakes_ = false;
    std::string trouble_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true); ///< what comes back later asks it
};

} // namespace haatline::gateway
