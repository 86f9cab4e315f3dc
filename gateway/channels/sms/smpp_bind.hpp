#pragma once

#include "base/world.hpp"
#include "gateway/channels/sms/smpp_options.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace haatline::gateway {

/// What a bind needs of the outside: connections, later, time and chance.
struct SmppWorks {
    World& world;
    std::function<void(StreamTarget, std::function<void(Result<StreamPtr>)>)> dial;
    std::function<void(std::chrono::nanoseconds, std::function<void()>)> after;
    std::function<void(std::function<void()>)> post;
};
SmppWorks works_on(Loop& loop, World& world);

class SmppBind;

/// Whose bind it is.
class SmppBindOwner {
  public:
    virtual ~SmppBindOwner() = default;
    /// Requests, responses and ends of requests; never binds.
    virtual void happened(SmppBind& bind, smpp::LinkEvent event) = 0;
    /// Up or down.
    virtual void turned(SmppBind& bind) = 0;
    /// After a round of events, or when there may be room again.
    virtual void settled(SmppBind& bind) = 0;
};

/// One session with an SMSC that is always wanted: dials, binds, drives the link, and begins again after
/// a pause when it ends: 1 s doubling to 60 s, a quarter more or less; five minutes where the SMSC refused
/// the credentials, which no haste mends. Reference: smpp.md §3.
class SmppBind : public std::enable_shared_from_this<SmppBind> {
  public:
    SmppBind(SmppWorks const& works, SmppOptions const& options, smpp::Command kind,
             std::size_t number, SmppBindOwner& owner);

    void begin();
    /// For good: unbinds, then closes.
    void end();
    /// For good and at once; tells its owner nothing any more.
    void abandon();

    bool up() const { return link_ && (link_->may_submit() || link_->may_receive()); }
    bool may_submit() const { return !ending_ && link_ && link_->may_submit(); }
    /// How many submit_sm it takes now.
    unsigned room() const;
    /// @fails as Link::request does.
    Result<void> submit(smpp::Pdu const& pdu, std::uint64_t mark);
    /// An answer, if the request came by the link that is there now.
    void respond(smpp::Pdu response, std::uint64_t session);
    /// Ends the link and begins again: it is not what we took it for.
    void rebind();

    std::uint64_t session() const { return session_; } ///< grows with every connection
    std::size_t number() const { return number_; }
    smpp::Window const& window() const { return window_; }
    std::size_t unanswered() const { return link_ ? link_->unanswered() : 0; }
    smpp::LinkCounts link_counts() const; ///< of all its links so far
    SmppCounts& counts() { return counts_; }
    SmppCounts const& counts() const { return counts_; }

  private:
    void dial();
    void connected(Result<StreamPtr> stream);
    void pump();
    void pump_soon();
    void act(smpp::LinkEvent event);
    void count_answer(smpp::LinkEvent const& event);
    void closed(smpp::LinkEvent const& event);
    void write();
    void arm();
    void again_later(bool refused);
    smpp::Instant now() const { return works_.world.clock.steady(); }

    SmppWorks const& works_;
    SmppOptions const& options_;
    smpp::Command const kind_;
    std::size_t const number_;
    SmppBindOwner* owner_; ///< nobody once it was abandoned
    std::optional<smpp::Link> link_;
    StreamPtr stream_;
    smpp::Window window_;
    SmppCounts counts_;
    smpp::LinkCounts past_links_;
    std::vector<smpp::LinkEvent> events_;
    std::uint64_t session_ = 0;
    smpp::Instant bound_at_{}, pause_{};
    std::optional<smpp::Instant> armed_;
    bool pumping_ = false, pump_waits_ = false, ending_ = false;
};

} // namespace haatline::gateway
