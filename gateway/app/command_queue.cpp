#include "gateway/app/command_queue.hpp"

#include "cluster/reference.hpp"
#include "gateway/app/staff.hpp"
#include "gateway/app/ticket_text.hpp"
#include "storage/queue.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace haatline::gateway {
namespace {

int refuse(Error const& error) {
    std::cerr << "haatline: " << error.detail << '\n';
    return 1;
}

Result<std::uint64_t> serial_of(QueueOptions const& options) {
    if (auto const serial = reference_serial(options.number)) return *serial;
    return fail(Errc::bad_request,
                "this is no ticket number: its last digit checks the others, read it again");
}

/// One ticket, done to by `act`, told as text or JSON.
template <class Act>
int on_ticket(QueueOptions const& options, TimePoint now, Reveal reveal, Act act) {
    auto const serial = serial_of(options);
    if (!serial) return refuse(serial.error());
    Result<storage::Ticket> const ticket = act(*serial, staff_called(options.as));
    if (!ticket) return refuse(ticket.error());
    std::cout << (options.json ? ticket_json(*ticket, now, reveal) + "\n"
                               : ticket_page(*ticket, now, reveal))
              << std::flush;
    return 0;
}

std::string words_of(Names names) {
    std::string out;
    for_each_name(names, [&](std::string_view name) {
        out += fmt::format("{}{}", out.empty() ? "" : ", ", name);
    });
    return out;
}

std::string kinds_and_outcomes() {
    std::string out = "OUTCOME, by kind:\n";
    for (auto const& kind : ticket_kinds())
        out += fmt::format("  {:9} {}\n", kind.name, words_of(kind.outcomes));
    return out;
}

std::vector<std::string> kind_names() {
    std::vector<std::string> out;
    for (auto const& kind : ticket_kinds()) out.emplace_back(kind.name);
    return out;
}

using Command = int (*)(QueueOptions const&, TimePoint);

} // namespace

void describe_queue(CLI::App& queue, std::function<void(std::function<int()>)> chosen) {
    auto const options = std::make_shared<QueueOptions>();
    auto const add = [&](char const* name, char const* what, Command command) {
        auto* sub = queue.add_subcommand(name, what);
        sub->add_option("--data", options->data, "folder of the database")->capture_default_str();
        sub->add_flag("--json", options->json, "one JSON object a ticket");
        sub->callback([options, chosen, command] {
            chosen([options, command] { return command(*options, system_world().clock.now()); });
        });
        return sub;
    };
    auto const on_one = [&](CLI::App* sub) {
        sub->add_option("TICKET", options->number, "its number, as the caller reads it")
            ->required();
        sub->add_option("--as", options->as, as_whom);
        return sub;
    };
    auto* list = add("list", "what waits, the most urgent first", &queue_list_command);
    list->add_option("--kind", options->kind, "only this kind")->check(CLI::IsMember(kind_names()));
    list->add_option("--state", options->state, "open, taken, waiting (both), done or all")
        ->check(CLI::IsMember({"open", "taken", "waiting", "done", "all"}))
        ->capture_default_str();
    list->add_option("--most", options->most, "at most so many")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    auto* show = on_one(add("show", "one ticket; the look is recorded", &queue_show_command));
    show->add_option("--reveal", options->reveal,
                     "show numbers in full; REASON says why and is recorded")
        ->type_name("REASON");
    auto* take = on_one(add("take", "I work on it", &queue_take_command));
    take->add_option("--over", options->over, "take it over from who has it; REASON is recorded")
        ->type_name("REASON");
    auto* done = on_one(add("done", "it is closed; the caller may still say that it is not solved",
                            &queue_done_command));
    done->add_option("--outcome", options->outcome, "one word, see below")->required();
    done->footer(kinds_and_outcomes());
    queue.require_subcommand(1);
    queue.footer("Every look at one ticket and every change is a row of the audit, with its name.\n"
                 "Examples:\n  haatline queue list --kind callback\n  haatline queue take 100023 "
                 "--as asha\n  haatline queue show 100023 --reveal \"to ring back\"\n  haatline "
                 "queue done 100023 --outcome helped\n");
}

int queue_list_command(QueueOptions const& options, TimePoint now) {
    storage::QueueFilter filter;
    if (!options.kind.empty()) filter.kind = ticket_kind_named(options.kind);
    filter.state = options.state;
    filter.most = options.most;
    auto const tickets = storage::queue_list(options.data, filter);
    if (!tickets) return refuse(tickets.error());
    if (options.json)
        for (auto const& ticket : *tickets)
            std::cout << ticket_json(ticket, now, Reveal::no) << '\n';
    else
        std::cout << ticket_table(*tickets, now);
    std::cout << std::flush;
    return 0;
}

int queue_show_command(QueueOptions const& options, TimePoint now) {
    auto const reveal = options.reveal.empty() ? Reveal::no : Reveal::yes;
    return on_ticket(options, now, reveal, [&](std::uint64_t serial, storage::Staff const& staff) {
        return storage::queue_show(options.data, serial, staff, options.reveal);
    });
}

int queue_take_command(QueueOptions const& options, TimePoint now) {
    return on_ticket(options, now, Reveal::no,
                     [&](std::uint64_t serial, storage::Staff const& staff) {
                         return storage::queue_take(options.data, serial, staff, options.over);
                     });
}

int queue_done_command(QueueOptions const& options, TimePoint now) {
    return on_ticket(options, now, Reveal::no,
                     [&](std::uint64_t serial, storage::Staff const& staff) {
                         return storage::queue_done(options.data, serial, options.outcome, staff);
                     });
}

} // namespace haatline::gateway
