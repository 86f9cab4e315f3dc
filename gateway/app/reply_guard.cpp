#include "gateway/app/reply_guard.hpp"

#include <functional>

namespace haatline::gateway {
namespace {

constexpr auto kMinute = std::chrono::minutes(1);
constexpr auto kHour = std::chrono::hours(1);
constexpr auto kDay = std::chrono::hours(24);

} // namespace

std::uint32_t ReplyGuard::Span::next(TimePoint now, Millis length) {
    if (now - since >= length || now < since) {
        since = now;
        count = 0;
    }
    return ++count;
}

std::uint32_t ReplyGuard::Same::next(std::string_view text) {
    auto const heard = std::hash<std::string_view>()(text);
    count = heard == mark ? count + 1 : 1;
    mark = heard;
    return count;
}

ReplyGuard::Seen& ReplyGuard::of(std::uint64_t number, TimePoint now) {
    if (numbers_.size() >= numbers_max && !numbers_.contains(number)) {
        std::erase_if(numbers_, [&](auto const& each) { return now - each.second.last > kHour; });
        if (numbers_.size() >= numbers_max)
            numbers_.clear(); // then nobody is held to yesterday's budget
    }
    auto& seen = numbers_[number];
    if (now - seen.last > kHour) seen.text = seen.reply = {};
    if (now - seen.last > kDay) seen = {};
    seen.last = now;
    return seen;
}

Silence ReplyGuard::heard(std::uint64_t number, std::string_view text, TimePoint now, bool always) {
    auto& seen = of(number, now);
    auto const in_minute = seen.minute.next(now, kMinute);
    if (always) return Silence::none; // and "wait" stays to be told
    if (in_minute > limits_.texts_per_minute) {
        bool const told = seen.told_to_wait;
        seen.told_to_wait = true;
        return told ? Silence::flood : Silence::wait;
    }
    if (in_minute == 1) seen.told_to_wait = false;
    // A key of a menu is pressed again and again: that is a person on a long list.
    if (text.size() <= 2) return Silence::none;
    return seen.text.next(text) > limits_.same_text_in_a_row ? Silence::machine : Silence::none;
}

Silence ReplyGuard::answers(std::uint64_t number, std::string_view reply, TimePoint now) {
    auto& seen = of(number, now);
    if (seen.reply.next(reply) > limits_.same_reply_in_a_row) return Silence::same_reply;
    if (seen.hour.next(now, kHour) > limits_.replies_per_hour) return Silence::hour;
    if (seen.day.next(now, kDay) > limits_.replies_per_day) return Silence::day;
    return Silence::none;
}

} // namespace haatline::gateway
