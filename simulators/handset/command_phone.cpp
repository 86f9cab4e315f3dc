#include "simulators/handset/command_phone.hpp"

#include "base/world.hpp"
#include "locales/catalogue.hpp"
#include "simulators/handset/command_texts.hpp"
#include "simulators/handset/handset.hpp"
#include "simulators/handset/screen.hpp"
#include "simulators/handset/script.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

namespace haatline::simulators {
namespace {

int complain(std::string_view what) {
    std::fflush(stdout);
    fmt::print(stderr, "haatline phone: {}\n", what);
    return 1;
}

/// The code to dial first: the service's own, or with the language's suffix ("*789*22#").
Result<std::string> first_code(PhoneOptions const& options) {
    if (options.language.empty()) return options.code;
    std::vector<Problem> problems;
    auto const words = Catalogue::load(locales::embedded_files(), problems);
    if (!words) return fail(words.error());
    auto const* language = words->language(options.language);
    if (language && !language->dial_suffix.empty())
        return fmt::format("{}*{}#", options.code.substr(0, options.code.find('#')),
                           language->dial_suffix);
    std::string known;
    for (auto const& each : words->languages())
        if (!each.dial_suffix.empty()) known += " " + each.code;
    return fail(Errc::not_found, fmt::format("no dial suffix sets the language '{}'; there are{}",
                                             options.language, known));
}

/// Speaks HTTP, connecting when first needed. A dialogue is the provider's, not the connection's.
Send http_send(std::string url) {
    auto client = std::make_shared<std::optional<gateway::HttpClient>>();
    return [url, client](CarrierRequest const& request) -> Result<gateway::ClientReply> {
        if (!*client) {
            auto connected = gateway::HttpClient::connect(url);
            if (!connected)
                return fail(connected.error().code,
                            connected.error().detail + " Start it with ./run, or give --url");
            client->emplace(std::move(*connected));
        }
        auto reply = (*client)->send(request);
        if (!reply) client->reset();
        return reply;
    };
}

/// The same line for every run of the same script: no session names in it.
void print_plainly(Heard const& heard, coding::PageBudget budget) {
    fmt::print("{}\n[{}{}]\n\n", heard.text, units_line(heard.text, budget),
               heard.ended ? ", the call is over" : "");
}

int play(Handset& phone, std::vector<Press> const& presses, coding::PageBudget budget) {
    for (auto const& press : presses) {
        if (press.kind == Press::Kind::hangup) {
            fmt::print("(hangs up)\n\n");
            if (auto const done = phone.hang_up(); !done)
                return complain(fmt::format("script line {}: {}", press.line, done.error().detail));
            continue;
        }
        bool const dials = press.kind == Press::Kind::dial;
        fmt::print("{} {}\n", dials ? "dial" : ">", press.text);
        auto const heard = dials ? phone.dial(press.text) : phone.answer(press.text);
        if (!heard)
            return complain(fmt::format("script line {}: {}", press.line, heard.error().detail));
        print_plainly(*heard, budget);
    }
    return 0;
}

Result<std::vector<Press>> script_of(PhoneOptions const& options) {
    std::string text;
    if (options.script == "-") {
        text.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::ifstream file(options.script);
        if (!file)
            return fail(Errc::not_found, fmt::format("cannot read the script {}", options.script));
        text.assign(std::istreambuf_iterator<char>(file), {});
    }
    auto presses = read_script(text);
    if (!presses)
        return fail(Errc::bad_request,
                    fmt::format("{}: {}", options.script, presses.error().detail));
    return presses;
}

int play_script(Handset& phone, PhoneOptions const& options, coding::PageBudget budget) {
    auto presses = script_of(options);
    if (!presses) return complain(presses.error().detail);
    // A script that begins with answers means the service's own code, in the language asked for.
    if (presses->empty() || presses->front().kind != Press::Kind::dial) {
        auto const code = first_code(options);
        if (!code) return complain(code.error().detail);
        presses->insert(presses->begin(), Press{Press::Kind::dial, *code, 0});
    }
    return play(phone, *presses, budget);
}

/// One line typed at the keyboard. @returns false when the gateway cannot be spoken to at all.
bool take(Handset& phone, std::string const& typed, PhoneOptions const& options,
          coding::PageBudget budget) {
    if (typed == "!") {
        if (auto const done = phone.hang_up(); !done) {
            complain(done.error().detail);
            return false;
        }
        fmt::print("  (hung up; {} dials again)\n", options.code);
        return true;
    }
    if (!phone.in_call() && !is_code(typed)) {
        fmt::print("  (no call is open; {} dials)\n", options.code);
        return true;
    }
    auto const heard = is_code(typed) ? phone.dial(typed) : phone.answer(typed);
    if (!heard) {
        complain(heard.error().detail);
        return false;
    }
    fmt::print("{}", draw({heard->text, heard->ended, phone.session(), budget, options.columns}));
    return true;
}

int at_keyboard(Handset& phone, PhoneOptions const& options, coding::PageBudget budget) {
    auto const code = first_code(options);
    if (!code) return complain(code.error().detail);
    fmt::print("Dialling {} as {} over {}. ! hangs up, {} dials again, Ctrl-D leaves.\n", *code,
               options.from, options.provider, options.code);
    if (!take(phone, *code, options, budget)) return 1;
    std::string typed;
    while (fmt::print("> "), std::fflush(stdout), std::getline(std::cin, typed)) {
        if (typed.ends_with('\r')) typed.pop_back();
        take(phone, typed, options, budget); // what went wrong was said; the next dial may work
    }
    fmt::print("\n");
    if (auto const done = phone.hang_up(); !done) return complain(done.error().detail);
    return 0;
}

int by_messages(Msisdn from, PhoneOptions const& options) {
    TextPhone phone(from, http_send(options.url));
    if (options.script.empty()) return text_at_keyboard(phone, options);
    auto const presses = script_of(options);
    return presses ? play_texts(phone, *presses) : complain(presses.error().detail);
}

} // namespace

int command_phone(PhoneOptions const& options) {
    auto const from = Msisdn::parse(options.from);
    if (!from) return complain("--from: " + from.error().detail);
    if (options.sms) return by_messages(*from, options);
    if (!is_code(options.code)) return complain("--code: a code begins with * and ends with #");
    auto carrier =
        make_carrier(options.provider, Line{*from, options.token, options.code}, system_world());
    if (!carrier) return complain(carrier.error().detail);
    Handset phone(std::move(*carrier), http_send(options.url));
    coding::PageBudget const budget{options.septets, options.ucs2_units};
    return options.script.empty() ? at_keyboard(phone, options, budget)
                                  : play_script(phone, options, budget);
}

} // namespace haatline::simulators
