#include "gateway/app/dispatcher.hpp"

#include <algorithm>

// What a dialogue keeps over reloads, restarts and clocks that are set: its menus, its age.
namespace haatline::gateway {

void Dispatcher::use(std::shared_ptr<Program const> program) {
    std::erase_if(older_, [&](auto const& each) { return each->mark == program->mark; });
    if (program_->mark != program->mark) older_.push_back(std::move(program_));
    if (older_.size() > options_.older_programs_max) older_.pop_front();
    program_ = std::move(program);
}

/// What her dialogue began with; null when that is not kept any more.
std::shared_ptr<Program const> Dispatcher::program_of(Phone const& phone) const {
    if (phone.program.empty() || phone.program == program_->mark) return program_;
    auto const found = std::find_if(older_.begin(), older_.end(),
                                    [&](auto const& each) { return each->mark == phone.program; });
    return found == older_.end() ? nullptr : *found;
}

/// The time, and a look at whether the clock was set.
TimePoint Dispatcher::now() {
    auto const wall = world_.clock.now();
    auto const by = clock_.set_by(wall, world_.clock.steady());
    if (by != Millis{}) {
        spdlog::warn("the clock was set by seconds={}: open calls and their ages move along",
                     std::chrono::duration_cast<std::chrono::seconds>(by).count());
        phones_.move_along(by);
    }
    return wall;
}

/// A dialogue from the disk, its times on the clock as it runs now.
void Dispatcher::read_from_disk(Phone& phone, std::string state) {
    phone.unread = std::move(state);
    if (phone.unread.empty()) return;
    (void)now(); // whether the clock was set since the last look
    phone.ensure_read(phones_.marker());
    for (auto* at : {&phone.last, &phone.session.last, &phone.session.started})
        *at = clock_.corrected(*at);
}

void Dispatcher::restore(storage::ReplayedStep const& step) {
    auto const at = std::min(step.at, world_.clock.now()); // a clock that was ahead wrote it
    Phone& phone = phones_.at(step.phone);
    phone.loaded = phone.stored = true;
    phone.dialogue = step.session;
    phone.ended = step.ended;
    phone.last = at;
    phone.unread = step.state;
    if (step.state.empty()) phone.session = {};
    if (step.kind != "hangup")
        remember(phone, {Marks::of(step.session, step.identity),
                         {std::string(step.reply), step.ended},
                         Answered::Delivery::unknown,
                         at});
    phones_.touched(phone, step.seq);
    head_seq_ = std::max(head_seq_, step.seq);
}

/// Somebody tries something: counted, and told to whoever reads the log, with the number masked.
void Dispatcher::take_notice(std::string_view name, Msisdn const& phone) {
    if (name.empty()) return;
    ++metrics_.notices[name];
    std::uint64_t left_out = 0;
    if (notice_brakes_[name].lets(world_.clock.steady(), left_out))
        spdlog::warn("caller stopped kind={} phone={} left_out={}", name, phone, left_out);
}

/// The caller hears "busy"; a damaged page shows itself here first.
void Dispatcher::say_not_answered(std::string_view question, Error const& error) {
    std::uint64_t left_out = 0;
    if (!not_answered_brake_.lets(world_.clock.steady(), left_out)) return;
    spdlog::error("question not answered question={} error={} detail={} left_out={}", question,
                  error.about().name, error.detail, left_out);
}

/// Learns whether a reply was written: until then, and when it could not be, the same callback once
/// more is a retry. One that was written stays so, whatever becomes of its copies.
std::function<void(bool)> Dispatcher::watch(Phone const& phone, Marks marks) {
    return [this, number = phone.number, marks](bool written) {
        Phone* known = phones_.find(number);
        if (!known || known->answered.empty()) return;
        Answered& newest = known->answered.back();
        if (newest.marks != marks || newest.delivery == Answered::Delivery::written) return;
        newest.delivery = written ? Answered::Delivery::written : Answered::Delivery::failed;
    };
}

} // namespace haatline::gateway
