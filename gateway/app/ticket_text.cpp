#include "gateway/app/ticket_text.hpp"

#include "gateway/app/moment.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using storage::Ticket;

std::string number_of(Msisdn const& phone, Reveal reveal) {
    if (phone.number() == 0) return "";
    return reveal == Reveal::yes ? phone.full() : phone.masked();
}

std::string due_in(Ticket const& ticket, TimePoint now) {
    if (ticket.state == "done") return "";
    if (ticket.overdue(now)) return "LATE " + rough(now - ticket.due);
    return "in " + rough(ticket.due - now);
}

/// "asked_money, woman officer, enquiry 17"
std::string remarks(Ticket const& ticket) {
    std::string out = ticket.reason;
    auto const add = [&](std::string_view text) {
        if (!text.empty()) out += fmt::format("{}{}", out.empty() ? "" : ", ", text);
    };
    if (ticket.woman_officer) add("woman officer");
    add(ticket.about);
    if (ticket.other_phone.number() != 0) add("with " + ticket.other_phone.masked());
    return out;
}

std::string state_of(Ticket const& ticket) {
    if (ticket.state == "taken") return ticket.taken_by;
    if (ticket.state == "done") return ticket.outcome + (ticket.confirmed ? ", solved" : "");
    return "open";
}

} // namespace

std::string rough(Millis time) {
    using namespace std::chrono;
    if (time < hours(2)) return fmt::format("{} min", floor<minutes>(time).count());
    if (time < days(2)) return fmt::format("{} h", floor<hours>(time).count());
    return fmt::format("{} d", floor<days>(time).count());
}

std::string ticket_table(std::vector<Ticket> const& tickets, TimePoint now) {
    if (tickets.empty()) return "nothing waits\n";
    constexpr auto line = "{:<9} {:<9} {:<7} {:<11} {:<8} {:<8} {:<8} {:<14} {}";
    auto out = fmt::format(line, "ticket", "kind", "age", "due", "wanted", "language", "number",
                           "state", "about");
    for (auto const& ticket : tickets)
        out += '\n' + fmt::format(line, ticket.reference(), facts(ticket.kind).name,
                                  rough(now - ticket.created), due_in(ticket, now),
                                  name_of(ticket.wanted), ticket.lang,
                                  number_of(ticket.phone, Reveal::no), state_of(ticket),
                                  remarks(ticket));
    std::string trimmed;
    for (std::size_t at = 0; at < out.size();) {
        auto const end = std::min(out.find('\n', at), out.size());
        auto const last = out.find_last_not_of(' ', end - 1);
        trimmed += out.substr(at, last + 1 - at) + '\n';
        at = end + 1;
    }
    return trimmed;
}

std::string ticket_page(Ticket const& ticket, TimePoint now, Reveal reveal) {
    std::string out;
    auto const line = [&](std::string_view name, std::string_view value) {
        if (!value.empty()) out += fmt::format("{:<15} {}\n", name, value);
    };
    line("ticket", ticket.reference());
    line("kind", facts(ticket.kind).name);
    line("reason", ticket.reason);
    line("number", ticket.phone.number() ? number_of(ticket.phone, reveal) : "erased");
    line("other side", number_of(ticket.other_phone, reveal));
    line("about", ticket.about);
    line("words", ticket.words);
    line("language", ticket.lang);
    line("wanted", name_of(ticket.wanted));
    line("woman officer", ticket.woman_officer ? "yes, please" : "");
    line("asked", on_the_wall(ticket.created));
    line("asked on screen", ticket.screen);
    if (ticket.state != "done")
        line("due", fmt::format("{} ({})", on_the_wall(ticket.due), due_in(ticket, now)));
    line("state", ticket.state);
    if (!ticket.taken_by.empty())
        line("taken", fmt::format("{}, {}", ticket.taken_by, on_the_wall(ticket.taken)));
    if (ticket.state == "done")
        line("closed", fmt::format("{}, {}", ticket.done_by, on_the_wall(ticket.done)));
    line("outcome", ticket.outcome);
    line("solved", ticket.confirmed ? "yes, says the caller" : "");
    return out;
}

std::string ticket_json(Ticket const& ticket, TimePoint now, Reveal reveal) {
    boost::json::object out;
    auto const text = [&](char const* name, std::string_view value) {
        if (!value.empty()) out[name] = value;
    };
    text("ticket", ticket.reference());
    text("kind", facts(ticket.kind).name);
    text("reason", ticket.reason);
    text("number", number_of(ticket.phone, reveal));
    text("other_number", number_of(ticket.other_phone, reveal));
    text("about", ticket.about);
    text("words", ticket.words);
    text("language", ticket.lang);
    text("wanted", name_of(ticket.wanted));
    out["woman_officer"] = ticket.woman_officer;
    text("screen", ticket.screen);
    text("state", ticket.state);
    text("asked_at", in_utc(ticket.created));
    text("due_at", in_utc(ticket.due));
    out["overdue"] = ticket.overdue(now);
    if (!ticket.taken_by.empty()) {
        text("taken_by", ticket.taken_by);
        text("taken_at", in_utc(ticket.taken));
    }
    if (ticket.state == "done") {
        text("done_by", ticket.done_by);
        text("done_at", in_utc(ticket.done));
        text("outcome", ticket.outcome);
        out["solved"] = ticket.confirmed;
    }
    return boost::json::serialize(out);
}

} // namespace haatline::gateway
