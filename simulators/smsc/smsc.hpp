#pragma once

#include "base/world.hpp"
#include "gateway/net/stream.hpp"
#include "simulators/smsc/count.hpp"
#include "simulators/smsc/messages.hpp"
#include "simulators/smsc/pdu_log.hpp"
#include "simulators/smsc/phones.hpp"
#include "simulators/smsc/plan.hpp"
#include "simulators/smsc/session.hpp"
#include "simulators/smsc/witness.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace haatline::simulators::smsc {

/// An account, and what waits for it.
struct Holder {
    explicit Holder(Account const& of) : account(of), rate(of.rate) {}
    Account account;
    Rate rate;
    unsigned unanswered = 0; ///< submissions
    std::vector<Session*> links;
    std::size_t next_link = 0;
    std::deque<Delivery> waiting;
};

/// An SMSC: accounts whose links come and go, messages, receipts, and the phones behind it. No socket and
/// no clock of its own: connections are handed in, time passes by `after`. On one thread.
class Smsc {
  public:
    using After = std::function<void(std::chrono::nanoseconds, std::function<void()>)>;

    Smsc(Plan plan, World& world, PduLog log, After after);
    ~Smsc();

    void admit(gateway::StreamPtr wire);
    /// Phones begin to write and to dial, where the plan has a rate.
    void start();

    // What somebody at the desk may have done.
    Result<void> mo(Mo const& mo);
    Result<void> dial(std::string const& from, std::string const& code,
                      std::vector<std::string> answers);
    Result<void> tell(std::string const& id, State state); ///< a receipt, now
    void orphan();                                         ///< a receipt for an id nobody was given
    std::size_t raw(std::string const& octets);            ///< on each bound link; how many
    std::size_t for_each_link(std::function<void(Session&)> const& act);
    void away(bool on) { away_ = on; } ///< new connections are reset
    Faults& faults() { return plan_.faults; }
    Phones& phones() { return phones_; }
    Messages& messages() { return messages_; }
    Count const& count();
    std::string receipts_as() const {
        return std::string(plan_.receipts ? plan_.receipts->name : "every");
    }
    Result<void> receipts_as(std::string_view style);
    std::size_t bound() const;

  private:
    friend class Session;
    struct Call {
        std::string from, code;
        std::chrono::nanoseconds since{};
    };

    // From the links.
    Holder* holder_of(std::string_view system_id);
    void submitted(Session& from, smpp::Pdu const& pdu);
    void asked(Session& from, smpp::Pdu const& pdu);
    void bound_now(Session& session);
    void gone(Session& session);
    void again(Holder& holder, Delivery delivery);
    void pump(Holder& holder);
    void log(Session const& session, Way way, std::string_view octets);

    // Submissions.
    std::uint32_t refusal_of(Holder& holder, smpp::Pdu const& pdu, Fate const& fate);
    Message& keep(Holder& holder, smpp::Pdu const& pdu);
    void take(Holder& holder, smpp::Pdu const& pdu, Message& message, bool early);
    void submitted_to_many(Session& from, Holder& holder, smpp::Pdu const& pdu, Fate const& fate);
    State outcome();
    void receipt_of(Holder& holder, Message const& message, bool early);
    void send_receipt(Holder& holder, News const& news);
    ReceiptStyle const& style();

    // Phones.
    void for_phone(smpp::Pdu const& pdu);
    void screen(smpp::Pdu const& pdu);
    void hang_up(std::uint16_t key);
    void type(std::uint16_t key, std::string text);
    void queue(Holder& holder, Delivery delivery);
    Holder& holder_for_phones();
    void replied(std::string const& number);
    void a_phone_writes();
    void a_phone_dials();
    void every(double rate, void (Smsc::*act)(), std::chrono::nanoseconds due);
    void after(std::chrono::nanoseconds delay, std::function<void()> work);

    Plan plan_;
    World& world_;
    PduLog log_;
    After after_;
    world::Chance chance_;
    Count count_;
    Messages messages_;
    Phones phones_;
    Witness witness_;
    std::vector<std::unique_ptr<Holder>> holders_;
    std::map<std::uint64_t, std::shared_ptr<Session>> sessions_;
    std::uint64_t links_ = 0, numbers_ = 0, submissions_ = 0, phones_made_ = 0, calls_made_ = 0,
                  styles_used_ = 0;
    std::uint16_t references_ = 0;
    bool away_ = false;
    std::unordered_map<std::string, std::string> by_reference_; ///< to the id it was answered with
    std::deque<std::string> references_kept_;
    std::unordered_map<std::string, std::chrono::nanoseconds> wrote_; ///< who waits for a reply
    std::unordered_map<std::uint16_t, Call> calls_;
    std::chrono::nanoseconds begun_{};
    std::shared_ptr<bool> here_ = std::make_shared<bool>(true); ///< timers outlive us
};

} // namespace haatline::simulators::smsc
