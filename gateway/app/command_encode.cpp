#include "gateway/app/command_encode.hpp"

#include "gateway/app/encode_view.hpp"
#include "locales/coding/pages.hpp"
#include "menus/compose.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>

namespace haatline::gateway {
namespace {

using coding::Policy;
using coding::SmsRoute;
using coding::TableMask;

// Of standard input; the longest text that can be sent at all is a quarter of it.
constexpr std::size_t kMostOctets = 1'000'000;

std::vector<std::string_view> split(std::string_view words, char by) {
    std::vector<std::string_view> out;
    for (;;) {
        std::size_t const end = words.find(by);
        out.push_back(words.substr(0, end));
        if (end == std::string_view::npos) return out;
        words.remove_prefix(end + 1);
    }
}

std::optional<unsigned> number(std::string_view digits, unsigned least, unsigned most) {
    unsigned value = 0;
    auto const [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (fault != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return value >= least && value <= most ? std::optional(value) : std::nullopt;
}

Result<coding::Allow> allow_of(std::string_view words) {
    coding::Allow allow{false, false, false, false};
    for (std::string_view const word : split(words, ',')) {
        if (word == "gsm7")
            allow.gsm7 = true;
        else if (word == "single")
            allow.single = true;
        else if (word == "locking")
            allow.locking = true;
        else if (word == "ucs2")
            allow.ucs2 = true;
        else
            return fail(Errc::bad_request,
                        fmt::format("--allow {}: there are gsm7, single, locking "
                                    "and ucs2, with commas between them",
                                    word));
    }
    return allow;
}

/// "4-13", "4,6", "6".
Result<TableMask> tables_of(std::string_view words) {
    unsigned tables = 0;
    for (std::string_view const word : split(words, ',')) {
        auto const ends = split(word, '-');
        auto const first = number(ends.front(), 1, 13), last = number(ends.back(), 1, 13);
        if (ends.size() > 2 || !first || !last || *first > *last)
            return fail(
                Errc::bad_request,
                fmt::format("--tables {}: ids of 3GPP TS 23.038, 1 to 13, as in 4-13 or 4,6",
                            word));
        for (unsigned id = *first; id <= *last; ++id) tables |= 1U << id;
    }
    return static_cast<TableMask>(tables);
}

/// Nothing said: what every route carries. One of --allow and --tables said: the other follows.
Result<SmsRoute> route_of(EncodeOptions const& options) {
    SmsRoute route;
    if (!options.allow.empty()) {
        auto const allow = allow_of(options.allow);
        if (!allow) return fail(allow.error());
        route.allow = *allow;
    } else if (!options.tables.empty()) {
        route.allow = {true, true, true, true};
    }
    if (route.allow.single || route.allow.locking) {
        route.policy = options.prefer ? Policy::prefer : Policy::cheaper;
        route.tables = coding::kIndianTables;
    }
    if (!options.tables.empty()) {
        auto const tables = tables_of(options.tables);
        if (!tables) return fail(tables.error());
        route.tables = *tables;
    }
    route.ref16 = options.reference_bits == 16;
    route.risky_cells = options.risky;
    route.ucs2_part_units = static_cast<std::uint8_t>(options.ucs2_units);
    return route;
}

Result<std::string> text_of(EncodeOptions const& options) {
    if (options.text) return *options.text;
    std::string text;
    for (std::istreambuf_iterator<char> it(std::cin), end; it != end; ++it) {
        if (text.size() == kMostOctets)
            return fail(Errc::limit, "standard input is longer than any text that can be sent");
        text += *it;
    }
    if (text.ends_with('\n')) text.pop_back(); // the shell's, not the text's
    return text;
}

text::FoldChoice folding(SmsRoute const& route) {
    text::FoldChoice choice = text::fold_all();
    bool const danda = route.allow.single && (route.tables >> 6 & 1);
    if (danda) choice.danda.clear(); // then Bengali borrows it from Hindi's table
    return choice;
}

/// A way that takes fewer parts than any before it.
void try_way(SmsShown& sms, std::string option, std::string_view text, SmsRoute const& route) {
    auto plan = coding::plan_sms(text, route);
    if (!plan) return;
    std::size_t const billed = coding::billed_parts(*plan, route);
    std::size_t const least = sms.cheaper.empty() ? sms.billed : sms.cheaper.back().billed;
    if (billed < least) sms.cheaper.push_back({std::move(option), std::move(*plan), billed});
}

void find_cheaper(SmsShown& sms) {
    std::string const gently = text::fold(sms.text, folding(sms.route)).text;
    try_way(sms, "--policy fold", gently, sms.route);
    if (sms.route.policy != Policy::off) return;
    SmsRoute national = sms.route;
    national.policy = Policy::cheaper;
    national.allow.single = national.allow.locking = true;
    national.tables = coding::kIndianTables;
    try_way(sms, "--tables 4-13", sms.text, national);
    try_way(sms, "--tables 4-13 --policy fold", text::fold(sms.text, folding(national)).text,
            national);
}

Result<std::string> shown_sms(std::string text, EncodeOptions const& options) {
    auto const route = route_of(options);
    if (!route) return fail(route.error());
    SmsShown sms;
    sms.route = *route;
    if (options.policy == "fold") {
        auto folded = text::fold(text, folding(*route));
        sms.text = std::move(folded.text);
        sms.changes = std::move(folded.changes);
    } else {
        sms.text = std::move(text);
    }
    auto plan = coding::plan_sms(sms.text, *route);
    if (!plan) return fail(plan.error());
    sms.plan = std::move(*plan);
    sms.reference = static_cast<std::uint16_t>(options.reference);
    sms.billed = coding::billed_parts(sms.plan, *route);
    sms.causes = coding::causes_of(sms.text, sms.plan, *route);
    if (options.paise >= 0) sms.paise = options.paise;
    if (options.policy != "fold") find_cheaper(sms);
    return options.json ? as_json(sms) : as_text(sms);
}

/// Lines that begin with a digit and a blank are options, as the engine writes them.
bool option_row(std::string_view line) {
    std::size_t const digits = std::min(line.find_first_not_of("0123456789*#"), line.size());
    return digits > 0 && digits < line.size() && line[digits] == ' ';
}

Result<std::vector<std::string>> pages_of(std::string const& text, coding::PageBudget budget) {
    std::string head;
    std::vector<std::string> rows;
    for (std::string_view const line : split(text, '\n')) {
        if (!rows.empty() || option_row(line))
            rows.emplace_back(line);
        else
            (head += head.empty() ? "" : "\n") += line;
    }
    return coding::cut_pages(head, rows, {menus::next_page_mark}, budget);
}

Result<std::string> shown_ussd(std::string text, EncodeOptions const& options) {
    auto const budget = coding::read_budget(options.budget);
    if (!budget) return fail(budget.error().code, "--budget " + budget.error().detail);
    UssdShown ussd;
    ussd.route.budget = *budget;
    ussd.text = std::move(text);
    if (options.policy == "fold") {
        auto folded = text::fold(ussd.text, text::fold_all());
        ussd.text = std::move(folded.text);
        ussd.changes = std::move(folded.changes);
    }
    auto pages = pages_of(ussd.text, *budget);
    if (!pages) return fail(pages.error());
    ussd.pages = std::move(*pages);
    for (std::string const& page : ussd.pages) {
        auto coded = coding::coded_ussd(page, ussd.route);
        if (!coded) return fail(coded.error());
        ussd.coded.push_back(std::move(*coded));
    }
    if (coding::measure(ussd.text).alphabet == coding::Alphabet::ucs2) {
        coding::SmsPlan whole;
        whole.kind = coding::Kind::ucs2;
        ussd.causes = coding::causes_of(ussd.text, whole, {});
    }
    return options.json ? as_json(ussd) : as_text(ussd);
}

} // namespace

int command_encode(EncodeOptions const& options) {
    auto text = text_of(options);
    auto const shown = !text                       ? fail(text.error())
                       : options.channel == "ussd" ? shown_ussd(std::move(*text), options)
                                                   : shown_sms(std::move(*text), options);
    if (!shown) {
        std::fprintf(stderr, "haatline: %s\n", shown.error().detail.c_str());
        return shown.error().code == Errc::bad_request ? 2 : 1;
    }
    std::fwrite(shown->data(), 1, shown->size(), stdout);
    return 0;
}

void describe_encode(CLI::App& encode, std::function<void(std::function<int()>)> chosen) {
    auto given = std::make_shared<EncodeOptions>();
    encode.add_option("TEXT", given->text, "the text, in UTF-8; none: standard input");
    encode.add_option("--channel", given->channel, "sms or ussd")
        ->check(CLI::IsMember({"sms", "ussd"}))
        ->capture_default_str();
    encode.add_option("--allow", given->allow,
                      "what the route carries, of gsm7,single,locking,ucs2 (gsm7,ucs2)");
    encode.add_option(
        "--tables", given->tables,
        "national tables the route's handsets have, e.g. 6 or 4,6 (4-13 where --allow "
        "has single or locking)");
    encode.add_option("--ref", given->reference_bits, "bits of the reference that parts share")
        ->check(CLI::IsMember({8, 16}))
        ->capture_default_str();
    encode.add_option("--reference", given->reference, "that reference")
        ->check(CLI::Range(0, 65535))
        ->capture_default_str();
    encode
        .add_option("--policy", given->policy,
                    "exact: the text as it is; fold: what no alphabet has is written differently, "
                    "each change told")
        ->check(CLI::IsMember({"exact", "fold"}))
        ->capture_default_str();
    encode.add_flag("--prefer", given->prefer,
                    "national tables also where UCS-2 takes as many parts");
    encode.add_flag("--risky", given->risky, "also cells that some handsets show wrong");
    encode.add_option("--price", given->paise, "paise of one part")->check(CLI::Range(0.0, 1e6));
    encode
        .add_option("--ucs2-units", given->ucs2_units,
                    "units of a UCS-2 part as the vendor bills them (67, 66 or 63)")
        ->check(CLI::Range(1, 70))
        ->capture_default_str();
    encode.add_option("--budget", given->budget, "ussd: septets/units of a page")
        ->capture_default_str();
    encode.add_flag("--json", given->json, "for scripts");
    encode.footer("Exit status: 0 shown, 1 the text cannot travel so, 2 typed wrong.\nExamples:\n"
                  "  haatline encode --price 15 \"Price ₹500\"\n"
                  "  haatline encode --tables 6 --json < text.txt\n"
                  "  haatline encode --channel ussd --budget 182/80 < menu.txt\n"
                  "What it says: docs/encode.md\n");
    encode.callback([given, chosen] { chosen([given] { return command_encode(*given); }); });
}

} // namespace haatline::gateway
