#pragma once

#include "storage/outbox.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace haatline::gateway {

/// A parcel in memory, which goes from hand to hand: it has a dozen texts, and moving each of them at every turn
/// cost more than coding the message.
using Held = std::unique_ptr<storage::outbox::Parcel>;

/// The heads of the lines, in memory: a caller's answer before what was promised before an alert, within a
/// class the oldest, turn about between campaigns, and of one recipient one at a time. Pure.
class Lines {
  public:
    using Parcel = storage::outbox::Parcel;
    using Class = storage::outbox::Class;

    /// As read from disk behind `after`, oldest first, of one line. Those that are in hand already are passed over, and so
    /// is, with all later ones of her, who must wait for an older one that this line does not hold.
    void add(Class cls, std::int64_t campaign, std::int64_t after, std::vector<Parcel> parcels);
    /// The next one of `cls` whose recipient has none under way; it and its recipient are in hand now. None: nobody.
    Held next(Class cls);
    /// Is in hand without having stood in a line: born handed.
    void take_in_hand(Parcel const& parcel);
    bool recipient_is_busy(Msisdn to, Class cls) const;
    /// Not in hand any more. `over`: the provider has it or it ended, so the recipient's next one may go; else it waits
    /// on disk again and so do those behind it.
    void let_go(Parcel const& parcel, bool over);
    /// Back to the front of its line: the disk did not take that it was handed.
    void put_back(Held parcel);
    /// Drops what waits here for a campaign or a recipient: on disk it is cancelled.
    void drop_campaign(std::int64_t campaign);
    void drop_recipient(Msisdn to);

    std::size_t size(Class cls) const;
    std::size_t size(std::int64_t campaign) const;
    std::size_t in_hand() const { return held_.size(); }
    /// A read of a line begins now. @returns behind which id it goes on; 0: from the line's beginning.
    std::int64_t read_on(Class cls, std::int64_t campaign);
    /// Something of these lines waits on disk again, before where we have read to.
    void read_anew(Class cls);
    /// Whether `read_anew` was wished for since the last time this was asked.
    bool take_wish(Class cls);
    /// Once a second, for those whose older message ended without us (a receipt, a cancellation) or while a read of theirs
    /// was on its way.
    void look_again();

    /// Of one recipient, kept in memory behind the one under way: a flood to one phone must not fill the lines.
    static constexpr std::size_t behind_max = 8;

  private:
    using Key = std::uint64_t; ///< a recipient in a class
    struct Line {
        std::deque<Held> parcels;
        std::int64_t read_up_to = 0;
        bool anew = false; ///< what is being read was asked for before something came back
        /// Of whom something on disk was passed over: until a read from the beginning none of hers may come in.
        std::unordered_set<Key> passed;
    };
    static Key key(Msisdn to, Class cls) {
        return to.number() * storage::outbox::classes + static_cast<std::uint64_t>(cls);
    }
    Line& line(Class cls, std::int64_t campaign);
    Held next_of(Line& line);
    std::map<std::int64_t, Line> lines_[storage::outbox::classes]; ///< by campaign
    bool wishes_[storage::outbox::classes] = {};
    std::int64_t served_last_ = 0;          ///< campaign
    std::unordered_set<std::int64_t> held_; ///< ids here, or handed and not settled on disk
    struct Busy {
        std::vector<Held> behind; ///< of this recipient, in their order; at most `behind_max`
    };
    void stand_behind(Line& line, Busy& busy, Held parcel);
    /// Out of memory, to be read again behind what came back.
    void pass_over(Key recipient, Class cls);
    bool was_passed(Key recipient, Class cls) const;
    std::unordered_map<Key, Busy> busy_;
};

} // namespace haatline::gateway
