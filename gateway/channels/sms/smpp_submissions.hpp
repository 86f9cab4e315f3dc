#pragma once

#include "gateway/channels/sms/half_sent.hpp"
#include "gateway/channels/sms/smpp_bind.hpp"
#include "gateway/channels/sms/smpp_words.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace haatline::gateway {

using SmppBinds = std::vector<std::shared_ptr<SmppBind>>;

/// Messages in work at one account: cut into parts, shared out among the binds, followed to their one
/// result. The parts of a message go by one bind, one behind the other; messages to one phone too, while
/// any is unanswered. Nothing is kept that a window does not let out soon.
///
/// What is refused of a message, or lost, ends it once its other parts have their answers: those that were
/// taken are told, and left out when the message comes again.
class SmppSubmissions {
  public:
    SmppSubmissions(SmppWorks const& works, SmppOptions const& options, SmppBinds const& binds)
        : works_(works), options_(options), binds_(binds), queues_(binds.size()),
          queued_parts_(binds.size()) {}

    /// How many messages more, as things stand.
    std::size_t room() const;
    void take(Outgoing message);
    /// Sends what waits for a window that is open now.
    void send_queued(SmppBind& bind);
    /// The bind ended: what it did not send yet was not sent.
    void bind_ended(SmppBind& bind);
    /// The end of a request that is one of ours: response, expired, lost.
    void ended(SmppBind& bind, smpp::LinkEvent& event);
    bool empty() const { return jobs_.empty(); }
    /// Whether a message of several parts to this phone has no result yet.
    bool in_parts(std::uint64_t phone) const;
    /// Results since the last call. An answer that came after its message had counted as unknown is one more: accepted.
    std::vector<Submitted> take_results();
    bool has_results() const { return !results_.empty(); }

  private:
    /// One message in work.
    struct Job {
        std::int64_t parcel = 0;
        std::uint64_t phone = 0;
        std::vector<smpp::Pdu> pdus;
        std::size_t next = 0, unanswered = 0, accepted = 0;
        std::vector<std::size_t> again; ///< parts that were put off: they go before the next
        std::vector<std::size_t> taken; ///< parts of a message that has several
        std::vector<std::string> ids;
        std::size_t bind = 0;
        TimePoint valid_until{};
        unsigned put_off = 0; ///< how often a part went again by itself
        bool stopped = false; ///< no part goes any more; it ends as this once all are answered
        Submitted::What what{};
        std::uint32_t status = 0;
        std::size_t to_send() const { return stopped ? 0 : again.size() + pdus.size() - next; }
    };
    using Jobs = std::unordered_map<std::uint64_t, Job>;

    std::size_t bind_for(std::uint64_t phone) const;
    std::size_t free_parts(std::size_t bind) const;
    bool send_part(SmppBind& bind, Jobs::iterator job);
    void part_accepted(Jobs::iterator job, std::size_t part, smpp::Pdu const& response);
    void part_refused(SmppBind& bind, Jobs::iterator job, std::size_t part,
                      smpp::Pdu const& response);
    bool again_here(SmppBind& bind, Jobs::iterator job, std::size_t part);
    void leave_out(Job& message);
    void came_late(std::uint64_t number, std::size_t part, smpp::Pdu const& response);
    void stop(Jobs::iterator job, Submitted::What what, std::uint32_t status = 0);
    void end(Jobs::iterator job);
    void unqueue(Jobs::iterator job);

    SmppWorks const& works_;
    SmppOptions const& options_;
    SmppBinds const& binds_;
    Jobs jobs_;
    std::uint64_t numbers_ = 0;
    HalfSent halves_;
    std::vector<std::deque<std::uint64_t>> queues_; ///< a bind each: jobs with parts to send
    std::vector<std::size_t> queued_parts_;
    struct Phone {
        std::size_t bind = 0;
        unsigned jobs = 0, long_ones = 0;
    };
    std::unordered_map<std::uint64_t, Phone> phones_; ///< those that have any in work
    /// Messages that counted as unknown while their link lived, oldest first: their answers may come late.
    struct Unanswered {
        std::uint64_t number = 0; ///< of the job
        std::int64_t parcel = 0;
        std::size_t parts = 1;
    };
    std::deque<Unanswered> unanswered_;
    std::unordered_set<std::int64_t> odd_once_; ///< parcels refused with a code nobody knows
    std::vector<Submitted> results_;
};

} // namespace haatline::gateway
