#pragma once

#include "gateway/net/stream.hpp"
#include "gateway/wire/smpp/stream.hpp"
#include "simulators/smsc/faults.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>

namespace haatline::simulators::smsc {

class Smsc;
struct Holder;

/// Something for a gateway: on its way until it was answered.
struct Delivery {
    enum class Kind : std::uint8_t { receipt, mo, ussd } kind = Kind::mo;
    smpp::Pdu pdu;
    unsigned tries = 0;
};

/// One link, from its accepted connection to its end: states, timers, faults, the rules of reference
/// smpp.md §3 to §5. What messages mean is the SMSC's business.
class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(Smsc& smsc, gateway::StreamPtr wire, std::uint64_t number);
    void begin();

    std::uint64_t number() const { return number_; }
    Holder* holder() const { return holder_; }
    bool sends() const { return bound_ == Bound::tx || bound_ == Bound::trx; }
    bool receives() const { return bound_ == Bound::rx || bound_ == Bound::trx; }
    /// Deliveries it can take now.
    std::size_t room() const;
    void deliver(Delivery delivery);
    /// The answer to a submission, as its fate wants it.
    void answer(smpp::Pdu response, Fate const& fate);
    void send(smpp::Pdu const& pdu);
    void send_octets(std::string const& octets);

    void unbind();
    void hang(bool on) { hung_ = on; }
    gateway::Stream& wire() { return *wire_; }

  private:
    enum class Bound : std::uint8_t { no, tx, rx, trx, unbound };
    struct Out {
        Delivery delivery;
        std::chrono::nanoseconds sent{};
    };
    struct Rule;
    static Rule const rules[];

    void heard(std::string_view octets);
    void one(std::string_view octets);
    void unreadable(smpp::Fault const& fault);
    void bind(smpp::Pdu const& pdu);
    void unbound(smpp::Pdu const& pdu);
    void enquired(smpp::Pdu const& pdu);
    void submission(smpp::Pdu const& pdu);
    void asked(smpp::Pdu const& pdu);
    void not_yours(smpp::Pdu const& pdu);
    void settled(smpp::Pdu const& pdu);
    void quiet(smpp::Pdu const&) {}
    void delivered(Out out, std::uint32_t status);
    std::uint32_t refusal_of(smpp::Pdu const& bind);
    void send_answer(smpp::Pdu const& response, Fate const& fate);
    void watch();
    void give_back();
    void closed();
    std::uint32_t next_sequence();

    Smsc& smsc_;
    gateway::StreamPtr wire_;
    std::uint64_t number_;
    Holder* holder_ = nullptr;
    smpp::Stream in_;
    Bound bound_ = Bound::no;
    std::uint8_t version_ = 0x34; ///< of the other side
    bool hung_ = false, closing_ = false;
    std::uint64_t submissions_ = 0, nacks_ = 0;
    std::uint32_t sequence_ = 0;
    std::optional<std::uint32_t> enquiry_; ///< ours, unanswered
    std::chrono::nanoseconds begun_{}, heard_{}, part_since_{};
    std::map<std::uint32_t, Out> out_;
    std::deque<smpp::Pdu> behind_; ///< answers that go behind the next one
};

} // namespace haatline::simulators::smsc
