#include "simulators/smsc/desk.hpp"

#include "base/json_text.hpp"
#include "cluster/msisdn.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <vector>

namespace haatline::simulators::smsc {
namespace json_lib = boost::json;
namespace {

constexpr std::string_view done = "done\n";

std::string_view first_word(std::string_view& rest) {
    auto const blank = rest.find(' ');
    auto const out = rest.substr(0, blank);
    rest.remove_prefix(blank == std::string_view::npos ? rest.size() : blank + 1);
    return out;
}

std::vector<std::string> lines_of(std::string_view rest) {
    std::vector<std::string> out;
    while (!rest.empty()) {
        auto const bar = rest.find('|');
        out.emplace_back(rest.substr(0, bar));
        rest.remove_prefix(bar == std::string_view::npos ? rest.size() : bar + 1);
    }
    return out;
}

Result<unsigned> number_of(std::string_view typed) {
    unsigned out = 0;
    auto const [end, ec] = std::from_chars(typed.data(), typed.data() + typed.size(), out);
    if (ec != std::errc{} || typed.empty() || end != typed.data() + typed.size())
        return fail(Errc::bad_request, "a number is missing, e.g. `set throttle-one-in 50`");
    return out;
}

Result<std::string> octets_of(std::string_view hex) {
    std::string out;
    unsigned octet = 0;
    for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
        auto const [end, ec] = std::from_chars(hex.data() + at, hex.data() + at + 2, octet, 16);
        if (ec != std::errc{} || end != hex.data() + at + 2) break;
        out += static_cast<char>(octet);
    }
    if (hex.empty() || out.size() * 2 != hex.size())
        return fail(Errc::bad_request, "octets are written as pairs of hex digits");
    return out;
}

Result<State> state_of(std::string_view name) {
    constexpr std::array names{"enroute",       "delivered", "expired", "deleted",
                               "undeliverable", "accepted",  "unknown", "rejected"};
    auto const known = std::find(names.begin(), names.end(), name);
    if (known == names.end())
        return fail(Errc::bad_request, "a state is enroute, delivered, expired, deleted, "
                                       "undeliverable, accepted, unknown or rejected");
    return static_cast<State>(known - names.begin() + 1);
}

std::string text_in(json_lib::object const& from, std::string_view name) {
    auto const* const value = from.if_contains(name);
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

Result<Mo> mo_in(json_lib::object const& from) {
    Mo out{text_in(from, "from"), text_in(from, "to"), text_in(from, "text")};
    if (auto const* const hex = from.if_contains("hex"); hex && hex->is_string()) {
        auto octets = octets_of(std::string(hex->as_string()));
        if (!octets) return fail(octets.error());
        out.octets = std::move(*octets);
    }
    for (auto const& [name, member] : {std::pair{"dcs", 0}, {"esm_class", 1}}) {
        auto const* const value = from.if_contains(name);
        if (!value) continue;
        if (!value->is_int64() || value->as_int64() < 0 || value->as_int64() > 255)
            return fail(Errc::bad_request, fmt::format("{} is a number from 0 to 255", name));
        auto const octet = static_cast<std::uint8_t>(value->as_int64());
        if (member == 0)
            out.data_coding = octet;
        else
            out.esm_class = octet;
    }
    if (auto const as = text_in(from, "as"); !as.empty()) {
        auto const mode = long_mode(as);
        if (!mode) return fail(mode.error());
        out.as = *mode;
    }
    auto const* const backwards = from.if_contains("backwards");
    out.backwards = backwards && backwards->is_bool() && backwards->as_bool();
    return out;
}

Result<std::string> when_done(Result<void> result) {
    if (!result) return fail(result.error());
    return std::string(done);
}

std::string about_links(std::size_t links) { return fmt::format("{} links\n", links); }

} // namespace

struct Desk::Word {
    std::string_view name, how;
    Result<std::string> (Desk::*act)(Rest);
};

Desk::Word const Desk::words[] = {
    {"mo", "mo FROM TO TEXT", &Desk::mo},
    {"dial", "dial FROM *789# [ANSWER|ANSWER|…]", &Desk::dial},
    {"script", "script NUMBER LINE|LINE|…", &Desk::script},
    {"inbox", "inbox NUMBER", &Desk::inbox},
    {"receipt", "receipt ID STATE", &Desk::receipt},
    {"orphan", "orphan", &Desk::orphan},
    {"receipts", "receipts STYLE|every", &Desk::receipts},
    {"set", "set FAULT NUMBER", &Desk::set},
    {"links", "links", &Desk::links},
    {"unbind", "unbind", &Desk::unbind},
    {"cut", "cut", &Desk::cut},
    {"reset", "reset", &Desk::reset},
    {"hang", "hang on|off", &Desk::hang},
    {"raw", "raw HEX", &Desk::raw},
    {"away", "away on|off", &Desk::away},
    {"count", "count · wait NAME NUMBER", &Desk::count},
    {"quit", "quit", &Desk::quit},
    {"help", "help", &Desk::help},
};

Result<std::string> Desk::run(std::string_view line) {
    if (line.starts_with('{')) return json(line);
    auto rest = line;
    auto const name = first_word(rest);
    auto const word = std::find_if(std::begin(words), std::end(words),
                                   [&](Word const& each) { return each.name == name; });
    if (word == std::end(words)) return fail(Errc::bad_request, "not a command; `help` lists them");
    return (this->*word->act)(rest);
}

void Desk::run(std::string_view line, After const& after, Told told) {
    auto rest = line;
    if (first_word(rest) != "wait") return told(run(line));
    std::string name(first_word(rest));
    auto const number = number_of(rest);
    if (!number || !counted(smsc_.count(), name))
        return told(fail(Errc::bad_request, "`wait NAME NUMBER`, with a name of the count"));
    wait(std::move(name), *number, 0, after, std::move(told));
}

void Desk::wait(std::string name, unsigned number, unsigned looks, After const& after, Told told) {
    constexpr auto pause = std::chrono::milliseconds(5);
    constexpr unsigned looks_most = 6000;
    auto const now = counted(smsc_.count(), name).value_or(0);
    if (now >= number) return told(fmt::format("{}\n", now));
    if (looks == looks_most)
        return told(fail(Errc::timeout, fmt::format("{} is {} after half a minute", name, now)));
    after(pause, [this, name = std::move(name), number, looks, after, told = std::move(told)] {
        wait(name, number, looks + 1, after, told);
    });
}

Result<std::string> Desk::json(std::string_view line) {
    boost::system::error_code ec;
    auto const value = json_lib::parse(json_lib::string_view(line.data(), line.size()), ec);
    auto const* const object = ec ? nullptr : value.if_object();
    auto const* const inner = object ? object->if_contains("mo") : nullptr;
    if (!inner || !inner->is_object())
        return fail(Errc::bad_request, R"(one JSON object {"mo":{"from":…,"to":…,"text":…}})");
    auto const typed = mo_in(inner->as_object());
    if (!typed) return fail(typed.error());
    return when_done(smsc_.mo(*typed));
}

Result<std::string> Desk::mo(Rest rest) {
    std::string const from(first_word(rest)), to(first_word(rest));
    return when_done(smsc_.mo(Mo{from, to, std::string(rest)}));
}

Result<std::string> Desk::dial(Rest rest) {
    std::string const from(first_word(rest)), code(first_word(rest));
    return when_done(smsc_.dial(from, code, lines_of(rest)));
}

Result<std::string> Desk::script(Rest rest) {
    auto const number = Msisdn::parse(first_word(rest));
    if (!number) return fail(number.error());
    smsc_.phones().script(std::to_string(number->number()), lines_of(rest));
    return std::string(done);
}

/// One line of JSON a text, oldest first.
Result<std::string> Desk::inbox(Rest rest) {
    auto const number = Msisdn::parse(rest);
    if (!number) return fail(number.error());
    std::string out;
    for (auto const& each : smsc_.phones().inbox(std::to_string(number->number()))) {
        out += R"({"from":)";
        append_json_text(out, each.from);
        out += R"(,"text":)";
        append_json_text(out, each.text);
        out += each.ussd ? ",\"ussd\":true}\n" : "}\n";
    }
    return out;
}

Result<std::string> Desk::receipt(Rest rest) {
    std::string const id(first_word(rest));
    auto const state = state_of(rest);
    if (!state) return fail(state.error());
    return when_done(smsc_.tell(id, *state));
}

Result<std::string> Desk::orphan(Rest) {
    smsc_.orphan();
    return std::string(done);
}

Result<std::string> Desk::receipts(Rest rest) { return when_done(smsc_.receipts_as(rest)); }

Result<std::string> Desk::set(Rest rest) {
    auto const name = first_word(rest);
    auto const value = number_of(rest);
    if (!value) return fail(value.error());
    return when_done(set_fault(smsc_.faults(), name, *value));
}

Result<std::string> Desk::links(Rest) { return about_links(smsc_.bound()); }

Result<std::string> Desk::unbind(Rest) {
    return about_links(smsc_.for_each_link([](Session& session) { session.unbind(); }));
}
Result<std::string> Desk::cut(Rest) {
    return about_links(smsc_.for_each_link([](Session& session) { session.wire().cut(); }));
}
Result<std::string> Desk::reset(Rest) {
    return about_links(smsc_.for_each_link([](Session& session) { session.wire().reset(); }));
}
Result<std::string> Desk::hang(Rest rest) {
    bool const on = rest != "off";
    return about_links(smsc_.for_each_link([on](Session& session) { session.hang(on); }));
}

Result<std::string> Desk::raw(Rest rest) {
    auto const octets = octets_of(rest);
    if (!octets) return fail(octets.error());
    return about_links(smsc_.raw(*octets));
}

/// Like a machine that is off: links end, and who dials is reset.
Result<std::string> Desk::away(Rest rest) {
    bool const on = rest != "off";
    smsc_.away(on);
    return on ? reset({}) : Result<std::string>(std::string(done));
}

Result<std::string> Desk::count(Rest) { return as_json(smsc_.count()); }

Result<std::string> Desk::quit(Rest) {
    quit_();
    return std::string(done);
}

Result<std::string> Desk::help(Rest) {
    std::string out;
    for (auto const& word : words) out += std::string(word.how) + '\n';
    out += "{\"mo\":{\"from\":…,\"to\":…,\"text\":…|\"hex\":…,\"dcs\":N,\"esm_class\":N,"
           "\"as\":\"udh8|udh16|sar|payload\",\"backwards\":true}}\nfaults:";
    for (auto const& row : fault_rows()) out += ' ' + std::string(row.name);
    return out + '\n';
}

} // namespace haatline::simulators::smsc
